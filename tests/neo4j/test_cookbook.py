"""The cookbook's questions have one answer: from SPARQL, from the embedded engine, from Neo4j."""

import pytest

from kg.cookbook import load_cookbook
from kg.cookbook.answers import cypher_rows, plain, sparql_rows
from kg.neo4j import Neo4jCypher, push
from tests.neo4j.conftest import ask


@pytest.fixture(scope="module")
def engine(neo4j_server, example_graph):
    """A server with the shipped example in it."""
    ask(neo4j_server.login, "MATCH (n) DETACH DELETE n")
    push(example_graph, neo4j_server.login)
    return Neo4jCypher(neo4j_server.login)


@pytest.mark.parametrize("question", load_cookbook(), ids=lambda question: question.title)
def test_all_engines_give_the_same_rows(engine, example_graph, question):
    answer = engine.query(question.cypher, timeout=60.0, limit=10_000)
    found = [[plain(row[name]) for name in answer.columns] for row in answer]
    assert found
    assert (answer.columns, found) == cypher_rows(example_graph, question) == sparql_rows(example_graph, question)
