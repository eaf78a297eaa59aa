"""What docs/ holds for Neo4j works, and is what the ontology says."""

import re
from pathlib import Path

import pytest

from kg.neo4j import push
from kg.neo4j.style import style
from ontology import load_vocabulary
from tests.neo4j.conftest import ask

DOCS = Path(__file__).parents[2] / "docs"
_TEXT = (DOCS / "neo4j-queries.cypher").read_text(encoding="utf-8")
SAVED = [query.strip() for query in _TEXT.split(";\n") if query.strip()]


@pytest.fixture(scope="module")
def loaded(neo4j_server, small_graph):
    ask(neo4j_server.login, "MATCH (n) DETACH DELETE n")
    push(small_graph, neo4j_server.login)
    return neo4j_server


@pytest.mark.parametrize("query", SAVED, ids=range(len(SAVED)))
def test_saved_query_runs(loaded, query):
    assert query.startswith("// ")
    assert isinstance(ask(loaded.login, query), list)


def test_there_are_ten_saved_queries():
    assert len(SAVED) == 10


def test_style_file_is_up_to_date():
    assert (DOCS / "neo4j-style.grass").read_text(encoding="utf-8") == style()


def test_style_has_the_colours_of_the_ontology():
    rules = dict(re.findall(r"node\.(\w+) \{\n  color: (#\w+);", style()))
    types = load_vocabulary().types
    assert rules == {name: types[name].colour for name in rules}
    assert set(rules) == {"Paper", *load_vocabulary().entity_types(), "Result"}
