"""The SPARQL 1.1 Protocol, from its specification and after the `protocol` folder of the W3C's rdf-tests suite.

Each test of that folder's query part has its counterpart here: query_get, query_post_form, query_post_direct,
query_dataset_default_graph(s)_get/post, query_dataset_named_graphs_get/post, query_dataset_full,
query_multiple_dataset, query_content_type_select/ask/describe/construct, bad_query_method, bad_multiple_queries,
bad_query_wrong_media_type, bad_query_missing_form_type, bad_query_missing_direct_type, bad_query_non_utf8,
bad_query_syntax.

Not applicable, since the endpoint is read-only and never fetches:

- update_post_form, update_post_direct, update_base_uri, update_dataset_default_graph(s), update_dataset_named_graphs,
  update_dataset_full: there is no update operation. That updates are refused is tested below.
- bad_update_get, bad_update_wrong_media_type, bad_update_missing_form_type, bad_update_non_utf8,
  bad_update_syntax, bad_update_dataset_conflict, bad_multiple_updates: they tell a bad update from a good one; here
  every update gets a 4xx.
- The data of the dataset tests is fetched from the web in the suite; here graphs are those of the index, and a graph
  that is not there is empty.
"""

import json
import re
from urllib.parse import quote, urlencode

import pyoxigraph as ox
import pytest

from kg.cookbook import load_cookbook
from tests.kg.server.serving import DIRECT, FORM

COUNT = "SELECT (COUNT(*) AS ?n) { ?p a pkg:Paper }"
ASK = "ASK { ?p a pkg:Paper }"
CONSTRUCT = "CONSTRUCT { ?p a schema:Thing } { ?p a pkg:Paper }"
DESCRIBE = 'DESCRIBE ?d { ?d skos:prefLabel "ImageNet" }'
SD = "http://www.w3.org/ns/sparql-service-description#"
VOID = "http://rdfs.org/ns/void#"


def number(reply):
    assert reply.status == 200, reply.text
    return int(json.loads(reply.body)["results"]["bindings"][0]["n"]["value"])


def is_sentence(reply, status):
    """The status, and a body of one plain sentence."""
    assert reply.status == status, reply.text
    assert reply.media == "text/plain"
    assert len(reply.text.strip().splitlines()) == 1
    assert "Traceback" not in reply.text


def test_query_by_get(server):
    assert number(server.get(("query", COUNT))) == 4


def test_query_by_posted_form(server):
    assert number(server.ask("POST", body=urlencode({"query": COUNT}), headers=FORM)) == 4


def test_query_by_direct_post(server):
    assert number(server.post(COUNT)) == 4


def test_direct_post_may_name_its_charset(server):
    headers = {"Content-Type": "application/sparql-query; charset=UTF-8"}
    assert number(server.ask("POST", body=COUNT, headers=headers)) == 4


def test_head_answers_like_get_without_a_body(server):
    reply = server.ask("HEAD", f"/sparql?{urlencode({'query': COUNT})}")
    assert (reply.status, reply.body) == (200, b"")
    assert int(reply.headers["content-length"]) > 0


ABSENT = "http://127.0.0.1:9/absent.ttl"
EVERYWHERE = "SELECT (COUNT(*) AS ?n) { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"


@pytest.mark.parametrize("names", [1, 2])
@pytest.mark.parametrize("parameter", ["default-graph-uri", "named-graph-uri"])
@pytest.mark.parametrize("way", ["get", "form", "direct"])
def test_dataset_of_the_request_replaces_the_default_one(server, parameter, names, way):
    graphs = [(parameter, f"{ABSENT}{n}") for n in range(names)]
    if way == "get":
        reply = server.get(("query", EVERYWHERE), *graphs)
    elif way == "form":
        reply = server.ask("POST", body=urlencode([("query", EVERYWHERE), *graphs]), headers=FORM)
    else:
        reply = server.post(EVERYWHERE, target=f"/sparql?{urlencode(graphs)}")
    assert number(reply) == 0


