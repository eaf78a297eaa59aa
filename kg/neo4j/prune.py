"""Removes what an earlier push left in a database and the graph does not have."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kg.neo4j.connection import Login
from kg.neo4j.schema import MARKER, ORIGIN, ORIGIN_VALUE, SNAPSHOT

if TYPE_CHECKING:
    from neo4j import Driver, ManagedTransaction

# Deleted in one transaction: its memory stays small.
_BATCH: Final = 10_000
_STALE_RELATIONSHIPS: Final = f"""
MATCH (:{MARKER})-[r {{{ORIGIN}: '{ORIGIN_VALUE}'}}]->(:{MARKER}) WHERE r.{SNAPSHOT} <> $snapshot
WITH r LIMIT $limit DELETE r RETURN count(*) AS deleted
"""
# A node on which other people's relationships hang stays: deleting it would delete those too.
_STALE_NODES: Final = f"""
MATCH (n:{MARKER}) WHERE n.{SNAPSHOT} <> $snapshot AND NOT EXISTS {{ (n)--() }}
WITH n LIMIT $limit DELETE n RETURN count(*) AS deleted
"""
_KEPT_NODES: Final = f"MATCH (n:{MARKER}) WHERE n.{SNAPSHOT} <> $snapshot RETURN count(*) AS kept"


@dataclass(frozen=True, slots=True)
class Pruned:
    """How many were removed, and how many nodes were kept since relationships of others hang on them."""

    nodes: int
    relationships: int
    kept: int


def prune_database(driver: "Driver", login: Login, snapshot: str) -> Pruned:
    """Remove paperkg's nodes and relationships of any other snapshot."""
    relationships = _delete_all(driver, login, _STALE_RELATIONSHIPS, snapshot)
    nodes = _delete_all(driver, login, _STALE_NODES, snapshot)
    records, _, _ = driver.execute_query(_KEPT_NODES, snapshot=snapshot, database_=login.database)
    return Pruned(nodes, relationships, int(records[0]["kept"]))


def _delete_all(driver: "Driver", login: Login, statement: str, snapshot: str) -> int:
    """Run a deleting statement until it finds nothing, and count what it deleted."""
    deleted = 0
    with driver.session(database=login.database) as session:
        while found := session.execute_write(_delete, statement, snapshot):
            deleted += found
    return deleted


def _delete(transaction: "ManagedTransaction", statement: str, snapshot: str) -> int:
    parameters = {"snapshot": snapshot, "limit": _BATCH}
    return int(transaction.run(statement, parameters).single(strict=True)["deleted"])
