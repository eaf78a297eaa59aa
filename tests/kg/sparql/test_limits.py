"""What a query may take: rows, memory, text; and that a cut answer is a whole one of its format."""

import io
import json

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import MalformedQueryError, QueryError, QueryLimitError, QueryTooLongError, UnacceptableFormatError
from kg.sparql import QueryJob, run_job, run_query
from kg.sparql.job import MAX_QUERY, ROW_FORMATS, TRIPLE_FORMATS
from kg.sparql.worker import ROW_FORMATS as WORKER_ROWS
from kg.sparql.worker import TRIPLE_FORMATS as WORKER_TRIPLES
from kg.sparql.worker import _Sink, _write_rows

EVERYTHING = "SELECT * { ?s ?p ?o }"
CROSS = "SELECT * { " + " . ".join(f"?a{n} ?b{n} ?c{n}" for n in range(10)) + " }"


def run(graph, query, **options):
    out = io.BytesIO()
    return run_job(graph, QueryJob(query, **options), out), out.getvalue()


def test_engine_and_worker_know_the_same_formats():
    assert set(ROW_FORMATS) == set(WORKER_ROWS)
    assert set(TRIPLE_FORMATS) == set(WORKER_TRIPLES)


@pytest.mark.parametrize("format", ROW_FORMATS)
def test_rows_are_cut_in_every_format(small_graph, format):
    verdict, data = run(small_graph, EVERYTHING, rows=format, limit=3)
    assert (verdict.kind, verdict.count, verdict.cut) == ("rows", 3, True)
    if format in {"json", "xml", "tsv"}:
        assert len(list(ox.parse_query_results(data, format=WORKER_ROWS[format]))) == 3
    else:
        assert data.count(b"\r\n") == 4


@pytest.mark.parametrize("format", TRIPLE_FORMATS)
def test_triples_are_cut_in_every_format(small_graph, format):
    verdict, data = run(small_graph, "CONSTRUCT WHERE { ?s ?p ?o }", triples=format, limit=3)
    assert (verdict.kind, verdict.count, verdict.cut) == ("triples", 3, True)
    assert len(list(ox.parse(data, format=WORKER_TRIPLES[format]))) == 3


@pytest.mark.parametrize(("own", "limit", "count", "cut"), [(2, 5, 2, False), (5, 5, 5, False), (6, 5, 5, True)])
def test_own_limit_of_a_query_stays(small_graph, own, limit, count, cut):
    verdict, _ = run(small_graph, f"{EVERYTHING} LIMIT {own}", limit=limit)
    assert (verdict.count, verdict.cut) == (count, cut)
    verdict, _ = run(small_graph, f"CONSTRUCT WHERE {{ ?s ?p ?o }} LIMIT {own}", limit=limit)
    assert (verdict.count, verdict.cut) == (count, cut)


def test_limit_of_nothing_gives_the_variables(small_graph):
    verdict, data = run(small_graph, EVERYTHING, limit=0)
    assert (verdict.count, verdict.cut) == (0, True)
    assert set(json.loads(data)["head"]["vars"]) == {"s", "p", "o"}


TERMS = st.one_of(
    st.builds(ox.Literal, st.text()),
    st.builds(ox.Literal, st.text(), language=st.sampled_from(["en", "de-at"])),
    st.builds(
        ox.Literal,
        st.text() | st.sampled_from(["1", "01", "1.0", "1e0", "true", "NaN", "2020-01-01"]),
        datatype=st.sampled_from(["integer", "decimal", "double", "boolean", "date", "string"]).map(
            lambda name: ox.NamedNode(f"http://www.w3.org/2001/XMLSchema#{name}")
        ),
    ),
    st.just(ox.NamedNode("http://e/é?a=b#c")),
    st.just(ox.BlankNode("b")),
    st.none(),
)


@given(st.lists(st.tuples(TERMS, TERMS), max_size=3), st.integers(0, 5))
def test_limited_rows_are_the_first_of_all_rows(rows, limit):
    def cell(term):
        return "UNDEF" if term is None else str(term) if not isinstance(term, ox.BlankNode) else "<b:b>"

    values = " ".join(f"({cell(a)} {cell(b)})" for a, b in rows)
    query = f"SELECT ?a ?b {{ VALUES (?a ?b) {{ {values} }} }}"
    out = io.BytesIO()
    count, cut = _write_rows(ox.Store().query(query), ox.QueryResultsFormat.JSON, _Sink(out), limit)
    everything = json.loads(ox.Store().query(query).serialize(format=ox.QueryResultsFormat.JSON))
    assert json.loads(out.getvalue())["results"]["bindings"] == everything["results"]["bindings"][:limit]
    assert (count, cut) == (min(limit, len(rows)), len(rows) > limit)


def test_cross_product_ends_in_a_sentence(small_graph):
    with pytest.raises(QueryLimitError, match=r"more than 200 MB of memory; narrow it or raise --memory"):
        run(small_graph, f"{CROSS} ORDER BY ?c9", memory=200)


def test_answer_of_too_many_bytes(small_graph):
    with pytest.raises(QueryLimitError, match="too large"):
        run(small_graph, EVERYTHING, size=1_000)
    with pytest.raises(QueryLimitError, match="too large"):
        run(small_graph, EVERYTHING, size=1_000, limit=1_000_000)


def test_query_of_too_many_bytes():
    assert QueryJob("#" * MAX_QUERY)
    with pytest.raises(QueryTooLongError, match="1,000,000 bytes"):
        QueryJob("é" * (MAX_QUERY // 2 + 1))


def test_query_nested_too_deeply(small_graph):
    with pytest.raises(QueryLimitError, match="nested too deeply"):
        run(small_graph, "ASK " + "{" * 400_000 + "}" * 400_000)


def test_kind_of_answer_that_is_not_wanted(small_graph):
    with pytest.raises(UnacceptableFormatError):
        run(small_graph, "ASK {}", rows=None)
    with pytest.raises(UnacceptableFormatError):
        run(small_graph, "DESCRIBE <a:a>", triples=None)


def test_failed_query_writes_nothing(small_graph):
    out = io.BytesIO()
    with pytest.raises(QueryError):
        run_job(small_graph, QueryJob(f"{EVERYTHING} LIMIT x"), out)
    assert out.getvalue() == b""


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("SELECT * { ?s nope:x ?o }", "line 1, column 21: the prefix is not declared"),
        ("SELECT *\n{ ?s ?p ?o } LIMIT x", "line 2, column 20"),
    ],
)
def test_syntax_error_is_one_readable_line(small_graph, query, says):
    with pytest.raises(MalformedQueryError) as caught:
        small_graph.sparql(query)
    assert says in str(caught.value)
    assert len(str(caught.value)) < 200
    assert "\n" not in str(caught.value)


def test_equal_questions_give_equal_bytes(small_graph):
    query = "CONSTRUCT WHERE { ?s skos:prefLabel ?o }"
    assert run_query(small_graph, query, "turtle") == run_query(small_graph, query, "turtle")
