"""Turtle and N-Triples as other tools read them."""

import pytest
import rdflib
from rdflib.compare import isomorphic

from exports import EXPORTERS
from kg.rdf import PREFIXES


@pytest.fixture(scope="module")
def parsed(small_graph, tmp_path_factory):
    folder = tmp_path_factory.mktemp("rdf")
    graphs = {}
    for name in ("turtle", "nt"):
        EXPORTERS.get(name).export(small_graph, folder / name)
        graphs[name] = rdflib.Graph().parse(folder / name, format=name)
    return graphs


def test_rdflib_reads_the_same_graph_from_both(parsed, small_graph):
    assert isomorphic(parsed["turtle"], parsed["nt"])
    assert isomorphic(parsed["turtle"], small_graph.to_rdflib())


def test_every_address_is_valid(parsed):
    for triple in parsed["nt"]:
        for node in triple:
            if isinstance(node, rdflib.URIRef):
                assert node.n3() == f"<{node}>"


def test_titles_and_abstracts_survive(parsed, small_graph):
    abstracts = {str(o) for o in parsed["turtle"].objects(None, rdflib.DCTERMS.abstract)}
    titles = {str(o) for o in parsed["turtle"].objects(None, rdflib.DCTERMS.title)}
    assert abstracts == {p.abstract for p in small_graph.papers()}
    assert titles == {p.title for p in small_graph.papers()}


def test_dates_are_valid_for_their_type(parsed):
    dates = list(parsed["turtle"].objects(None, rdflib.DCTERMS.issued))
    assert {str(d.datatype).rpartition("#")[2] for d in dates} == {"date", "gYearMonth", "gYear"}
    assert not any(d.ill_typed for d in dates)


def test_turtle_is_written_with_the_prefixes(small_graph, tmp_path):
    (path,) = EXPORTERS.get("turtle").export(small_graph, tmp_path / "g.ttl")
    text = path.read_text(encoding="utf-8")
    assert f"@prefix skos: <{PREFIXES['skos']}>" in text
    assert "skos:prefLabel" in text
