"""Queries never leave the machine: whatever pyoxigraph takes for a SERVICE clause is refused, and nothing else is."""

import socket

import pyoxigraph as ox
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kg.errors import MalformedQueryError, RefusedQueryError
from kg.rdf import PREFIXES
from kg.sparql.worker import FaultError, refuse_service

S = "<http://127.0.0.1:9/>"


@pytest.mark.parametrize(
    "query",
    [
        f"SELECT * {{ SERVICE {S} {{ ?s ?p ?o }} }}",
        f"select * {{ service silent {S} {{ ?s ?p ?o }} }}",
        f"SELECT * {{ SERVICE{S}{{ ?s ?p ?o }} }}",
        f"SELECT * {{ ?a ?b 5SERVICE {S} {{ ?s ?p ?o }} }}",
        "PREFIX : <http://127.0.0.1:9/> SELECT * { SERVICE:x { ?s ?p ?o } }",
        "PREFIX : <http://127.0.0.1:9/> SELECT * { SERVICESILENT:x{ ?s ?p ?o } }",
        "PREFIX SERVICE: <http://e/> PREFIX : <http://127.0.0.1:9/> SELECT * { SERVICE:x { ?s ?p ?o } }",
        "SELECT * { SERVICE # comment\n ?g { ?s ?p ?o } }",
        f"SELECT * {{ # comment\r SERVICE {S} {{ ?s ?p ?o }} }}",
        f"SELECT * {{ VALUES ?g {{ {S} }} FILTER(1<2)SERVICE?g#>\n{{ ?s ?p ?o }} }}",
        f"SELECT * {{ FILTER(1<2) SERVICE {S} {{ ?s ?p ?o }} FILTER(3>2) }}",
        f"PREFIX e: <http://e/> SELECT * {{ ?a ?b e:a\\' SERVICE {S} {{ ?s ?p ?o }} # '\n }}",
        f"SELECT * {{ ?a ?b '\\'' SERVICE {S} {{ ?s ?p ?o }} }}",
        "SELECT * { SERVICE <http://127.0.0.1:9/\\u0041> { ?s ?p ?o } }",
        "PREFIX e: <http://e/> SELECT * { SERVICE e:a\\-b { ?s ?p ?o } }",
        "PREFIX a·b: <http://127.0.0.1:9/> SELECT * { SERVICE a·b:x { ?s ?p ?o } }",
        f"ASK {{ FILTER NOT EXISTS {{ SERVICE {S} {{ }} }} }}",
        f"DESCRIBE ?s {{ GRAPH ?g {{ SERVICE {S} {{ ?s ?p ?o }} }} }}",
        f"CONSTRUCT {{ ?s ?p ?o }} {{ {{ SELECT * {{ LATERAL {{ SERVICE {S} {{ ?s ?p ?o }} }} }} }} }}",
    ],
)
def test_service_is_refused_however_it_is_written(query):
    with pytest.raises(FaultError, match="SERVICE"):
        refuse_service(query, dict(PREFIXES))


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?s ?p 'SERVICE <http://x/> {' }",
        'SELECT * { ?s ?p """a "quoted" SERVICE <http://x/> { """ }',
        "SELECT * { ?s ?p ?o } # SERVICE <http://x/> {",
        "SELECT ?service ?SERVICE { ?service <http://x/service> ?SERVICE }",
        "PREFIX e: <http://e/> SELECT * { ?s e:service ?o { ?s ?p ?o } }",
        "PREFIX SERVICE: <http://e/> SELECT * { ?s ?p SERVICE:x { ?s ?p ?o } }",
        "SELECT * { ?s ?p 'x'@service, _:service }",
    ],
)
def test_the_word_service_elsewhere_is_fine(query):
    refuse_service(query, dict(PREFIXES))


def test_refusal_reaches_the_caller(small_graph):
    with pytest.raises(RefusedQueryError, match="SERVICE is refused"):
        small_graph.sparql(f"SELECT * {{ SERVICE {S} {{ ?s ?p ?o }} }}")


def test_the_word_service_in_a_string_is_answered(small_graph):
    assert small_graph.sparql("SELECT ('SERVICE' AS ?x) {} # SERVICE").rows == ({"x": "SERVICE"},)


def test_syntax_error_beside_the_word_service_names_its_place(small_graph):
    with pytest.raises(MalformedQueryError, match=r"line 1, column \d+"):
        small_graph.sparql("SELECT ?service { ?service ?p ")


