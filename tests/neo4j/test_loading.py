"""Push, import tool and script load the same graph, whatever its names hold."""

import pytest

from exports import EXPORTERS
from kg.errors import DatabaseError
from kg.neo4j import push
from kg.property_graph import node_tables, rows
from tests.neo4j.conftest import ask, everything
from tests.neo4j.hostile import NAMES, hostile_graph
from tests.neo4j.server import Neo4jServer


@pytest.fixture(scope="module")
def graph(tmp_path_factory):
    return hostile_graph(tmp_path_factory.mktemp("hostile") / "graph")


@pytest.fixture(scope="module")
def pushed(neo4j_server, graph):
    """Everything in a database after a push of the graph."""
    ask(neo4j_server.login, "MATCH (n) DETACH DELETE n")
    push(graph, neo4j_server.login)
    return everything(neo4j_server.login)


@pytest.fixture(scope="module")
def imported(neo4j_jars, graph, tmp_path_factory):
    """A read-only server on a database that the exported folder's own script has made."""
    folder = tmp_path_factory.mktemp("export") / "it's, a folder"
    EXPORTERS.get("neo4j-csv").export(graph, folder)
    server = Neo4jServer(neo4j_jars, tmp_path_factory.mktemp("imported"))
    server.run_script(folder / "import.sh")
    server.start()
    try:
        for statement in statements_of(folder / "after-import.cypher"):
            ask(server.login, statement)
        server.stop()
        server.settings = "server.databases.default_to_read_only=true\n"
        server.start()
        yield server
    finally:
        server.kill()


def statements_of(path):
    """The statements of a script: each ends with a semicolon at the end of a line."""
    return [s for s in path.read_text(encoding="utf-8").split(";\n") if s.strip()]


def test_push_keeps_every_name(pushed, graph):
    expected = {row["id"]: row for table in node_tables() for batch in rows(graph, table) for row in batch.to_pylist()}
    nodes = {node["properties"]["id"]: node["properties"] for node in pushed[0]}
    assert nodes.keys() == expected.keys()
    for key, row in expected.items():
        texts = {k: v for k, v in row.items() if isinstance(v, str | list | float)}
        assert {k: nodes[key][k] for k in texts} == texts
    assert {nodes[f"method/{name}"]["label"] for name in NAMES} == set(NAMES)


def test_import_gives_what_push_gives(imported, pushed):
    assert everything(imported.login) == pushed


def test_imported_database_has_the_indexes_of_a_push(imported, neo4j_server, pushed):
    names = "SHOW INDEXES YIELD name WHERE name STARTS WITH 'paperkg_' RETURN name ORDER BY name"
    assert ask(imported.login, names) == ask(neo4j_server.login, names)


def test_script_gives_what_push_gives(server, graph, pushed, tmp_path):
    EXPORTERS.get("cypher").export(graph, tmp_path / "graph.cypher")
    for _ in range(2):
        for statement in statements_of(tmp_path / "graph.cypher"):
            ask(server.login, statement)
        assert everything(server.login) == pushed


def test_read_only_database_is_said(imported, graph):
    with pytest.raises(DatabaseError, match="may not write to database 'neo4j'"):
        push(graph, imported.login)
