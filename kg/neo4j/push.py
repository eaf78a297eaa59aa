"""Loads a graph into a database; doing it again changes nothing, so a broken push is mended by running it again."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from kg.errors import DatabaseError
from kg.neo4j.connection import RETRY_TIME, Login, connect
from kg.neo4j.prune import prune_database
from kg.neo4j.schema import PREFIX, merge_nodes, merge_relationships, own_names, schema_statements, snapshot
from kg.property_graph import NodeTable, all_tables, count, rows

if TYPE_CHECKING:
    from neo4j import Driver, ManagedTransaction

    from kg.graph import Graph

# Rows a transaction: a few MB, which a server with a small heap holds, and far beyond where larger ones are faster.
BATCH: Final = 2_000
# Seconds for filling indexes over nodes that are there before the push.
_INDEX_TIMEOUT: Final = 600
_COUNT: Final = " RETURN count(*) AS merged"

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class PushReport:
    """What a push did: rows merged, and what pruning removed or had to keep since other data hangs on it."""

    nodes: int
    relationships: int
    removed_nodes: int = 0
    removed_relationships: int = 0
    kept_nodes: int = 0


def push(
    graph: "Graph",
    login: Login,
    *,
    prune: bool = False,
    progress: Progress | None = None,
    retry_time: float = RETRY_TIME,
) -> PushReport:
    """Make a database hold the graph: constraint and indexes, then nodes, then relationships.

    What other people have in the database stays as it is, and so do properties that they added to paperkg's nodes.
    `prune` removes what an earlier push put there and the graph does not have. `progress` gets rows done and to do;
    `retry_time` is how many seconds a failing server is tried again.

    Raises:
        DatabaseError: no server, wrong password, no right to write, a constraint in the way, or the server went away.
    """
    tables = all_tables()
    total = sum(count(graph, table) for table in tables) if progress is not None else 0
    stamp = snapshot(graph)
    with connect(login, retry_time=retry_time) as driver:
        check_constraints(driver, login)
        create_schema(driver, login)
        merged = {True: 0, False: 0}
        for table in tables:
            of_nodes = isinstance(table, NodeTable)
            statement = merge_nodes(table) if isinstance(table, NodeTable) else merge_relationships(table)
            for batch in rows(graph, table, BATCH):
                merge_batch(driver, login, statement, batch.to_pylist(), stamp)
                merged[of_nodes] += batch.num_rows
                if progress is not None:
                    progress(merged[True] + merged[False], total)
        removed = prune_database(driver, login, stamp) if prune else None
    if removed is None:
        return PushReport(merged[True], merged[False])
    return PushReport(merged[True], merged[False], removed.nodes, removed.relationships, removed.kept)


def check_constraints(driver: "Driver", login: Login) -> None:
    """Refuse a database with somebody's constraint on a label or type that paperkg writes: it may break half way.

    Raises:
        DatabaseError: naming the constraint.
    """
    labels, types = own_names()
    found, _, _ = driver.execute_query(
        "SHOW CONSTRAINTS YIELD name, entityType, labelsOrTypes, properties "
        "WHERE NOT name STARTS WITH $prefix AND any(x IN labelsOrTypes WHERE "
        "(entityType = 'NODE' AND x IN $labels) OR (entityType = 'RELATIONSHIP' AND x IN $types)) "
        "RETURN name, labelsOrTypes[0] AS on, properties ORDER BY name",
        prefix=PREFIX,
        labels=labels,
        types=types,
        database_=login.database,
    )
    if found:
        name, on, properties = found[0]
        raise DatabaseError(
            f"{login.uri}: the database has a constraint of its own, {name!r} on {', '.join(properties)} of {on}, that "
            "paperkg's data may break; nothing was written; use another database, or drop the constraint"
        )


def create_schema(driver: "Driver", login: Login) -> None:
    """Make the constraint and the indexes that are missing, and wait until they are filled."""
    with driver.session(database=login.database) as session:
        session.execute_write(_create_schema)
        session.execute_read(_await_indexes)


def merge_batch(driver: "Driver", login: Login, statement: str, batch: list[dict[str, Any]], stamp: str) -> None:
    """Merge rows in one transaction, which the driver tries again when the server fails for a while.

    Raises:
        DatabaseError: a relationship's end is missing, since somebody removed it meanwhile.
    """
    with driver.session(database=login.database) as session:
        merged = session.execute_write(_merge, statement, batch, stamp)
    if merged != len(batch):
        raise DatabaseError(f"{login.uri}: nodes were removed during the push; run the same command again")


def _merge(transaction: "ManagedTransaction", statement: str, batch: list[dict[str, Any]], stamp: str) -> int:
    record = transaction.run(statement + _COUNT, {"rows": batch, "snapshot": stamp}).single(strict=True)
    return int(record["merged"])


def _create_schema(transaction: "ManagedTransaction") -> None:
    for statement in schema_statements():
        transaction.run(statement).consume()


def _await_indexes(transaction: "ManagedTransaction") -> None:
    transaction.run("CALL db.awaitIndexes($seconds)", {"seconds": _INDEX_TIMEOUT}).consume()
