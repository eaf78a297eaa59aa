"""How a validation report reads: as text, as JSON, as SHACL in Turtle."""

import json

import rdflib
from rdflib import SH

from kg.validation import FORMATS, ValidationReport, Violation

PREFIXES = {"shapes": "https://w3id.org/paperkg/shapes#", "oa": "http://www.w3.org/ns/oa#"}
TITLE = ("shapes:Paper-title", "a paper has a title", Violation("https://e.org/p", "oa:x", '"a \\"b\\""', "MinLength"))
OTHER = ("shapes:Paper-title", "a paper has a title", Violation("https://e.org/o", "", "", "MinCount"))
BODY = ("shapes:Claim-body", "a claim has evidence", Violation("https://e.org/c", "^oa:hasBody", "", "MinCount"))
STEPS = ("shapes:Claim-steps", "steps", Violation("https://e.org/c", "oa:a/oa:b", "<https://e.org/v>", "HasValue"))


def report(*found, limit=None):
    result = ValidationReport(limit, PREFIXES)
    result.add(5, found)
    return result


def test_text_of_a_good_graph_is_a_sentence():
    assert FORMATS["text"](report()) == "the graph conforms: 5 nodes, no violation\n"


def test_text_groups_violations_by_rule():
    assert FORMATS["text"](report(TITLE, BODY, OTHER, limit=1)) == (
        "3 violations of 2 rules in 5 nodes\n\n"
        "shapes:Paper-title: 2 violations\n"
        "  rule: a paper has a title\n"
        "  https://e.org/o  MinCount\n"
        "  ... and 1 more\n\n"
        "shapes:Claim-body: 1 violation\n"
        "  rule: a claim has evidence\n"
        "  https://e.org/c  ^oa:hasBody  MinCount\n"
    )


def test_json_has_the_numbers_and_the_rules():
    content = json.loads(FORMATS["json"](report(TITLE, BODY)))
    assert (content["conforms"], content["nodes"], content["violations"]) == (False, 5, 2)
    assert content["rules"][1]["violations"][0]["value"] == '"a \\"b\\""'


def test_turtle_is_a_shacl_report():
    graph = rdflib.Graph().parse(data=FORMATS["turtle"](report(TITLE, OTHER, BODY, STEPS)), format="turtle")
    (node,) = graph.subjects(rdflib.RDF.type, SH.ValidationReport)
    assert graph.value(node, SH.conforms).value is False
    assert len(list(graph.objects(node, SH.result))) == 4
    assert graph.value(predicate=SH.value, object=rdflib.Literal('a "b"')) is not None
    assert list(graph.objects(None, SH.inversePath)) == [rdflib.URIRef("http://www.w3.org/ns/oa#hasBody")]


def test_turtle_of_a_good_graph_conforms():
    graph = rdflib.Graph().parse(data=FORMATS["turtle"](report()), format="turtle")
    assert [value.value for value in graph.objects(None, SH.conforms)] == [True]


def test_violations_are_in_order_whatever_order_they_came_in():
    assert report(TITLE, OTHER).rules == report(OTHER, TITLE).rules
