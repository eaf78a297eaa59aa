"""SHACL validation: good graphs conform, each fault is found, and pieces change nothing."""

import pyoxigraph as ox
import pytest

from kg.errors import ValidationError
from kg.rdf import PREFIXES
from kg.validation import SHAPES_FILE, validate, validate_store

BASE = "https://w3id.org/paperkg/"
GOOD = """
<arxiv/2301.00001> a pkg:Paper ; dcterms:title "T" ; dcterms:issued "2023-01"^^xsd:gYearMonth ;
    pkg:uses <method/m> ; pkg:hasResult <result/r> ; fabio:hasArXivId "2301.00001" .
<method/m> a pkg:Method ; skos:prefLabel "m" ; pkg:paperCount 1 ; pkg:mentionCount 2 ;
    pkg:firstSeen "2019"^^xsd:gYear ; pkg:lastSeen "2019-05-01"^^xsd:date .
<task/t> a pkg:Task ; skos:prefLabel "t" ; pkg:paperCount 1 ; pkg:mentionCount 1 .
<result/r> a pkg:Result ; pkg:value 1.5 ; pkg:bound "exact" ; pkg:resultKind "other" ; pkg:quote "q" ;
    pkg:confidence 0.5 .
<claim/c> a pkg:Claim ; rdf:subject <arxiv/2301.00001> ; rdf:predicate pkg:uses ; rdf:object <method/m> ;
    pkg:support 1 ; pkg:confidence 0.9 ; prov:wasDerivedFrom <arxiv/2301.00001> .
<evidence/e> a oa:Annotation ; oa:hasBody <claim/c> ; oa:hasTarget <evidence/e/target> ; pkg:confidence 0.9 .
<evidence/r> a oa:Annotation ; oa:hasBody <result/r> ; oa:hasTarget <evidence/e/target> ; pkg:confidence 0.9 .
<evidence/e/target> a oa:SpecificResource ; oa:hasSource <arxiv/2301.00001> ; oa:hasScope dcterms:title ;
    oa:hasSelector <evidence/e/position> , <evidence/e/quote> .
<evidence/e/position> a oa:TextPositionSelector ; oa:start 0 ; oa:end 1 .
<evidence/e/quote> a oa:TextQuoteSelector ; oa:exact "T" .
"""
METHOD = 'a pkg:Method ; skos:prefLabel "x" ; pkg:paperCount 1 ; pkg:mentionCount 1'
RESULT = 'a pkg:Result ; pkg:value 1.5 ; pkg:bound "exact" ; pkg:resultKind "other" ; pkg:quote "q"'
CLAIM = "a pkg:Claim ; rdf:subject <method/m> ; rdf:object <task/t> ; pkg:support 1 ; pkg:confidence 0.9"
DERIVED = "prov:wasDerivedFrom <arxiv/2301.00001>"
# Facts to add to the good graph, and the shape and node that they are a fault of.
FAULTS = {
    "paper without title": ("<paper/a> a pkg:Paper .", "Paper-title", "paper/a"),
    "empty title": ('<paper/b> a pkg:Paper ; dcterms:title "" .', "Paper-title", "paper/b"),
    "two titles": ('<paper/c> a pkg:Paper ; dcterms:title "1" , "2" .', "Paper-title", "paper/c"),
    "date without datatype": (
        '<paper/d> a pkg:Paper ; dcterms:title "T" ; dcterms:issued "2019" .',
        "Paper-issued",
        "paper/d",
    ),
    "month that is none": (
        '<paper/e> a pkg:Paper ; dcterms:title "T" ; dcterms:issued "2019-13"^^xsd:gYearMonth .',
        "Paper-issued",
        "paper/e",
    ),
    "DOI of another form": ('<paper/f> a pkg:Paper ; dcterms:title "T" ; prism:doi "x" .', "Paper-doi", "paper/f"),
    "method as dataset": (
        '<paper/g> a pkg:Paper ; dcterms:title "T" ; pkg:evaluatesOn <method/m> .',
        "Paper-evaluatesOn",
        "paper/g",
    ),
    "paper that mentions a paper": (
        '<paper/h> a pkg:Paper ; dcterms:title "T" ; pkg:mentions <arxiv/2301.00001> .',
        "Paper-mentions",
        "paper/h",
    ),
    "object without type": (
        '<paper/i> a pkg:Paper ; dcterms:title "T" ; pkg:uses <method/none> .',
        "Paper-uses",
        "paper/i",
    ),
    "result of two papers": (
        '<paper/j> a pkg:Paper ; dcterms:title "T" ; pkg:hasResult <result/r> .',
        "Result-hasResult-of",
        "result/r",
    ),
    "identifier of another class": (f"<dataset/a> {METHOD} .", "Method-identifier", "dataset/a"),
    "two disjoint types": (f"<method/b> {METHOD} ; a pkg:Dataset .", "Method-type", "method/b"),
    "property of another class": (f"<method/c> {METHOD} ; pkg:benchmarkFor <task/t> .", "Method", "method/c"),
    "foreign property": (f"<method/d> {METHOD} ; schema:url <https://e.org/> .", "Method", "method/d"),
    "last before first": (
        f'<method/e> {METHOD} ; pkg:firstSeen "2020"^^xsd:gYear ; pkg:lastSeen "2019"^^xsd:gYear .',
        "Method-dates",
        "method/e",
    ),
    "broader of another type": (f"<method/f> {METHOD} ; pkg:broader <task/t> .", "Method-broader", "method/f"),
    "no label": ("<method/g> a pkg:Method ; pkg:paperCount 1 ; pkg:mentionCount 1 .", "Method-prefLabel", "method/g"),
    "negative count": (f"<method/h> {METHOD.replace('1', '-1')} .", "Method-paperCount", "method/h"),
    "node without type": ("<method/i> pkg:paperCount 1 .", "TypedNode-type", "method/i"),
    "bound that is none": (f"<result/a> {RESULT.replace('exact', 'about')} .", "Result-bound", "result/a"),
    "two units": (f'<result/b> {RESULT} ; pkg:unit "s" , "ms" .', "Result-unit", "result/b"),
    "confidence above one": (f"<result/c> {RESULT} ; pkg:confidence 1.01 .", "Result-confidence", "result/c"),
    "result without confidence": (f"<result/d> {RESULT} .", "Result-confidence", "result/d"),
    "result without evidence": (f"<result/e> {RESULT} ; pkg:confidence 1.0 .", "Result-hasBody-of", "result/e"),
    "claim without evidence": (
        f"<claim/a> {CLAIM} ; rdf:predicate pkg:usedFor ; {DERIVED} .",
        "Claim-hasBody-of",
        "claim/a",
    ),
    "claim from no paper": (f"<claim/b> {CLAIM} ; rdf:predicate pkg:usedFor .", "Claim-wasDerivedFrom", "claim/b"),
    "claim that nobody supports": (
        f"<claim/d> {CLAIM.replace('pkg:support 1', 'pkg:support 0')} ; rdf:predicate pkg:usedFor ; {DERIVED} .",
        "Claim-support",
        "claim/d",
    ),
    "predicate that is none": (
        f"<claim/e> {CLAIM} ; rdf:predicate pkg:value ; {DERIVED} .",
        "Claim-predicate",
        "claim/e",
    ),
    "claim about a result": (
        f"<claim/f> {CLAIM.replace('<method/m>', '<result/r>')} ; rdf:predicate pkg:usedFor ; {DERIVED} .",
        "Claim-subject-type",
        "claim/f",
    ),
    "evidence without quote": (
        "<evidence/a/target> a oa:SpecificResource ; oa:hasSource <arxiv/2301.00001> ; oa:hasScope dcterms:title ; "
        "oa:hasSelector <evidence/e/position> .",
        "SpecificResource-hasSelector-TextQuoteSelector",
        "evidence/a/target",
    ),
    "end before start": (
        "<evidence/b/position> a oa:TextPositionSelector ; oa:start 5 ; oa:end 4 .",
        "TextPositionSelector-start",
        "evidence/b/position",
    ),
    "empty quote": (
        '<evidence/c/quote> a oa:TextQuoteSelector ; oa:exact "" .',
        "TextQuoteSelector-exact",
        "evidence/c/quote",
    ),
}


