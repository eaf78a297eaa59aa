"""RDF: Turtle and N-Triples, streamed in a fixed order."""

from pathlib import Path

from pyoxigraph import RdfFormat, serialize

from exports.registry import replacing
from kg.graph import Graph
from kg.rdf import PREFIXES, triples


class _Rdf:
    """A serialisation that pyoxigraph writes."""

    rdf_format: RdfFormat
    prefixes: dict[str, str] | None = None

    def export(self, graph: Graph, path: Path) -> list[Path]:
        """Write all triples to one file."""
        with replacing(path) as out:
            serialize(triples(graph), out, format=self.rdf_format, prefixes=self.prefixes)
        return [path]


class Turtle(_Rdf):
    """Readable RDF."""

    name = "turtle"
    summary = "RDF in Turtle, one file"
    rdf_format = RdfFormat.TURTLE
    prefixes = PREFIXES


class NTriples(_Rdf):
    """RDF a triple a line."""

    name = "nt"
    summary = "RDF in N-Triples, one file"
    rdf_format = RdfFormat.N_TRIPLES
