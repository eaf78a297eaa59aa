"""Questions to the server: read-only, bounded, with the answers of the embedded engine."""

import json

import pytest

from kg.cypher import open_embedded
from kg.errors import QueryError
from kg.neo4j import Neo4jCypher, push
from tests.neo4j.conftest import ask


@pytest.fixture(scope="module")
def loaded(neo4j_server, small_graph):
    """The server with the small graph in it."""
    ask(neo4j_server.login, "MATCH (n) DETACH DELETE n")
    push(small_graph, neo4j_server.login)
    return neo4j_server


def answer(server, query, parameters=None, timeout=60.0, limit=1000):
    return Neo4jCypher(server.login).query(query, parameters, timeout=timeout, limit=limit)


@pytest.mark.parametrize(
    "query",
    [
        "MATCH (p:Paper) RETURN p.title AS title, p.published AS published, p.authors AS authors ORDER BY title",
        "MATCH (p:Paper)-[r]->(e:Entity) RETURN p.id, type(r), e.label ORDER BY p.id, type(r), e.label",
        "MATCH (e:Entity) RETURN e.id, e.aliases, e.first_seen, e.paper_count ORDER BY e.id",
        "MATCH (d:Dataset) RETURN d ORDER BY d.id",
        "MATCH (p:Paper)-[r:EVALUATES_ON]->(d:Dataset) RETURN p.id, r ORDER BY p.id, d.id",
        "MATCH (p:Paper) WHERE p.published >= date('2017-01-01') RETURN count(*) AS n",
    ],
)
def test_answers_are_those_of_the_embedded_engine(loaded, small_graph, query):
    with open_embedded(small_graph) as engine:
        expected = engine.query(query, timeout=60.0, limit=1000)
    assert answer(loaded, query) == expected


def test_parameters_are_passed(loaded):
    assert answer(loaded, "RETURN $x + 1 AS y, $names AS names", {"x": 1, "names": ["a"]}).rows == (
        {"y": 2, "names": ["a"]},
    )


def test_paths_are_nodes_and_relationships(loaded):
    found = answer(loaded, "MATCH path = (:Paper {id: 'arxiv/1512.03385'})-[:INTRODUCES|USES]->(:Method) RETURN path")
    path = found.rows[0]["path"]
    assert [node["_label"] for node in path["nodes"]] == ["Paper", "Method"]
    assert len(path["relationships"]) == 1


def test_rows_beyond_the_limit_are_cut(loaded):
    found = answer(loaded, "UNWIND range(1, 10) AS x RETURN x", limit=3)
    assert (len(found), found.truncated) == (3, True)


@pytest.mark.parametrize(
    "query", ["CREATE (n:X) RETURN n", "MATCH (n) DETACH DELETE n", "CREATE INDEX FOR (n:X) ON (n.x)"]
)
def test_writing_is_refused(loaded, query):
    with pytest.raises(QueryError, match="only reading is allowed"):
        answer(loaded, query)


def test_query_that_does_not_parse(loaded):
    with pytest.raises(QueryError, match="the query does not run: Invalid input 'MATSCH'"):
        answer(loaded, "MATSCH (n)")


def test_missing_parameter(loaded):
    with pytest.raises(QueryError, match=r"Expected parameter.*x"):
        answer(loaded, "RETURN $x")


def test_long_query_is_stopped(loaded):
    query = "UNWIND range(1, 1000000) AS a UNWIND range(1, 1000000) AS b RETURN count(a * b) AS n"
    with pytest.raises(QueryError, match="took too long"):
        answer(loaded, query, timeout=1.0)


def test_command_loads_and_asks(server, small_folder, run_kg, password):
    arguments = (
        "cypher",
        small_folder,
        "MATCH (p:Paper) RETURN count(*) AS n",
        "--uri",
        server.uri,
        "--format",
        "json",
    )
    assert json.loads(run_kg(*arguments).out)["rows"] == [{"n": 0}]
    assert json.loads(run_kg(*arguments, "--push-first").out)["rows"] == [{"n": 4}]


def test_pushing_first_needs_a_server(small_folder, run_kg):
    outcome = run_kg("cypher", small_folder, "RETURN 1", "--push-first")
    assert outcome.code == 2
    assert "--uri" in outcome.err
