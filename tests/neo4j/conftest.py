"""One server for all tests here, emptied before each that writes."""

import os
from collections.abc import Iterator

import pytest

from kg.neo4j import Login, connect
from tests.maven import class_path
from tests.neo4j.server import PASSWORD, POM, Neo4jServer


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what uses a server."""
    for item in items:
        if "neo4j_jars" in getattr(item, "fixturenames", ()):
            item.add_marker("neo4j")


@pytest.fixture(scope="session")
def neo4j_jars(pytestconfig: pytest.Config) -> str:
    """The class path of the server."""
    return os.pathsep.join(class_path(pytestconfig, POM, "Neo4j"))


@pytest.fixture(scope="session")
def neo4j_server(neo4j_jars: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Neo4jServer]:
    """A running server, with whatever the tests before left in it."""
    server = Neo4jServer(neo4j_jars, tmp_path_factory.mktemp("neo4j"))
    server.start()
    try:
        yield server
    finally:
        server.kill()


@pytest.fixture
def server(neo4j_server: Neo4jServer) -> Neo4jServer:
    """The running server without data; what strangers made of constraints and indexes is gone too."""
    clear(neo4j_server.login)
    return neo4j_server


@pytest.fixture
def password(monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment as a user of the command sets it."""
    monkeypatch.setenv("NEO4J_PASSWORD", PASSWORD)


def clear(login: Login) -> None:
    """Remove everything from a database but paperkg's own indexes, which take long to make."""
    ask(login, "MATCH (n) DETACH DELETE n")
    strangers = "YIELD name, type WHERE NOT name STARTS WITH 'paperkg_' AND type <> 'LOOKUP' RETURN name"
    for kind, plural in (("CONSTRAINT", "CONSTRAINTS"), ("INDEX", "INDEXES")):
        for row in ask(login, f"SHOW {plural} {strangers}"):
            ask(login, f"DROP {kind} `{row['name']}`")


def ask(login: Login, statement: str, **parameters: object) -> list[dict[str, object]]:
    """Run any statement as cypher-shell does, and return its rows."""
    with connect(login) as driver, driver.session(database=login.database) as session:
        return session.run(statement, parameters).data()  # type: ignore[arg-type]


def everything(login: Login) -> tuple[list[object], list[object]]:
    """All nodes and all relationships with all they carry, in a fixed order."""
    nodes = ask(login, "MATCH (n) RETURN labels(n) AS labels, properties(n) AS properties")
    relationships = ask(
        login,
        "MATCH (a)-[r]->(b) RETURN a.id AS start, type(r) AS type, b.id AS end, properties(r) AS properties",
    )
    for node in nodes:
        node["labels"] = sorted(node["labels"])  # type: ignore[call-overload]
    return sorted(nodes, key=_order), sorted(relationships, key=_order)


def _order(row: dict[str, object]) -> str:
    return repr({name: sorted(value.items()) if isinstance(value, dict) else value for name, value in row.items()})
