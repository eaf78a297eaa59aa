"""RDF: valid IRIs, dates at their precision, evidence, and texts that survive."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, RdfFormat, parse, serialize

from kg.identifiers import DEFAULT_BASE, iri
from kg.rdf import PREFIXES, RdfOptions, _Writer, date_literal, term, triples
from kg.records import Paper


def of(graph, predicate, **options):
    return [t for t in triples(graph, RdfOptions(**options)) if t.predicate == term(predicate)]


def paper_triples(**fields):
    return list(_Writer(RdfOptions()).paper(Paper(**{"id": "paper/x", "title": "T", "abstract": "A.", **fields})))


@pytest.mark.parametrize(
    ("published", "datatype"), [("2018", "xsd:gYear"), ("2018-06", "xsd:gYearMonth"), ("2018-06-20", "xsd:date")]
)
def test_dates_are_typed_by_their_precision(published, datatype):
    assert date_literal(published) == Literal(published, datatype=term(datatype))


def test_undated_papers_have_no_date(small_graph):
    assert sorted(t.object.value for t in of(small_graph, "dcterms:issued")) == ["2015-12-10", "2017-06", "2019"]


def test_known_identifiers_are_stated(small_graph):
    assert [t.object.value for t in of(small_graph, "fabio:hasArXivId")] == ["1512.03385"]
    assert [t.object.value for t in of(small_graph, "prism:doi")] == ["10.1000/abc<1>"]


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/a b",
        "https://e.org/{x}",
        "javascript:alert(1)",
        "",
        "https://",
        "https://e.org/<x>",
        "ftp://x/y",
        "a\nb",
    ],
)
def test_odd_urls_are_left_out(url):
    assert not [t for t in paper_triples(url=url) if t.predicate == term("schema:url")]


@given(st.text() | st.text().map("https://e.org/".__add__) | st.from_regex(r"https?://[\x21-\x7e]*", fullmatch=True))
def test_no_url_makes_an_invalid_iri(url):
    data = serialize(paper_triples(url=url), format=RdfFormat.N_TRIPLES)
    assert data is not None
    assert len(list(parse(data, format=RdfFormat.N_TRIPLES))) == len(paper_triples(url=url))


@given(st.text(), st.text())
def test_texts_survive_turtle(title, abstract):
    data = serialize(paper_triples(title=title, abstract=abstract), format=RdfFormat.TURTLE, prefixes=PREFIXES)
    assert data is not None
    read = {t.predicate: t.object.value for t in parse(data, format=RdfFormat.TURTLE)}
    assert read[term("dcterms:title")] == title
    assert read.get(term("dcterms:abstract"), "") == abstract


def test_every_statement_is_a_triple_and_a_node(small_graph):
    plain = {
        (t.subject.value, t.predicate.value, t.object.value) for t in triples(small_graph) if hasattr(t.object, "value")
    }
    for s in small_graph.statements():
        assert (iri(s.subject), PREFIXES["pkg"] + s.predicate, iri(s.object)) in plain
    assert len(of(small_graph, "rdf:subject")) == len(small_graph.statements())


def test_evidence_quotes_the_sentence_at_its_place(small_graph):
    titles = {p.title for p in small_graph.papers()}
    text = "\n".join(f"{p.title}\n{p.abstract}" for p in small_graph.papers())
    quotes = [t.object.value for t in of(small_graph, "oa:exact")]
    assert len(quotes) == len(small_graph.claims())
    assert all(quote in text for quote in quotes)
    assert titles


def test_claims_can_be_left_out(small_graph):
    assert of(small_graph, "rdf:subject", reified=False) == []


def test_base_of_the_nodes_can_be_chosen(small_graph):
    subjects = {t.subject.value for t in triples(small_graph, RdfOptions(base="https://example.org/"))}
    assert not any(s.startswith(DEFAULT_BASE) for s in subjects)


def test_triples_come_once_and_in_a_fixed_order(small_graph):
    found = [str(t) for t in triples(small_graph)]
    assert found == [str(t) for t in triples(small_graph)]


def test_no_triple_comes_twice(small_graph):
    found = list(triples(small_graph))
    assert len(found) == len(set(found))
