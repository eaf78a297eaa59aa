"""What changed between two graphs: papers, entities, claims over all papers, and results, added, removed or changed."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import duckdb

from kg.sql import connect

if TYPE_CHECKING:
    from kg.graph_tables import GraphTables

_MEMORY = "512MB"


@dataclass(frozen=True, slots=True)
class Change:
    """A record that both graphs have, with the fields that differ: name to (value in the first, in the second)."""

    name: str
    fields: dict[str, tuple[object, object]]


@dataclass(frozen=True, slots=True)
class TableDiff:
    """What of one kind only the second graph has (added), only the first has (removed), or both have (same, changed).

    `added` and `removed` are names: ids, or subject, predicate and object of a claim.
    """

    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[Change, ...]
    same: int


@dataclass(frozen=True, slots=True)
class GraphDiff:
    """The difference of two graphs."""

    papers: TableDiff
    entities: TableDiff
    claims: TableDiff
    results: TableDiff

    @property
    def is_empty(self) -> bool:
        """Whether the graphs hold the same."""
        return not any(
            t.added or t.removed or t.changed for t in (self.papers, self.entities, self.claims, self.results)
        )


# What is compared: a name for each row, and the columns in which a row may differ. Of the claims support and confidence
# are compared over all papers, since a claim of one paper more is a change, not another claim.
_VIEWS: Final = {
    "papers": "SELECT id AS name, * EXCLUDE (id) FROM {papers}",
    "entities": "SELECT id AS name, * EXCLUDE (id) FROM {entities}",
    "claims": "SELECT subject || ' ' || predicate || ' ' || object AS name, * EXCLUDE (subject, predicate, object) "
    "FROM {statements}",
    "results": "SELECT id AS name, * EXCLUDE (id) FROM {results}",
}


def diff(first: "GraphTables", second: "GraphTables") -> GraphDiff:
    """What the second graph has more, less, or otherwise than the first; two graphs of equal tables differ in nothing.

    >>> from kg.diff import diff
    >>> diff(g, g).is_empty
    True
    """
    connection = connect(_MEMORY)
    try:
        for side, graph in (("first", first), ("second", second)):
            _attach(connection, side, graph)
        return GraphDiff(**{table: _table_diff(connection, table) for table in _VIEWS})
    finally:
        connection.close()


def _attach(connection: duckdb.DuckDBPyConnection, side: str, graph: "GraphTables") -> None:
    """Views `SIDE.TABLE` of a graph's tables, and `SIDE_TABLE` of what of them is compared."""
    connection.execute(f"CREATE SCHEMA {side}")
    for name in graph.manifest.tables:
        connection.execute(f"CREATE VIEW {side}.{name} AS {graph.table_query(name)}")
    connection.execute(f"USE {side}")
    connection.execute(f"CREATE VIEW {side}.statements AS {graph.statements_query}")
    tables = {name: f"{side}.{name}" for name in ("papers", "entities", "statements", "results")}
    for table, query in _VIEWS.items():
        connection.execute(f"CREATE TABLE main.{side}_{table} AS {query.format(**tables)}")
    connection.execute("USE main")


def _table_diff(connection: duckdb.DuckDBPyConnection, table: str) -> TableDiff:
    first, second = f"main.first_{table}", f"main.second_{table}"
    changed = _changes(connection, first, second)
    shared = connection.execute(f"SELECT count(*) FROM {first} SEMI JOIN {second} USING (name)").fetchone()
    return TableDiff(
        added=_only(connection, second, first),
        removed=_only(connection, first, second),
        changed=changed,
        same=(shared[0] if shared else 0) - len(changed),
    )


def _only(connection: duckdb.DuckDBPyConnection, here: str, there: str) -> tuple[str, ...]:
    query = f"SELECT name FROM {here} ANTI JOIN {there} USING (name) ORDER BY name"
    return tuple(name for (name,) in connection.execute(query).fetchall())


def _changes(connection: duckdb.DuckDBPyConnection, first: str, second: str) -> tuple[Change, ...]:
    query = f"""SELECT a, b FROM {first} a JOIN {second} b ON a.name = b.name
                WHERE a IS DISTINCT FROM b ORDER BY a.name"""
    found = []
    for old, new in connection.execute(query).fetchall():
        fields = {key: (old[key], new[key]) for key in new if key in old and old[key] != new[key]}
        found.append(Change(new["name"], fields))
    return tuple(found)
