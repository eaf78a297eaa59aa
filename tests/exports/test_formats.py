"""Every registered export format keeps the promises of the interface."""

import pytest

from exports import EXPORTERS, ExporterRegistry
from exports.registry import replacing
from kg.errors import ExportError
from tests.exports.exporter_cases import ExporterCases


class TestTurtle(ExporterCases):
    format = "turtle"


class TestNTriples(ExporterCases):
    format = "nt"


class TestNQuads(ExporterCases):
    format = "nquads"


class TestTriG(ExporterCases):
    format = "trig"


class TestJsonLd(ExporterCases):
    format = "jsonld"


class TestRdfXml(ExporterCases):
    format = "rdfxml"


class TestJsonLines(ExporterCases):
    format = "jsonl"
    is_folder = True


class TestGraphMl(ExporterCases):
    format = "graphml"


class TestPyvis(ExporterCases):
    format = "pyvis"


class TestNeo4jCsv(ExporterCases):
    format = "neo4j-csv"
    is_folder = True


class TestCypherScript(ExporterCases):
    format = "cypher"


@pytest.mark.parametrize(
    "name", ["turtle", "nt", "nquads", "trig", "jsonld", "rdfxml", "jsonl", "graphml", "pyvis", "neo4j-csv", "cypher"]
)
def test_promised_formats_are_registered(name):
    assert name in EXPORTERS.names()


def test_unknown_format_names_those_that_are_known():
    with pytest.raises(ExportError, match=r"unknown export format 'x'; known are .*turtle"):
        EXPORTERS.get("x")


def test_registry_is_open_to_further_formats():
    class Nothing:
        name = "nothing"
        summary = "writes nothing"

        def export(self, graph, path):
            return []

    registry = ExporterRegistry()
    registry.register(Nothing())
    assert registry.names() == ["nothing"]
    assert "nothing" not in EXPORTERS.names()


def test_file_is_replaced_only_when_it_is_whole(tmp_path):
    path = tmp_path / "out"
    path.write_text("before")

    def write_half():
        with replacing(path) as out:
            out.write(b"after")
            raise RuntimeError("half way")

    with pytest.raises(RuntimeError, match="half way"):
        write_half()
    assert [p.name for p in tmp_path.iterdir()] == ["out"]
    assert path.read_text() == "before"