def parses(query):
    try:
        ox.Store().query(query, prefixes=PREFIXES)
    except SyntaxError:
        return False
    except (OSError, RuntimeError):
        pass
    return True


def calls_out(query):
    """Whether answering the query makes pyoxigraph call, or try to: the addresses of these tests cannot be called."""
    try:
        answer = ox.Store().query(query, prefixes=PREFIXES)
        list(answer)
    except SyntaxError:
        return False
    except (OSError, RuntimeError):
        return True
    return False


BLANKS = st.text(alphabet=" \t\r\n\x0b\x0c\xa0", max_size=2)
COMMENT = st.builds(
    "#{}{}".format, st.text(alphabet="'\"<>{}\\ #", max_size=4), st.sampled_from(["\n", "\r", "\r\n", "\x85", "\u2028"])
)
GAP = st.lists(st.one_of(BLANKS, COMMENT), max_size=3).map("".join)
BEFORE = st.sampled_from(
    [
        "",
        "?a ?b 'it' .",
        "?a ?b '''x''' ",
        '?a ?b "\\"" ',
        "?a ?b 5",
        "?a ?b e:x\\' .",
        "?a ?b e:x\\# .",
        "?a ?b <http://e/#> .",
        "?a ?b true",
        "?a e:p*/e:q? 1.",
        "FILTER(1<2)",
        "FILTER(?a<?b&&?c>?d)",
        "BIND('\\\\' AS ?x)",
        "OPTIONAL{?a ?b '}'}",
        "{} UNION",
        "MINUS{}",
        "VALUES ?g {e:x}",
        "?a ?b []",
        "?a ?b 'x'@en.",
        ":",
        "?",
        "_:",
        "@",
        "\\",
        "<",
        "'",
    ]
)
NAME = st.sampled_from(["<x:y>", "<//e>", ":x", "e:a", "e:a\\-b", "e:%41", "?g", "$g", "<x:\\u0041>", ":", "é:x", "''"])
WORD = st.text(alphabet="SERVICEservice", min_size=7, max_size=7) | st.lists(st.booleans(), min_size=7, max_size=7).map(
    lambda caps: "".join(c.upper() if up else c for c, up in zip("service", caps, strict=True))
)


@given(
    BEFORE, GAP, WORD, GAP, st.sampled_from(["", "SILENT", "silent"]), GAP, NAME, GAP, st.sampled_from(["", "'", ">"])
)
@example("FILTER(1<2)", "", "SERVICE", "", "", "", "?g", "#>\n", "")
@example("", "#'\r", "SERVICE", "", "", "", "<x:y>", "", "")
def test_every_spelling_the_parser_takes_is_refused(before, gap, word, gap2, silent, gap3, name, gap4, after):
    head = "PREFIX : <x:> PREFIX e: <x:> PREFIX é: <x:> SELECT * {"
    query = f"{head} {before}{gap}{word}{gap2}{silent}{gap3}{name}{gap4}{{ }} }}#{after}"
    # The same text with another word in the keyword's place: where that parses too, the word was no keyword.
    other = f"{head} {before}{gap}zqxjkvw{gap2}{silent}{gap3}{name}{gap4}{{ }} }}#{after}"
    if calls_out(query) or (parses(query) and not parses(other)):
        with pytest.raises(FaultError):
            refuse_service(query, dict(PREFIXES))


@pytest.mark.parametrize(
    "clause", ["FROM {0}", "FROM NAMED {0}", "FROM {0} FROM NAMED {0}"], ids=["default", "named", "both"]
)
def test_graphs_named_in_a_query_are_never_fetched(small_graph, clause):
    with socket.create_server(("127.0.0.1", 0)) as trap:
        trap.setblocking(False)
        address = f"<http://127.0.0.1:{trap.getsockname()[1]}/data.ttl>"
        query = f"SELECT * {clause.format(address)} {{ {{ ?s ?p ?o }} UNION {{ GRAPH ?g {{ ?s ?p ?o }} }} }}"
        assert len(small_graph.sparql(query)) == 0
        with pytest.raises(BlockingIOError):
            trap.accept()


@pytest.mark.parametrize(
    "update",
    ["LOAD <http://127.0.0.1:9/>", "INSERT DATA { <a:a> <a:b> <a:c> }", "DROP ALL", "DELETE WHERE { ?s ?p ?o }"],
)
def test_updates_are_refused(small_graph, update):
    with pytest.raises(MalformedQueryError, match="does not run"):
        small_graph.sparql(update)
