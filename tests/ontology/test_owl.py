"""The ontology as a logician takes it: in OWL 2 DL, and consistent with graphs but not with nonsense."""

import owlrl
import pytest
import rdflib
from rdflib import OWL, RDF, RDFS, XSD
from rdflib.collection import Collection

from ontology.vocabulary import NAMESPACE, ONTOLOGY_FILE, ONTOLOGY_IRI

PKG = rdflib.Namespace(NAMESPACE)
EX = rdflib.Namespace("https://example.org/")
ERROR = rdflib.URIRef("http://www.daml.org/2002/03/agents/agent-ont#error")
KINDS = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
BUILT_IN = (str(OWL), str(RDF), str(RDFS), str(XSD))
# The datatypes of https://www.w3.org/TR/owl2-syntax/#Datatype_Maps that the ontology could mean.
DATATYPES = {XSD.string, XSD.decimal, XSD.integer, XSD.boolean, RDFS.Literal}


@pytest.fixture(scope="module")
def ontology():
    return rdflib.Graph().parse(ONTOLOGY_FILE, format="turtle")


def inconsistencies(ontology, *facts):
    """What OWL 2 RL finds contradictory in the ontology with these triples."""
    graph = ontology + rdflib.Graph()
    for fact in facts:
        graph.add(fact)
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    return sorted(str(error) for error in graph.objects(None, ERROR))


def own(ontology, kind):
    return [node for node in ontology.subjects(RDF.type, kind) if str(node).startswith(NAMESPACE)]


def test_ontology_alone_is_consistent(ontology):
    assert inconsistencies(ontology) == []


def test_small_graph_is_consistent(ontology, small_graph):
    assert inconsistencies(ontology, *small_graph.to_rdflib()) == []


@pytest.mark.parametrize(
    "facts",
    [
        pytest.param([(EX.x, RDF.type, PKG.Method), (EX.x, RDF.type, PKG.Dataset)], id="method that is a dataset"),
        pytest.param([(EX.x, RDF.type, PKG.Paper), (EX.x, RDF.type, PKG.Result)], id="paper that is a result"),
        pytest.param([(EX.p, PKG.uses, EX.d), (EX.d, RDF.type, PKG.Dataset)], id="range of another type"),
        pytest.param([(EX.d, PKG.usedFor, EX.t), (EX.d, RDF.type, PKG.Metric)], id="domain of another type"),
        pytest.param([(EX.m, PKG.mentions, EX.x), (EX.m, RDF.type, PKG.Task)], id="task that mentions"),
        pytest.param([(EX.x, PKG.broader, EX.x)], id="more general than itself"),
        pytest.param(
            [(EX.m, RDF.type, PKG.Method), (EX.m, PKG.broader, EX.t), (EX.t, RDF.type, PKG.Task)],
            id="broader of another type",
        ),
    ],
)
def test_nonsense_is_inconsistent(ontology, facts):
    assert inconsistencies(ontology, *facts)


def test_header_names_version_licence_creator_and_prefix(ontology):
    node = rdflib.URIRef(ONTOLOGY_IRI)
    version = ontology.value(node, OWL.versionInfo)
    vann = rdflib.Namespace("http://purl.org/vocab/vann/")
    assert ontology.value(node, OWL.versionIRI) == rdflib.URIRef(f"{ONTOLOGY_IRI}/{version}")
    assert ontology.value(node, rdflib.DCTERMS.license)
    assert ontology.value(node, rdflib.DCTERMS.creator)
    assert str(ontology.value(node, vann.preferredNamespacePrefix)) == "pkg"
    assert str(ontology.value(node, vann.preferredNamespaceUri)) == NAMESPACE


@pytest.mark.parametrize("kind", [OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty])
def test_every_own_term_has_label_definition_and_source(ontology, kind):
    assert own(ontology, kind)
    for term in own(ontology, kind):
        for predicate in (RDFS.label, rdflib.SKOS.definition, RDFS.isDefinedBy):
            assert len(list(ontology.objects(term, predicate))) == 1, (term, predicate)