def store(*turtle):
    head = "".join(f"@prefix {name}: <{namespace}> .\n" for name, namespace in PREFIXES.items())
    found = ox.Store()
    found.load(f"@base <{BASE}> .\n{head}{' '.join(turtle)}".encode(), format=ox.RdfFormat.TURTLE)
    return found


def broken(report):
    return {(rule.shape, violation.node) for rule in report.rules for violation in rule.violations}


@pytest.fixture(scope="module")
def faulty():
    return store(GOOD, *(facts for facts, _, _ in FAULTS.values()))


@pytest.fixture(scope="module")
def faulty_report(faulty):
    return validate_store(faulty)


def test_good_graph_conforms():
    report = validate_store(store(GOOD))
    assert (report.conforms, report.count, report.nodes) == (True, 0, 10)


def test_built_graph_conforms(small_graph):
    assert validate(small_graph).rules == []


@pytest.mark.parametrize("fault", FAULTS)
def test_fault_is_found(faulty_report, fault):
    _, shape, node = FAULTS[fault]
    assert (f"shapes:{shape}", BASE + node) in broken(faulty_report)


@pytest.mark.parametrize("piece", [1, 7, 30])
def test_pieces_have_the_violations_of_the_whole(faulty, faulty_report, piece):
    report = validate_store(faulty, piece=piece)
    assert (report.rules, report.nodes) == (faulty_report.rules, faulty_report.nodes)


