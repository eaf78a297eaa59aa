"""The ontology says what the design says, and other tools read it."""

import pytest
import rdflib

from ontology import load_vocabulary
from ontology.vocabulary import NAMESPACE, ONTOLOGY_FILE

ENTITIES = ("Method", "Dataset", "Metric", "Task")
PREDICATES = [
    ("introduces", ("Paper",), ("Entity",)),
    ("uses", ("Paper",), ("Method",)),
    ("comparesWith", ("Paper",), ("Method",)),
    ("evaluatesOn", ("Paper",), ("Dataset",)),
    ("reports", ("Paper",), ("Metric",)),
    ("addresses", ("Paper",), ("Task",)),
    ("mentions", ("Paper",), ("Entity",)),
    ("usedFor", ("Method",), ("Task",)),
    ("evaluatedOn", ("Method",), ("Dataset",)),
    ("measuredBy", ("Method", "Task"), ("Metric",)),
    ("partOf", ("Method",), ("Method",)),
    ("broader", ("Entity",), ("Entity",)),
    ("outperforms", ("Method",), ("Method",)),
    ("comparedWith", ("Method",), ("Method",)),
    ("benchmarkFor", ("Dataset",), ("Task",)),
    ("hasResult", ("Paper",), ("Result",)),
    ("ofMethod", ("Result",), ("Method",)),
    ("onDataset", ("Result",), ("Dataset",)),
    ("forTask", ("Result",), ("Task",)),
    ("inMetric", ("Result",), ("Metric",)),
]


@pytest.fixture(scope="module")
def parsed():
    return rdflib.Graph().parse(ONTOLOGY_FILE, format="turtle")


@pytest.mark.parametrize(("name", "domain", "range"), PREDICATES)
def test_predicate_has_its_domain_and_range(name, domain, range):
    predicate = load_vocabulary().predicates[name]
    assert (predicate.domain, predicate.range) == (domain, range)
    assert predicate.is_relation


def test_entity_types_are_those_of_the_design():
    assert tuple(load_vocabulary().entity_types()) == ENTITIES


def test_roles_are_what_papers_have_to_entities():
    assert set(load_vocabulary().roles()) == {
        name for name, head, tail in PREDICATES if head == ("Paper",) and tail != ("Result",)
    }


def test_roles_are_kinds_of_mentioning():
    vocabulary = load_vocabulary()
    assert {vocabulary.predicates[r].parent for r in vocabulary.roles()} == {"mentions", None}
    assert vocabulary.predicates["mentions"].parent is None


def test_relations_are_between_entities():
    assert set(load_vocabulary().relations()) == {
        name for name, head, tail in PREDICATES if not {"Paper", "Result"} & {*head, *tail}
    }


@pytest.mark.parametrize(
    ("predicate", "subject", "object", "allowed"),
    [
        ("introduces", "Paper", "Dataset", True),
        ("uses", "Paper", "Dataset", False),
        ("usedFor", "Task", "Method", False),
        ("measuredBy", "Task", "Metric", True),
        ("broader", "Task", "Task", True),
        ("broader", "Task", "Method", False),
        ("mentions", "Paper", "Paper", False),
    ],
)
def test_allowed_pairs_of_types(predicate, subject, object, allowed):
    assert load_vocabulary().allows(predicate, subject, object) is allowed


def test_neo4j_types_are_upper_case_words():
    predicates = load_vocabulary().predicates
    assert (predicates["evaluatesOn"].neo4j_type, predicates["uses"].neo4j_type) == ("EVALUATES_ON", "USES")


def test_default_roles_are_roles_that_fit_their_type():
    vocabulary = load_vocabulary()
    for name in ENTITIES:
        role = vocabulary.types[name].default_role
        assert role is not None
        assert vocabulary.allows(role, "Paper", name)


def test_types_differ_in_look_and_slug():
    types = [t for n, t in load_vocabulary().types.items() if n in {*ENTITIES, "Paper", "Result"}]
    for values in ({t.colour for t in types}, {t.shape for t in types}, {t.slug for t in types}):
        assert len(values) == len(types)


def test_every_term_has_a_label_and_a_definition():
    vocabulary = load_vocabulary()
    assert all(term.label and term.definition for term in [*vocabulary.types.values(), *vocabulary.predicates.values()])


def test_rdflib_finds_the_same_terms(parsed):
    def names(kind):
        found = (str(subject) for subject in parsed.subjects(rdflib.RDF.type, kind))
        return {iri.removeprefix(NAMESPACE) for iri in found if iri.startswith(NAMESPACE)}

    vocabulary = load_vocabulary()
    assert names(rdflib.OWL.Class) == set(vocabulary.types)
    assert names(rdflib.OWL.ObjectProperty) | names(rdflib.OWL.DatatypeProperty) == set(vocabulary.predicates)


def test_every_own_term_that_is_used_is_defined(parsed):
    nodes = {node for triple in parsed for node in triple if isinstance(node, rdflib.URIRef)}
    used = {node for node in nodes if str(node).startswith(NAMESPACE)}
    assert used <= set(parsed.subjects(rdflib.RDF.type, None))


def test_graphs_use_only_terms_of_the_ontology(small_graph):
    vocabulary = load_vocabulary()
    known = {*vocabulary.types, *vocabulary.predicates}
    used = {
        str(node).removeprefix(NAMESPACE)
        for triple in small_graph.to_rdflib()
        for node in triple
        if isinstance(node, rdflib.URIRef) and str(node).startswith(NAMESPACE)
    }
    assert used
    # The namespace itself is the vocabulary that a dump's description names.
    assert used <= {*known, ""}
