"""What of a graph its RDF holds, and under which IRIs."""

from dataclasses import dataclass
from typing import Final, Literal, get_args

from pyoxigraph import NamedNode

from kg.errors import ExportError
from kg.identifiers import DEFAULT_BASE

Statements = Literal["none", "reified", "rdf12"]
STATEMENTS: Final[tuple[str, ...]] = get_args(Statements)


@dataclass(frozen=True, slots=True)
class RdfOptions:
    """The profile of an RDF export; `RdfOptions(mentions=True)` loses nothing of the papers and what was found in them.

    Attributes:
        base: what identifiers are appended to.
        statements: how claims carry support, confidence, dates, papers and sentences: not at all (`none`: direct
            triples only), as RDF reification (`reified`), or as nodes that reify RDF 1.2 triple terms (`rdf12`).
        mentions: whether every mention is written, as a Web Annotation.
        named_graphs: whether each paper has a named graph of its own, to be replaced by itself.
        license: IRI of the licence under which the dump is given, for its description.

    Raises:
        ExportError: base or license is no absolute IRI, or identifiers cannot be appended to the base.
    """

    base: str = DEFAULT_BASE
    statements: Statements = "reified"
    mentions: bool = False
    named_graphs: bool = False
    license: str | None = None

    def __post_init__(self) -> None:
        _check_iri(self.base, "base")
        if not self.base.endswith(("/", "#", ":")) or "?" in self.base or "#" in self.base[:-1]:
            raise ExportError(f"base {self.base!r} must end in /, # or : for identifiers to be appended to it")
        if self.license is not None:
            _check_iri(self.license, "license")


def _check_iri(iri: str, name: str) -> None:
    try:
        NamedNode(iri)
    except ValueError as error:
        raise ExportError(f"{name} {iri!r} is no absolute IRI; give one such as {DEFAULT_BASE}") from error
