"""RDF: N-Triples and N-Quads as the graph streams them, Turtle and TriG through pyoxigraph's serialiser."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import BinaryIO, ClassVar, Self

from pyoxigraph import Quad, RdfFormat, Triple, parse, serialize

from exports.registry import compressing
from kg.errors import ExportError
from kg.graph import Graph
from kg.rdf import PREFIXES, RdfOptions, chunk_reader, lines


@dataclass(frozen=True)
class RdfExporter(ABC):
    """What the RDF formats share; a format says what its syntax can hold and writes the stream."""

    name: ClassVar[str]
    summary: ClassVar[str]
    has_named_graphs: ClassVar[bool] = False
    has_triple_terms: ClassVar[bool] = False
    options: RdfOptions = field(default_factory=RdfOptions)

    def configured(self, options: RdfOptions) -> Self:
        """The exporter under a profile.

        Raises:
            ExportError: the syntax cannot hold named graphs or triple terms that the profile asks for.
        """
        if options.named_graphs and not self.has_named_graphs:
            raise ExportError(f"{self.name} has no named graphs; nquads, trig and jsonld have")
        if options.statements == "rdf12" and not self.has_triple_terms:
            raise ExportError(f"{self.name} has no RDF 1.2 triple terms here; turtle, nt, nquads and trig have")
        return replace(self, options=options)

    def export(self, graph: Graph, path: Path) -> list[Path]:
        """Write one file, compressed if its name ends in .gz."""
        with compressing(path) as out:
            self.write(graph, out)
        return [path]

    @abstractmethod
    def write(self, graph: Graph, out: BinaryIO) -> None:
        """Write the triples in the format."""


class NTriples(RdfExporter):
    """RDF a triple a line."""

    name = "nt"
    summary = "RDF in N-Triples, a triple a line"
    has_triple_terms = True

    def write(self, graph: Graph, out: BinaryIO) -> None:
        """Write the lines as they come."""
        for text in lines(graph, self.options):
            out.write(text.encode())


class NQuads(NTriples):
    """RDF a triple a line, with the named graph it belongs to."""

    name = "nquads"
    summary = "RDF in N-Quads, a triple and its named graph a line"
    has_named_graphs = True


class Turtle(RdfExporter):
    """Readable RDF."""

    name = "turtle"
    summary = "RDF in Turtle, to be read by people too"
    has_triple_terms = True
    rdf_format: ClassVar[RdfFormat] = RdfFormat.TURTLE

    def write(self, graph: Graph, out: BinaryIO) -> None:
        """Write the triples of a subject together, with prefixes for the kinds of things."""
        prefixes = PREFIXES | kind_prefixes(self.options.base)
        serialize(self._quads(graph), out, format=self.rdf_format, prefixes=prefixes)

    def _quads(self, graph: Graph) -> Iterator[Triple] | Iterator[Quad]:
        # Lenient: the IRIs are valid by construction.
        quads = parse(chunk_reader(lines(graph, self.options)), RdfFormat.N_QUADS, lenient=True)
        return quads if self.has_named_graphs else (quad.triple for quad in quads)


class TriG(Turtle):
    """Readable RDF with named graphs."""

    name = "trig"
    summary = "RDF in TriG, Turtle with named graphs"
    has_named_graphs = True
    rdf_format = RdfFormat.TRIG


def kind_prefixes(base: str) -> dict[str, str]:
    """A prefix for each kind of identified thing, such as `method:`."""
    kinds = ("arxiv", "paper", "method", "dataset", "metric", "task", "result", "claim", "evidence", "extractor")
    return {kind: f"{base}{kind}/" for kind in kinds}
