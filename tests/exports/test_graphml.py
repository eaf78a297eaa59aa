"""GraphML as networkx reads it back."""

import dataclasses

import networkx as nx

from exports import EXPORTERS
from exports.graphml import _clean
from kg.graph import Graph


def test_networkx_reads_the_same_graph(small_graph, tmp_path):
    (path,) = EXPORTERS.get("graphml").export(small_graph, tmp_path / "g.graphml")
    read = nx.read_graphml(path, force_multigraph=True)
    network = small_graph.to_networkx()
    assert dict(read.nodes(data=True)) == dict(network.nodes(data=True))
    facts = sorted((a, b, sorted(data.items())) for a, b, data in read.edges(data=True))
    assert [(a, b) for a, b, _ in facts] == sorted((a, b) for a, b in network.edges())
    assert {data["predicate"] for _, _, data in read.edges(data=True)} == {
        p for _, _, p in network.edges(data="predicate")
    }


def test_characters_that_xml_lacks_are_replaced(small_graph, tmp_path, monkeypatch):
    papers = [dataclasses.replace(p, title='a\x0cb\ufffe <c> & "d"') for p in small_graph.papers()]
    monkeypatch.setattr(Graph, "papers", lambda self: papers)
    (path,) = EXPORTERS.get("graphml").export(small_graph, tmp_path / "g.graphml")
    labels = {data["label"] for _, data in nx.read_graphml(path).nodes(data=True) if data["type"] == "Paper"}
    assert labels == {'a\ufffdb\ufffd <c> & "d"'}


def test_only_texts_are_cleaned():
    attributes = {"a": 1, "b": 0.5, "c": "x\x00"}
    _clean(attributes)
    assert attributes == {"a": 1, "b": 0.5, "c": "x\ufffd"}