@pytest.mark.parametrize("piece", [50, 10_000])
def test_built_graph_conforms_in_pieces_of_any_size(small_graph, piece):
    assert validate(small_graph, piece=piece).conforms


def test_pieces_have_the_violations_that_pyshacl_finds_in_the_whole(faulty, faulty_report):
    report = validate_store(faulty, shapes=SHAPES_FILE)
    assert (report.rules, report.nodes) == (faulty_report.rules, faulty_report.nodes)


def test_named_graphs_are_taken_together(faulty, faulty_report):
    spread = ox.Store()
    for number, quad in enumerate(faulty):
        spread.add(ox.Quad(quad.subject, quad.predicate, quad.object, ox.NamedNode(f"urn:g{number % 3}")))
        spread.add(ox.Quad(quad.subject, quad.predicate, quad.object, ox.NamedNode("urn:again")))
    assert validate_store(spread).rules == faulty_report.rules


def test_limit_keeps_the_first_and_counts_all(faulty, faulty_report):
    report = validate_store(faulty, limit=1, piece=5)
    assert report.count == faulty_report.count
    assert [rule.violations for rule in report.rules] == [rule.violations[:1] for rule in faulty_report.rules]


def test_progress_ends_at_all_nodes(small_graph):
    seen = []
    report = validate(small_graph, piece=20, progress=lambda done, total: seen.append((done, total)))
    assert len(seen) > 1
    assert seen[-1] == (report.nodes, report.nodes)


def test_shapes_of_ones_own(tmp_path):
    path = tmp_path / "shapes.ttl"
    path.write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix dcterms: <http://purl.org/dc/terms/> .\n"
        "@prefix pkg: <https://w3id.org/paperkg/ontology#> . @prefix my: <https://e.org/> .\n"
        "my:Dated a sh:NodeShape ; sh:targetClass pkg:Paper ; sh:property my:Date .\n"
        "my:Date sh:path dcterms:issued ; sh:minCount 1 .\n"
    )
    report = validate_store(store(GOOD, FAULTS["two titles"][0]), shapes=path)
    assert broken(report) == {("my:Date", BASE + "paper/c")}


def test_shapes_of_ones_own_without_names_and_messages(tmp_path):
    path = tmp_path / "shapes.ttl"
    path.write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        "@prefix pkg: <https://w3id.org/paperkg/ontology#> .\n"
        "[] a sh:NodeShape ; sh:targetClass pkg:Paper ;\n"
        "    sh:property [ sh:path ( pkg:uses skos:altLabel ) ; sh:minCount 1 ] ."
    )
    (rule,) = validate_store(store(GOOD, FAULTS["two titles"][0]), shapes=path).rules
    assert (rule.shape, rule.rule, rule.count) == ("[ pkg:uses/skos:altLabel ]", "MinCount", 2)


@pytest.mark.parametrize("content", [None, "this is no Turtle"])
def test_unreadable_shapes_are_an_error(tmp_path, content):
    path = tmp_path / "shapes.ttl"
    if content:
        path.write_text(content)
    with pytest.raises(ValidationError, match=r"shapes\.ttl"):
        validate_store(store(GOOD), shapes=path)


def test_ill_typed_literals_are_reported_and_not_logged(faulty, caplog):
    validate_store(faulty)
    assert caplog.records == []