def test_dataset_of_the_request_wins_over_that_of_the_query(server):
    query = "SELECT (COUNT(*) AS ?n) FROM <http://e/1> FROM NAMED <http://e/2> { ?s ?p ?o }"
    assert number(server.get(("query", query), ("default-graph-uri", ABSENT), ("named-graph-uri", ABSENT))) == 0


def test_name_of_a_graph_must_be_an_absolute_iri(server):
    is_sentence(server.get(("query", COUNT), ("default-graph-uri", "not an iri")), 400)


@pytest.mark.parametrize("query", [COUNT, ASK])
@pytest.mark.parametrize(
    ("accept", "media"),
    [
        (None, "application/sparql-results+json"),
        ("*/*", "application/sparql-results+json"),
        ("application/sparql-results+json", "application/sparql-results+json"),
        ("application/json", "application/json"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("application/sparql-results+xml;q=0.5, text/csv;q=0.9", "text/csv"),
        ("text/tab-separated-values, */*;q=0.1", "text/tab-separated-values"),
        ("text/*", "text/csv"),
    ],
)
def test_rows_and_truths_come_as_the_client_prefers(server, query, accept, media):
    reply = server.get(("query", query), accept=accept)
    assert (reply.status, reply.media) == (200, media)
    assert "accept" in reply.headers["vary"].lower()


@pytest.mark.parametrize("query", [CONSTRUCT, DESCRIBE])
@pytest.mark.parametrize(
    ("accept", "media", "format"),
    [
        (None, "text/turtle", ox.RdfFormat.TURTLE),
        ("application/n-triples", "application/n-triples", ox.RdfFormat.N_TRIPLES),
        ("application/rdf+xml", "application/rdf+xml", ox.RdfFormat.RDF_XML),
        ("application/ld+json", "application/ld+json", ox.RdfFormat.JSON_LD),
        ("text/turtle;q=0.2, application/rdf+xml;q=0.8", "application/rdf+xml", ox.RdfFormat.RDF_XML),
    ],
)
def test_triples_come_as_the_client_prefers(server, query, accept, media, format):
    reply = server.get(("query", query), accept=accept)
    assert (reply.status, reply.media) == (200, media)
    assert list(ox.parse(reply.body, format=format))


@pytest.mark.parametrize(
    ("query", "accept"),
    [(COUNT, "image/png"), (COUNT, "text/turtle"), (CONSTRUCT, "text/csv"), (COUNT, "*/*;q=0"), (ASK, "nonsense")],
)
def test_no_acceptable_media_type(server, query, accept):
    is_sentence(server.get(("query", query), accept=accept), 406)


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS"])
def test_other_methods_are_not_allowed(server, method):
    reply = server.ask(method, f"/sparql?{urlencode({'query': COUNT})}")
    is_sentence(reply, 405)
    assert {"GET", "POST"} <= {name.strip() for name in reply.headers["allow"].split(",")}


def test_two_queries_are_one_too_many(server):
    is_sentence(server.get(("query", COUNT), ("query", COUNT)), 400)
    is_sentence(server.ask("POST", body=urlencode([("query", COUNT), ("query", COUNT)]), headers=FORM), 400)
    is_sentence(server.post(COUNT, target=f"/sparql?{urlencode({'query': COUNT})}"), 400)


@pytest.mark.parametrize("media", ["text/plain", "application/sparql-update", "multipart/form-data", "?"])
def test_body_of_another_media_type(server, media):
    is_sentence(server.ask("POST", body=COUNT, headers={"Content-Type": media}), 415)


@pytest.mark.parametrize("body", [COUNT, urlencode({"query": COUNT})])
def test_body_without_a_media_type(server, body):
    is_sentence(server.ask("POST", body=body.encode(), headers={}), 415)


def test_body_that_is_not_utf8(server):
    is_sentence(server.post(COUNT.encode("utf-16")), 400)
    headers = {"Content-Type": "application/sparql-query; charset=UTF-16"}
    is_sentence(server.ask("POST", body=COUNT.encode("utf-16"), headers=headers), 415)


@pytest.mark.parametrize("query", ["SELECT", "SELECT * { ?s ?p", "", "   ", "SELECT * { ?s nope:x ?o }"])
def test_query_that_does_not_parse(server, query):
    is_sentence(server.get(("query", query)), 400)


@pytest.mark.parametrize("body", ["", "query=", "other=1"])
def test_posted_form_without_a_query(server, body):
    is_sentence(server.ask("POST", body=body, headers=FORM), 400)


@pytest.mark.parametrize("update", ["INSERT DATA { <a:a> <a:b> <a:c> }", "DROP ALL", f"LOAD <{ABSENT}>", "CLEAR ALL"])
def test_updates_are_refused_on_every_way(server, update):
    is_sentence(server.get(("query", update)), 400)
    reply = server.post(update)
    is_sentence(reply, 400)
    assert "updates are refused" in reply.text
    is_sentence(server.get(("update", update)), 400)
    is_sentence(server.ask("POST", body=urlencode({"update": update}), headers=FORM), 400)
    is_sentence(server.ask("POST", body=update, headers={"Content-Type": "application/sparql-update"}), 415)


@pytest.mark.parametrize(
    ("accept", "format"),
    [
        (None, ox.RdfFormat.TURTLE),
        ("application/rdf+xml", ox.RdfFormat.RDF_XML),
        ("application/ld+json", ox.RdfFormat.JSON_LD),
    ],
)
def test_get_without_a_query_describes_the_service(server, accept, format):
    reply = server.get(accept=accept)
    assert reply.status == 200
    store = ox.Store()
    store.load(reply.body, format=format)
    (row,) = store.query(
        f"SELECT ?endpoint ?triples (COUNT(?format) AS ?formats) {{ ?s a <{SD}Service> ; <{SD}endpoint> ?endpoint ;"
        f" <{SD}supportedLanguage> <{SD}SPARQL11Query> ; <{SD}resultFormat> ?format ;"
        f" <{SD}defaultDataset>/<{SD}defaultGraph>/<{VOID}triples> ?triples }} GROUP BY ?endpoint ?triples"
    )
    assert row["endpoint"].value == f"{server.address}sparql"
    assert int(row["formats"].value) == 8
    assert int(row["triples"].value) == number(server.get(("query", "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")))


def test_description_in_no_other_format(server):
    is_sentence(server.get(accept="text/csv"), 406)


def test_answer_that_was_cut_says_so(server):
    reply = server.post("SELECT * { ?s ?p ?o }", accept="text/csv")
    assert reply.headers["paperkg-cut-after"] == "50"
    assert len(re.findall(rb"\r\n", reply.body)) == 51


def test_answer_below_the_limit_says_nothing(server):
    reply = server.post("SELECT * { ?s ?p ?o } LIMIT 50")
    assert "paperkg-cut-after" not in reply.headers
    assert len(json.loads(reply.body)["results"]["bindings"]) == 50


def test_unknown_address_is_not_found(server):
    is_sentence(server.ask(target="/elsewhere"), 404)


def test_page_reads_prefixes(server):
    assert json.loads(server.ask(target="/prefixes.json").body)["pkg"].endswith("#")


def test_page_reads_the_questions_of_the_cookbook(server):
    examples = json.loads(server.ask(target="/examples.json").body)
    assert examples == [{"title": q.title, "question": q.question, "sparql": q.sparql} for q in load_cookbook()]


def test_parameters_may_hold_any_text(server):
    query = "SELECT ('Ω & + = % ?' AS ?x) {}"
    reply = server.ask(target=f"/sparql?query={quote(query)}", headers=DIRECT)
    assert json.loads(reply.body)["results"]["bindings"][0]["x"]["value"] == "Ω & + = % ?"
