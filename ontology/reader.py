"""Look-ups over an OWL ontology in Turtle: names, lists, unions and data ranges as Python values."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pyoxigraph as ox

NAMESPACE: Final = "https://w3id.org/paperkg/ontology#"
_RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"

Node = ox.NamedNode | ox.BlankNode | ox.Literal


@dataclass(frozen=True, slots=True)
class DataRange:
    """The literals that a property takes.

    Any of the datatypes (prefixed names), of the enumerated values if there are some, within the facets.
    """

    datatypes: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    minimum: str | None = None
    maximum: str | None = None


class OntologyReader:
    """The triples of one file, by subject and in file order; names are prefixed as the file does, own ones bare."""

    def __init__(self, path: Path) -> None:
        parser = ox.parse(path.read_bytes(), format=ox.RdfFormat.TURTLE)
        self.triples = [quad.triple for quad in parser]
        self.prefixes = {"pkg": NAMESPACE, **{name: iri for name, iri in parser.prefixes.items() if name}}
        self._by_subject: dict[str, list[ox.Triple]] = {}
        for triple in self.triples:
            self._by_subject.setdefault(str(triple.subject), []).append(triple)

    def iri(self, name: str) -> str:
        """The IRI of a name: `mentions` of this ontology, `skos:broader` of another vocabulary."""
        prefix, colon, local = name.partition(":")
        return self.prefixes[prefix] + local if colon else NAMESPACE + name

    def name(self, iri: str) -> str:
        """The inverse of `iri`; an IRI that no prefix begins stays as it is."""
        if iri.startswith(NAMESPACE):
            return iri[len(NAMESPACE) :]
        prefix = next((p for p, start in self.prefixes.items() if iri.startswith(start)), None)
        return f"{prefix}:{iri[len(self.prefixes[prefix]) :]}" if prefix else iri

    def objects(self, subject: Node, predicate: str) -> list[Node]:
        """The objects of a prefixed predicate."""
        wanted = self.iri(predicate)
        return [
            t.object
            for t in self._by_subject.get(str(subject), [])
            if t.predicate.value == wanted and not isinstance(t.object, ox.Triple)
        ]

    def text(self, subject: Node, predicate: str) -> str | None:
        """The first literal or IRI that a predicate leads to."""
        return next((node.value for node in self.objects(subject, predicate)), None)

    def names(self, subject: Node, predicate: str) -> list[str]:
        """The names of the IRIs that a predicate leads to; blank nodes are left out."""
        return [self.name(node.value) for node in self.objects(subject, predicate) if isinstance(node, ox.NamedNode)]

    def kinds(self, subject: Node) -> list[str]:
        """The types of a node."""
        return self.names(subject, "rdf:type")

    def instances(self, *kinds: str) -> list[ox.NamedNode]:
        """The named nodes of any of the types, each once."""
        wanted = {self.iri(kind) for kind in kinds}
        found = [
            t.subject
            for t in self.triples
            if t.predicate.value == _RDF + "type"
            and isinstance(t.object, ox.NamedNode)
            and t.object.value in wanted
            and isinstance(t.subject, ox.NamedNode)
        ]
        return list(dict.fromkeys(found))

    def classes(self, subject: Node, predicate: str) -> tuple[str, ...]:
        """The classes that a predicate leads to, those of a union one by one."""
        names = self.names(subject, predicate)
        for node in self.objects(subject, predicate):
            for union in self.objects(node, "owl:unionOf"):
                names += [self.name(item.value) for item in self.items(union)]
        return tuple(names)

    def data_range(self, subject: Node) -> DataRange:
        """The range of a datatype property: a datatype, an enumeration, a restriction, or what dcam:rangeIncludes."""
        node = self.objects(subject, "rdfs:range")[0]
        if isinstance(node, ox.NamedNode):
            included = self.names(subject, "dcam:rangeIncludes")
            return DataRange(tuple(included or [self.name(node.value)]))
        values = [item for enumeration in self.objects(node, "owl:oneOf") for item in self.items(enumeration)]
        if values:
            datatypes = {self.name(item.datatype.value) for item in values if isinstance(item, ox.Literal)}
            return DataRange(tuple(sorted(datatypes)), tuple(item.value for item in values))
        facets = [item for facet in self.objects(node, "owl:withRestrictions") for item in self.items(facet)]
        least = [self.text(item, "xsd:minInclusive") for item in facets]
        most = [self.text(item, "xsd:maxInclusive") for item in facets]
        base = tuple(self.names(node, "owl:onDatatype"))
        return DataRange(base, (), next(filter(None, least), None), next(filter(None, most), None))

    def items(self, node: Node) -> list[Node]:
        """The members of an RDF list."""
        found: list[Node] = []
        while isinstance(node, ox.BlankNode):
            found += self.objects(node, "rdf:first")
            node = self.objects(node, "rdf:rest")[0]
        return found
