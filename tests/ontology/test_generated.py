"""The files made from the ontology are those that are committed, and say what it says."""

import re

import pytest
import rdflib
from pyld import jsonld
from rdflib import RDF, SH

from ontology import load_vocabulary
from ontology.document import PAGE, diagram, page
from ontology.make_context import CONTEXT_FILE, context, context_text
from ontology.make_shapes import SHAPES_FILE, shapes
from ontology.profile import profile
from ontology.vocabulary import NAMESPACE


@pytest.fixture(scope="module")
def vocabulary():
    return load_vocabulary()


@pytest.fixture(scope="module")
def shapes_graph():
    return rdflib.Graph().parse(SHAPES_FILE, format="turtle")


@pytest.mark.parametrize(("path", "made"), [(SHAPES_FILE, shapes), (CONTEXT_FILE, context_text), (PAGE, page)])
def test_committed_file_is_what_the_ontology_gives(vocabulary, path, made):
    assert path.read_text(encoding="utf-8") == made(vocabulary)


def test_every_class_with_nodes_is_a_target(vocabulary, shapes_graph):
    targets = {str(target).removeprefix(NAMESPACE) for target in shapes_graph.objects(None, SH.targetClass)}
    assert set(vocabulary.types) - {"Entity"} <= targets


def test_every_property_has_a_shape_on_each_class_of_its_domain(vocabulary, shapes_graph):
    for predicate in vocabulary.predicates.values():
        for name in (leaf for cls in predicate.domain for leaf in vocabulary.members(cls)):
            (node,) = [
                part
                for shape in shapes_graph.subjects(SH.targetClass, rdflib.URIRef(vocabulary.iri(name)))
                for part in shapes_graph.objects(shape, SH.property)
                if (part, SH.path, rdflib.URIRef(predicate.iri)) in shapes_graph
            ]
            assert (node, SH.message, None) in shapes_graph


def test_enumerations_of_the_shapes_are_those_of_the_ontology(vocabulary, shapes_graph):
    for predicate in vocabulary.predicates.values():
        if predicate.literals and predicate.literals.values:
            lists = [
                list(shapes_graph.items(listed))
                for shape in shapes_graph.subjects(SH.path, rdflib.URIRef(predicate.iri))
                for listed in shapes_graph.objects(shape, SH["in"])
            ]
            assert [[str(item) for item in found] for found in lists] == [list(predicate.literals.values)]


def test_functional_properties_have_at_most_one_value(vocabulary, shapes_graph):
    for predicate in vocabulary.predicates.values():
        counts = {
            shapes_graph.value(shape, SH.maxCount)
            for shape in shapes_graph.subjects(SH.path, rdflib.URIRef(predicate.iri))
            if (shape, RDF.type, SH.PropertyShape) in shapes_graph
        }
        assert (counts == {rdflib.Literal(1)}) is predicate.functional, predicate.name


def test_shapes_are_shacl_core(shapes_graph):
    assert not list(shapes_graph.subject_objects(SH.sparql))
    assert not list(shapes_graph.subject_objects(SH.rule))


def test_context_has_a_term_for_every_class_and_property(vocabulary):
    terms = context(vocabulary)
    for name in vocabulary.types:
        assert terms[name] == f"pkg:{name}"
    for name in vocabulary.predicates:
        assert f"pkg:{name}" in (terms[name] if isinstance(terms[name], str) else terms[name].values())


def test_context_coerces_relations_to_nodes_and_numbers_to_their_datatype(vocabulary):
    terms = context(vocabulary)
    for predicate in vocabulary.predicates.values():
        definition = terms[predicate.name]
        kind = definition.get("@type") if isinstance(definition, dict) else None
        if predicate.is_relation:
            assert kind == "@id"
        elif len(predicate.range) > 1 or predicate.range == ("xsd:string",):
            assert kind is None
        else:
            assert kind == predicate.range[0]


def test_no_two_terms_of_the_context_are_one_property(vocabulary):
    definitions = [v["@id"] for v in context(vocabulary).values() if isinstance(v, dict) and "@id" in v]
    assert len(definitions) == len(set(definitions))


def test_plain_json_in_the_context_is_the_rdf_it_stands_for(vocabulary):
    document = {
        "@context": context(vocabulary),
        "id": "https://w3id.org/paperkg/claim/c",
        "type": ["Claim"],
        "subject": "https://w3id.org/paperkg/method/a",
        "predicate": "outperforms",
        "confidence": "0.5",
        "firstSeen": {"type": "xsd:gYear", "@value": "2019"},
        "evidence": [{"id": "https://w3id.org/paperkg/evidence/e", "type": ["Annotation"]}],
    }
    quads = jsonld.to_rdf(document, {"format": "application/n-quads"})
    graph = rdflib.Graph().parse(data=quads, format="nt")
    claim = rdflib.URIRef("https://w3id.org/paperkg/claim/c")
    pkg = rdflib.Namespace(NAMESPACE)
    assert graph.value(claim, RDF.predicate) == pkg.outperforms
    assert graph.value(claim, RDF.subject) == rdflib.URIRef("https://w3id.org/paperkg/method/a")
    assert graph.value(claim, pkg.confidence) == rdflib.Literal("0.5", datatype=rdflib.XSD.decimal)
    assert graph.value(claim, pkg.firstSeen).datatype == rdflib.XSD.gYear
    body = rdflib.URIRef("http://www.w3.org/ns/oa#hasBody")
    assert graph.value(predicate=body, object=claim) == rdflib.URIRef("https://w3id.org/paperkg/evidence/e")


def test_page_has_every_term_with_definition_and_example(vocabulary):
    text = PAGE.read_text(encoding="utf-8")
    for term in [*vocabulary.types.values(), *vocabulary.predicates.values()]:
        section = text.partition(f"\n### {term.name}\n")[2].partition("\n### ")[0]
        assert term.definition in section
        assert term.example in section
        assert all(name in section for _, name in term.alignments)


def test_links_of_the_page_lead_to_its_sections():
    text = PAGE.read_text(encoding="utf-8")
    headings = [line.lstrip("# ").lower().replace(" ", "-") for line in text.splitlines() if line.startswith("#")]
    assert set(re.findall(r"\(#([^)]+)\)", text)) <= set(headings)
    assert len(headings) == len(set(headings))


def test_diagram_shows_every_relation_between_classes(vocabulary):
    drawn = set(re.findall(r"\w+", diagram(vocabulary)))
    assert {*vocabulary.types, *vocabulary.edges()} <= drawn


def test_profile_uses_declared_terms_only(vocabulary):
    for uses in profile(vocabulary).values():
        for use in uses:
            prefix, _, local = use.term.partition(":")
            assert (
                local in vocabulary.predicates if prefix == "pkg" else use.term in vocabulary.foreign or prefix == "rdf"
            )
