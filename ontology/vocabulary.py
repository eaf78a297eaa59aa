"""Reads `paperkg.ttl`, the single source of the graph's types and predicates."""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pyoxigraph as ox

ONTOLOGY_FILE = Path(__file__).with_name("paperkg.ttl")
ONTOLOGY_IRI = "https://w3id.org/paperkg/ontology"
NAMESPACE = ONTOLOGY_IRI + "#"

_OWL = "http://www.w3.org/2002/07/owl#"
_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_SKOS = "http://www.w3.org/2004/02/skos/core#"


@dataclass(frozen=True, slots=True)
class EntityType:
    """A class of nodes. `default_role` is the paper-to-entity predicate used when nothing more precise is known."""

    name: str
    iri: str
    label: str
    plural: str
    definition: str
    slug: str
    colour: str
    shape: str
    default_role: str | None
    is_entity: bool


@dataclass(frozen=True, slots=True)
class Predicate:
    """A property between nodes or from a node to a literal; `domain` and `range` are class names."""

    name: str
    iri: str
    label: str
    definition: str
    domain: tuple[str, ...]
    range: tuple[str, ...]
    parent: str | None
    is_relation: bool

    @property
    def neo4j_type(self) -> str:
        """The relationship type in Cypher: `evaluatedOn` becomes `EVALUATED_ON`."""
        return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", self.name).upper()


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The ontology as Python sees it."""

    version: str
    types: dict[str, EntityType]
    predicates: dict[str, Predicate]

    def entity_types(self) -> list[str]:
        """Names of the types of entities, in the order of the file."""
        return [name for name, node in self.types.items() if node.is_entity]

    def roles(self) -> list[str]:
        """Predicates from a paper to an entity."""
        return [
            name
            for name, p in self.predicates.items()
            if p.domain == ("Paper",) and p.range != ("Result",) and p.is_relation
        ]

    def relations(self) -> list[str]:
        """Predicates from an entity to an entity."""
        entity = {*self.entity_types(), "Entity"}
        return [
            name
            for name, p in self.predicates.items()
            if p.is_relation and set(p.domain) <= entity and set(p.range) <= entity
        ]

    def allows(self, predicate: str, subject_type: str, object_type: str) -> bool:
        """Whether domain and range of the predicate admit the two types (`broader` also wants them equal)."""
        term = self.predicates[predicate]

        def within(name: str, classes: tuple[str, ...]) -> bool:
            return name in classes or ("Entity" in classes and self.types[name].is_entity)

        same_type = predicate != "broader" or subject_type == object_type
        return within(subject_type, term.domain) and within(object_type, term.range) and same_type


def _local(iri: str) -> str:
    return iri[len(NAMESPACE) :] if iri.startswith(NAMESPACE) else iri


class _Reader:
    """Look-ups over the parsed ontology, in file order."""

    def __init__(self, path: Path) -> None:
        self.triples = [t.triple for t in ox.parse(path.read_bytes(), format=ox.RdfFormat.TURTLE)]
        self.by_subject: dict[str, list[ox.Triple]] = {}
        for triple in self.triples:
            self.by_subject.setdefault(str(triple.subject), []).append(triple)

    def objects(
        self, subject: ox.NamedNode | ox.BlankNode, predicate: str
    ) -> list[ox.NamedNode | ox.BlankNode | ox.Literal]:
        return [
            t.object
            for t in self.by_subject.get(str(subject), [])
            if t.predicate.value == predicate and not isinstance(t.object, ox.Triple)
        ]

    def value(self, subject: ox.NamedNode, predicate: str) -> str | None:
        found = self.objects(subject, predicate)
        return found[0].value if found else None

    def subjects(self, *classes: str) -> list[ox.NamedNode]:
        return [
            t.subject
            for t in self.triples
            if t.predicate.value == _RDF + "type"
            and isinstance(t.object, ox.NamedNode)
            and t.object.value in classes
            and isinstance(t.subject, ox.NamedNode)
            and t.subject.value.startswith(NAMESPACE)
        ]

    def classes(self, subject: ox.NamedNode, predicate: str) -> tuple[str, ...]:
        names: list[str] = []
        for node in self.objects(subject, predicate):
            if isinstance(node, ox.BlankNode):
                for union in self.objects(node, _OWL + "unionOf"):
                    names += self._list(union)
            else:
                names.append(_local(node.value))
        return tuple(names)

    def _list(self, node: ox.NamedNode | ox.BlankNode | ox.Literal) -> list[str]:
        items: list[str] = []
        while isinstance(node, ox.BlankNode):
            items += [_local(item.value) for item in self.objects(node, _RDF + "first")]
            node = self.objects(node, _RDF + "rest")[0]
        return items


@lru_cache(maxsize=1)
def load_vocabulary() -> Vocabulary:
    """The shipped ontology."""
    return read_vocabulary(ONTOLOGY_FILE)


def read_vocabulary(path: Path) -> Vocabulary:
    """An ontology in the shape of `paperkg.ttl`."""
    reader = _Reader(path)
    ontology = ox.NamedNode(ONTOLOGY_IRI)
    types: dict[str, EntityType] = {}
    for node in reader.subjects(_OWL + "Class"):
        role = reader.value(node, NAMESPACE + "defaultRole")
        name = _local(node.value)
        types[name] = EntityType(
            name=name,
            iri=node.value,
            label=reader.value(node, _RDFS + "label") or name,
            plural=reader.value(node, NAMESPACE + "plural") or name,
            definition=reader.value(node, _SKOS + "definition") or "",
            slug=reader.value(node, NAMESPACE + "slug") or name.lower(),
            colour=reader.value(node, NAMESPACE + "colour") or "#999999",
            shape=reader.value(node, NAMESPACE + "shape") or "dot",
            default_role=_local(role) if role else None,
            is_entity=NAMESPACE + "Entity" in {o.value for o in reader.objects(node, _RDFS + "subClassOf")},
        )
    predicates: dict[str, Predicate] = {}
    relations = {n.value for n in reader.subjects(_OWL + "ObjectProperty")}
    for node in reader.subjects(_OWL + "ObjectProperty", _OWL + "DatatypeProperty"):
        parents = [
            _local(o.value) for o in reader.objects(node, _RDFS + "subPropertyOf") if o.value.startswith(NAMESPACE)
        ]
        name = _local(node.value)
        predicates[name] = Predicate(
            name=name,
            iri=node.value,
            label=reader.value(node, _RDFS + "label") or name,
            definition=reader.value(node, _SKOS + "definition") or "",
            domain=reader.classes(node, _RDFS + "domain"),
            range=reader.classes(node, _RDFS + "range"),
            parent=parents[0] if parents else None,
            is_relation=node.value in relations,
        )
    version = reader.value(ontology, _OWL + "versionInfo") or "0"
    return Vocabulary(version=version, types=types, predicates=predicates)
