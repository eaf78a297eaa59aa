"""One vocabulary: what Python, RDF and the property graph call things is what the ontology calls them."""

from typing import get_args

import pytest
import rdflib
from rdflib import RDF, RDFS

from extractors.annotation import RELATION_NAMES, ROLE_NAMES
from extractors.records import Bound, Kind, Section
from kg.property_graph.queries import node_tables, relationship_tables
from kg.records import Result
from ontology import load_vocabulary
from ontology.profile import profile
from ontology.vocabulary import NAMESPACE


@pytest.fixture(scope="module")
def vocabulary():
    return load_vocabulary()


@pytest.fixture(scope="module")
def rdf(small_graph):
    return small_graph.to_rdflib()


def own_name(node):
    return str(node).removeprefix(NAMESPACE) if str(node).startswith(NAMESPACE) else None


def test_roles_of_the_extractors(vocabulary):
    assert set(ROLE_NAMES.values()) == set(vocabulary.roles())


def test_relations_of_the_extractors(vocabulary):
    assert set(RELATION_NAMES.values()) == set(vocabulary.relations())


@pytest.mark.parametrize(("name", "words"), [("bound", Bound), ("resultKind", Kind)])
def test_enumerations_of_the_records(vocabulary, name, words):
    assert set(vocabulary.predicates[name].literals.values) == set(get_args(words))


def test_sections_are_the_scopes_of_evidence(vocabulary):
    (scope,) = [use for use in profile(vocabulary)["oa:SpecificResource"] if use.term == "oa:hasScope"]
    assert set(scope.values) == {f"dcterms:{section}" for section in get_args(Section)}


def test_slots_of_results(vocabulary):
    result = Result("r", "p", "m", "t", "d", "x", "1", None, "exact", "other", "title", 0, 1, "q", 0.5)
    relations = {name for name, p in vocabulary.predicates.items() if p.domain == ("Result",) and p.is_relation}
    assert set(result.slots()) == relations


def test_rdf_has_classes_of_the_ontology(vocabulary, rdf):
    used = {own_name(kind) for kind in rdf.objects(None, RDF.type)} - {None}
    assert {"Paper", "Method", "Claim"} <= used <= set(vocabulary.types)


def test_rdf_keeps_to_domain_and_range(vocabulary, rdf):
    def within(node, classes):
        members = {vocabulary.iri(leaf) for name in classes for leaf in vocabulary.members(name)}
        return bool({str(kind) for kind in rdf.objects(node, RDF.type)} & members)

    checked = 0
    for subject, predicate, value in rdf:
        name = own_name(predicate)
        if name is None:
            continue
        term = vocabulary.predicates[name]
        assert within(subject, term.domain), (subject, name)
        if term.range == ("owl:Thing",):
            continue
        if term.is_relation:
            assert within(value, term.range), (name, value)
        else:
            datatype = value.datatype or rdflib.XSD.string
            assert str(datatype) in {vocabulary.iri(allowed) for allowed in term.range}, (name, value)
        checked += 1
    assert checked > 100


def test_rdf_has_declared_properties_only(vocabulary, rdf):
    declared = {vocabulary.iri(name) for name in [*vocabulary.foreign, *vocabulary.predicates]}
    used = {str(predicate) for predicate in rdf.predicates() if not str(predicate).startswith((str(RDF), str(RDFS)))}
    assert used <= declared


def test_labels_of_the_property_graph(vocabulary):
    labels = {label for table in node_tables() for label in table.labels}
    assert labels == {"Paper", "Result", "Entity", *vocabulary.entity_types()}


def test_relationships_of_the_property_graph(vocabulary):
    types = {vocabulary.predicates[name].neo4j_type: vocabulary.predicates[name] for name in vocabulary.edges()}
    tables = relationship_tables()
    assert {table.type for table in tables} == set(types)
    for table in tables:
        term = types[table.type]
        assert table.start in {leaf for name in term.domain for leaf in vocabulary.members(name)}
        assert table.end in {leaf for name in term.range for leaf in vocabulary.members(name)}