@pytest.mark.parametrize("kind", [OWL.ObjectProperty, OWL.DatatypeProperty])
def test_every_own_property_has_one_domain_one_range_and_an_example(ontology, kind):
    for term in own(ontology, kind):
        for predicate in (RDFS.domain, RDFS.range, rdflib.SKOS.example):
            assert len(list(ontology.objects(term, predicate))) == 1, (term, predicate)


def test_no_term_is_of_two_kinds(ontology):
    for term in set(ontology.subjects(RDF.type, None)):
        assert len(set(ontology.objects(term, RDF.type)) & set(KINDS)) <= 1, term


def test_every_property_that_is_used_is_declared(ontology):
    declared = {term for kind in KINDS[1:] for term in ontology.subjects(RDF.type, kind)}
    used = {predicate for predicate in ontology.predicates() if not str(predicate).startswith(BUILT_IN)}
    assert used <= declared


def test_every_class_that_axioms_use_is_declared(ontology):
    used = set()
    for predicate in (RDFS.subClassOf, RDFS.domain, OWL.allValuesFrom):
        used |= set(ontology.objects(None, predicate))
    for predicate in (OWL.unionOf, OWL.disjointUnionOf, OWL.members):
        for listed in ontology.objects(None, predicate):
            used |= set(Collection(ontology, listed))
    for term in own(ontology, OWL.ObjectProperty):
        used |= set(ontology.objects(term, RDFS.range))
    named = {term for term in used if isinstance(term, rdflib.URIRef)} - {OWL.Thing}
    assert named <= set(ontology.subjects(RDF.type, OWL.Class))


def test_reserved_vocabulary_is_no_class_or_property(ontology):
    declared = {term for kind in KINDS for term in ontology.subjects(RDF.type, kind)}
    assert [term for term in declared if str(term).startswith(BUILT_IN)] == []
    assert not list(ontology.triples((None, RDFS.subClassOf, RDF.Statement)))


def test_data_ranges_are_in_the_datatype_map(ontology):
    ranges = [ontology.value(term, RDFS.range) for term in own(ontology, OWL.DatatypeProperty)]
    named = {node for node in ranges if isinstance(node, rdflib.URIRef)}
    assert named | set(ontology.objects(None, OWL.onDatatype)) <= DATATYPES


def test_foreign_terms_are_only_declared_and_aligned_to(ontology):
    foreign = {s for s in ontology.subjects() if isinstance(s, rdflib.URIRef) and not str(s).startswith(ONTOLOGY_IRI)}
    assert foreign
    assert {predicate for term in foreign for predicate in ontology.predicates(term)} == {RDF.type}


def test_nothing_is_declared_the_same_as_a_foreign_term(ontology):
    for predicate in (OWL.sameAs, OWL.equivalentClass, OWL.equivalentProperty, OWL.imports):
        assert not list(ontology.subject_objects(predicate))


@pytest.mark.parametrize(
    "vocabulary",
    ["fabio", "schema", "dcterms", "skos", "mls", "dcat", "prov", "oa", "cskg"],
)
def test_ontology_is_aligned_to(ontology, vocabulary):
    namespace = dict(ontology.namespaces())[vocabulary]
    predicates = (RDFS.subClassOf, RDFS.subPropertyOf, rdflib.SKOS.closeMatch)
    aligned = [value for predicate in predicates for value in ontology.objects(None, predicate)]
    assert any(str(value).startswith(str(namespace)) for value in aligned)


def test_examples_use_their_term_as_it_is_declared(ontology):
    prefixes = "".join(f"@prefix {name}: <{namespace}> .\n" for name, namespace in ontology.namespaces())
    head = f"@base <https://w3id.org/paperkg/> .\n@prefix pkg: <{NAMESPACE}> .\n{prefixes}"
    examples = rdflib.Graph()
    for term, example in ontology.subject_objects(rdflib.SKOS.example):
        parsed = rdflib.Graph().parse(data=head + str(example), format="turtle")
        assert len(parsed) == 1
        assert term in {node for triple in parsed for node in triple} or term == PKG.Entity
        examples += parsed
    assert inconsistencies(ontology, *examples) == []
