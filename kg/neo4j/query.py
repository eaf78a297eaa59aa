"""Asks a server in Cypher, reading only."""

from collections.abc import Mapping
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from kg.cypher.answer import CypherAnswer, Value
from kg.neo4j.connection import Login, connect
from kg.neo4j.schema import MARKER, ORIGIN, SNAPSHOT
from kg.property_graph import ENTITY

if TYPE_CHECKING:
    from neo4j import ManagedTransaction

# Labels and properties that are there for pushing, not part of the graph.
_FURTHER_LABELS: Final = frozenset({MARKER, ENTITY})
_BOOKKEEPING: Final = frozenset({ORIGIN, SNAPSHOT})


class Neo4jCypher:
    """The engine that asks a Neo4j server; see `kg.cypher.CypherEngine`."""

    def __init__(self, login: Login) -> None:
        self.login = login

    def query(
        self, query: str, parameters: Mapping[str, Value] | None = None, *, timeout: float, limit: int
    ) -> CypherAnswer:
        """The answer to a read-only query, of at most `limit` rows.

        Raises:
            QueryError: the query does not run, writes, or takes longer than `timeout` seconds.
            DatabaseError: there is no such server, user or database.
        """
        from neo4j import READ_ACCESS, unit_of_work

        @unit_of_work(timeout=timeout)
        def read(transaction: "ManagedTransaction") -> CypherAnswer:
            result = transaction.run(query, dict(parameters or {}))
            columns = tuple(result.keys())
            rows = [
                dict(zip(columns, map(plain, record.values()), strict=True)) for record in islice(result, limit + 1)
            ]
            return CypherAnswer(columns, tuple(rows[:limit]), truncated=len(rows) > limit)

        with (
            connect(self.login, retry_time=timeout) as driver,
            driver.session(database=self.login.database, default_access_mode=READ_ACCESS) as session,
        ):
            return session.execute_read(read)


def plain(value: Any) -> Value:
    """A value of the driver in the form of a `CypherAnswer`: dates as text, nodes and relationships as mappings."""
    from neo4j.graph import Node, Path, Relationship

    if isinstance(value, Node):
        label = next((name for name in sorted(value.labels) if name not in _FURTHER_LABELS), None)
        return {"_label": label, **_properties(value)}
    if isinstance(value, Relationship):
        return {"_label": value.type, **_properties(value)}
    if isinstance(value, Path):
        return {"nodes": [plain(n) for n in value.nodes], "relationships": [plain(r) for r in value.relationships]}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {name: plain(item) for name, item in value.items()}
    if isinstance(value, str | int | float | bool) or value is None:
        return value
    return value.iso_format() if hasattr(value, "iso_format") else str(value)


def _properties(thing: Any) -> dict[str, Value]:
    return {name: plain(value) for name, value in thing.items() if name not in _BOOKKEEPING}
