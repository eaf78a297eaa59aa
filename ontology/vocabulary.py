"""Reads `paperkg.ttl`, the single source of the graph's types and predicates."""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pyoxigraph as ox

from ontology.reader import NAMESPACE, DataRange, OntologyReader

__all__ = ["NAMESPACE", "ONTOLOGY_FILE", "ONTOLOGY_IRI", "EntityType", "Predicate", "Vocabulary", "load_vocabulary"]

ONTOLOGY_FILE = Path(__file__).with_name("paperkg.ttl")
ONTOLOGY_IRI = NAMESPACE.rstrip("#")
_ALIGNMENTS = ("rdfs:subClassOf", "rdfs:subPropertyOf", "skos:closeMatch", "rdfs:seeAlso")


@dataclass(frozen=True, slots=True)
class EntityType:
    """A class of nodes.

    `default_role` is the paper-to-entity predicate used when nothing more precise is known; `parents` are the direct
    superclasses, of this ontology or prefixed; `only` pairs of a property and the class that its values are all of;
    `alignments` pairs of a relation and a term of another vocabulary.
    """

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
    parents: tuple[str, ...]
    only: tuple[tuple[str, str], ...]
    alignments: tuple[tuple[str, str], ...]
    example: str


@dataclass(frozen=True, slots=True)
class Predicate:
    """A property between nodes or from a node to a literal.

    `domain` and `range` are names of classes or datatypes, those of other vocabularies prefixed (`xsd:decimal`).
    `literals` says which literals a property that is no relation takes; `functional` that a subject has at most one.
    """

    name: str
    iri: str
    label: str
    definition: str
    domain: tuple[str, ...]
    range: tuple[str, ...]
    parent: str | None
    is_relation: bool
    functional: bool
    inverse_functional: bool
    literals: DataRange | None
    alignments: tuple[tuple[str, str], ...]
    example: str

    @property
    def neo4j_type(self) -> str:
        """The relationship type in Cypher: `evaluatedOn` becomes `EVALUATED_ON`."""
        return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", self.name).upper()


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The ontology as Python sees it.

    `prefixes` are those of the file, with `pkg` for the ontology itself; `foreign` gives the kind (`owl:Class`, ...) of
    each term of another vocabulary that graphs use.
    """

    version: str
    types: dict[str, EntityType]
    predicates: dict[str, Predicate]
    prefixes: dict[str, str]
    foreign: dict[str, str]

    def entity_types(self) -> list[str]:
        """Names of the types of entities, in the order of the file."""
        return [name for name, node in self.types.items() if node.is_entity]

    def roles(self) -> list[str]:
        """Predicates from a paper to an entity."""
        entity = {*self.entity_types(), "Entity"}
        return [name for name, p in self.predicates.items() if p.domain == ("Paper",) and set(p.range) <= entity]

    def relations(self) -> list[str]:
        """Predicates from an entity to an entity."""
        entity = {*self.entity_types(), "Entity"}
        return [
            name
            for name, p in self.predicates.items()
            if p.is_relation and set(p.domain) <= entity and set(p.range) <= entity
        ]

    def edges(self) -> list[str]:
        """Relations between papers, entities and results: the relationships of a property graph."""
        nodes = {"Paper", "Result", "Entity", *self.entity_types()}
        return [
            name
            for name, p in self.predicates.items()
            if p.is_relation and set(p.domain) <= nodes and set(p.range) <= nodes
        ]

    def allows(self, predicate: str, subject_type: str, object_type: str) -> bool:
        """Whether domain and range of the predicate admit the two types (`broader` also wants them equal)."""
        term = self.predicates[predicate]

        def within(name: str, classes: tuple[str, ...]) -> bool:
            return name in classes or ("Entity" in classes and self.types[name].is_entity)

        same_type = predicate != "broader" or subject_type == object_type
        return within(subject_type, term.domain) and within(object_type, term.range) and same_type

    def iri(self, name: str) -> str:
        """The IRI of a name: `mentions` of this ontology, `skos:broader` of another vocabulary."""
        prefix, colon, local = name.partition(":")
        return self.prefixes[prefix] + local if colon else NAMESPACE + name

    def members(self, name: str) -> tuple[str, ...]:
        """The classes that nodes of a class have: the entity types for Entity, else the class itself."""
        return tuple(self.entity_types()) if name == "Entity" else (name,)


@lru_cache(maxsize=1)
def load_vocabulary() -> Vocabulary:
    """The shipped ontology."""
    return read_vocabulary(ONTOLOGY_FILE)


def read_vocabulary(path: Path) -> Vocabulary:
    """An ontology in the shape of `paperkg.ttl`."""
    reader = OntologyReader(path)
    own = [node for node in reader.instances("owl:Class") if node.value.startswith(NAMESPACE)]
    properties = reader.instances("owl:ObjectProperty", "owl:DatatypeProperty")
    declared = reader.instances("owl:Class", "owl:ObjectProperty", "owl:DatatypeProperty", "owl:AnnotationProperty")
    return Vocabulary(
        version=reader.text(ox.NamedNode(ONTOLOGY_IRI), "owl:versionInfo") or "0",
        types={reader.name(node.value): _entity_type(reader, node) for node in own},
        predicates={
            reader.name(node.value): _predicate(reader, node) for node in properties if node.value.startswith(NAMESPACE)
        },
        prefixes=reader.prefixes,
        foreign={
            reader.name(node.value): reader.kinds(node)[0] for node in declared if not node.value.startswith(NAMESPACE)
        },
    )


def _entity_type(reader: OntologyReader, node: ox.NamedNode) -> EntityType:
    name = reader.name(node.value)
    parents = tuple(reader.names(node, "rdfs:subClassOf"))
    role = reader.names(node, "pkg:defaultRole")
    return EntityType(
        name=name,
        iri=node.value,
        label=reader.text(node, "rdfs:label") or name,
        plural=reader.text(node, "pkg:plural") or name,
        definition=reader.text(node, "skos:definition") or "",
        slug=reader.text(node, "pkg:slug") or name.lower(),
        colour=reader.text(node, "pkg:colour") or "#999999",
        shape=reader.text(node, "pkg:shape") or "dot",
        default_role=role[0] if role else None,
        is_entity="Entity" in parents,
        parents=parents,
        only=tuple(
            (reader.names(restriction, "owl:onProperty")[0], value)
            for restriction in reader.objects(node, "rdfs:subClassOf")
            for value in reader.names(restriction, "owl:allValuesFrom")
        ),
        alignments=_alignments(reader, node),
        example=reader.text(node, "skos:example") or "",
    )


def _predicate(reader: OntologyReader, node: ox.NamedNode) -> Predicate:
    name = reader.name(node.value)
    kinds = reader.kinds(node)
    is_relation = "owl:ObjectProperty" in kinds
    literals = None if is_relation else reader.data_range(node)
    parents = [parent for parent in reader.names(node, "rdfs:subPropertyOf") if ":" not in parent]
    return Predicate(
        name=name,
        iri=node.value,
        label=reader.text(node, "rdfs:label") or name,
        definition=reader.text(node, "skos:definition") or "",
        domain=reader.classes(node, "rdfs:domain"),
        range=literals.datatypes if literals else reader.classes(node, "rdfs:range"),
        parent=parents[0] if parents else None,
        is_relation=is_relation,
        functional="owl:FunctionalProperty" in kinds,
        inverse_functional="owl:InverseFunctionalProperty" in kinds,
        literals=literals,
        alignments=_alignments(reader, node),
        example=reader.text(node, "skos:example") or "",
    )


def _alignments(reader: OntologyReader, node: ox.NamedNode) -> tuple[tuple[str, str], ...]:
    """What a term is to terms of other vocabularies."""
    return tuple((relation, name) for relation in _ALIGNMENTS for name in reader.names(node, relation) if ":" in name)
