"""SPARQL: answers of every kind, what is refused, time limits, and an index that follows the tables."""

import time

import pytest

import kg
from kg.errors import QueryError
from kg.sparql import run_query
from tests.support import json_lines

SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n1 ?o }"


def test_select_gives_rows_by_variable(small_graph):
    answer = small_graph.sparql(
        "SELECT ?p ?date { ?p a pkg:Paper OPTIONAL { ?p dcterms:issued ?date } } ORDER BY ?date"
    )
    assert answer.variables == ("p", "date")
    assert len(answer) == 4
    assert [row.get("date") for row in answer] == [None, "2015-12-10", "2017-06", "2019"]


@pytest.mark.parametrize(("query", "truth"), [("ASK { ?p a pkg:Paper }", True), ("ASK { ?p a pkg:Nothing }", False)])
def test_ask_gives_the_truth(small_graph, query, truth):
    assert small_graph.sparql(query).truth is truth


def test_construct_gives_n_triples(small_graph):
    answer = small_graph.sparql("CONSTRUCT { ?p a schema:Thing } { ?p a pkg:Paper }")
    assert answer.triples is not None
    assert len(answer.triples.splitlines()) == 4


def test_entities_are_found_by_label(small_graph):
    answer = small_graph.sparql('ASK { ?d a pkg:Dataset ; skos:prefLabel "ImageNet" }')
    assert answer.truth is True


@pytest.mark.parametrize(
    ("format", "begins"), [("json", b'{"head"'), ("csv", b"n\r\n4"), ("tsv", b"?n\n4"), ("xml", b"<?xml")]
)
def test_rows_come_in_every_result_format(small_graph, format, begins):
    kind, data = run_query(small_graph, "SELECT (COUNT(*) AS ?n) { ?p a pkg:Paper }", format)
    assert kind == "rows"
    assert data.startswith(begins)


@pytest.mark.parametrize("query", ["SELECT", "SELECT * { ?s ?p }", "DROP ALL", "", "SELECT * { ?s nope:x ?o }"])
def test_query_that_does_not_parse_is_an_error(small_graph, query):
    with pytest.raises(QueryError, match="does not run"):
        small_graph.sparql(query)


def test_slow_query_is_stopped(small_graph):
    small_graph.sparql("ASK {}")
    began = time.monotonic()
    with pytest.raises(QueryError, match=r"longer than 0\.5 s"):
        small_graph.sparql(SLOW, timeout=0.5)
    assert time.monotonic() - began < 10


def test_index_is_made_anew_when_the_tables_change(own_folder, tmp_path):
    count = "SELECT (COUNT(*) AS ?n) { ?p a pkg:Paper }"
    assert kg.open(own_folder).sparql(count).rows == ({"n": "4"},)
    more = tmp_path / "more.jsonl"
    more.write_text(json_lines([{"title": "One More", "abstract": "On ImageNet."}]))
    kg.build(more, own_folder, model="rules")
    assert kg.open(own_folder).sparql(count).rows == ({"n": "5"},)
    assert len(list((own_folder / "indexes" / "sparql").iterdir())) == 1


def test_index_is_made_once(own_folder):
    graph = kg.open(own_folder)
    graph.sparql("ASK {}")
    (made,) = (own_folder / "indexes" / "sparql").iterdir()
    before = made.stat().st_mtime_ns
    graph.sparql("ASK {}")
    assert made.stat().st_mtime_ns == before


def test_code_in_the_working_directory_is_not_run(small_graph, tmp_path, monkeypatch):
    (tmp_path / "pyoxigraph.py").write_text("raise SystemExit('ran')")
    monkeypatch.chdir(tmp_path)
    assert small_graph.sparql("ASK {}").truth is True
