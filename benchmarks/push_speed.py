"""Speed of `kg push` against a running Neo4j server, and of two plainer ways on the same server in the same run.

    NEO4J_PASSWORD=... PYTHONPATH=. python benchmarks/push_speed.py graph/ --uri bolt://localhost:7687

The database must be empty: it is emptied between the ways. The peers are timed on samples: the first relationships of
every table with the nodes that they join. *One statement a row* takes a time that is linear in the rows, and is
extrapolated so. *Batches without index* looks through all nodes for every row, which grows with the square: its time is
extrapolated linearly all the same, which flatters it. `kg push` loads the whole graph.
"""

import argparse
import itertools
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from neo4j import Driver

import kg
from kg.neo4j import Login, connect, push
from kg.neo4j.push import create_schema
from kg.neo4j.schema import PREFIX, merge_nodes, merge_relationships
from kg.property_graph import Table, node_tables, relationship_tables, rows

BATCH = 2_000
Work = list[tuple[str, list[dict[str, Any]]]]


def main() -> None:
    """Time and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("graph", type=Path)
    parser.add_argument("--uri", required=True)
    parser.add_argument("--user", default="neo4j")
    parser.add_argument("--sample", type=int, default=20, help="relationships of every table, one statement a row")
    parser.add_argument("--batch-sample", type=int, default=400, help="relationships of every table, without index")
    options = parser.parse_args()
    graph = kg.open(options.graph)
    login = Login(options.uri, os.environ["NEO4J_PASSWORD"], options.user)
    few, more = read_sample(graph, options.sample), read_sample(graph, options.batch_sample)
    with connect(login) as driver:
        if driver.execute_query("MATCH (n) RETURN n LIMIT 1")[0]:
            raise SystemExit("the database is not empty")
        # A small load before any timing compiles the server's code.
        by_batch(driver, few)
        empty(driver)
        create_schema(driver, login)
        single = timed(lambda: by_statement(driver, few)) / size(few)
        empty(driver)
        unindexed = timed(lambda: by_batch(driver, more)) / size(more)
        empty(driver)
    start = time.perf_counter()
    report = push(graph, login)
    ours = time.perf_counter() - start
    start = time.perf_counter()
    push(graph, login)
    again = time.perf_counter() - start
    total = report.nodes + report.relationships
    print(f"{report.nodes:,} nodes, {report.relationships:,} relationships")
    print(f"plain ways timed on {size(few):,} and {size(more):,} rows")
    print(f"{'way':<40}{'rows/s':>10}{'whole graph, s':>16}{'x kg push':>11}")
    for name, seconds in (
        ("kg push", ours),
        ("kg push, all of it there already", again),
        ("one statement a row (extrapolated)", single * total),
        ("batches without index (extrapolated)", unindexed * total),
    ):
        print(f"{name:<40}{total / seconds:>10,.0f}{seconds:>16,.1f}{seconds / ours:>11.1f}")


def read_sample(graph: kg.Graph, rows_a_table: int) -> Work:
    """Statements with the first relationships of every table, and before them with the nodes that these join."""
    joins: Work = []
    ends: set[str] = set()
    for table in relationship_tables():
        found = list(itertools.islice(records(graph, table), rows_a_table))
        ends |= {row[end] for row in found for end in ("start_id", "end_id")}
        joins.append((merge_relationships(table), found))
    nodes = [(merge_nodes(t), [row for row in records(graph, t) if row["id"] in ends]) for t in node_tables()]
    return [*nodes, *joins]


def size(work: Work) -> int:
    """The number of rows."""
    return sum(len(found) for _, found in work)


def records(graph: kg.Graph, table: Table) -> "itertools.chain[dict[str, Any]]":
    """The rows of a table."""
    return itertools.chain.from_iterable(batch.to_pylist() for batch in rows(graph, table))


def by_statement(driver: Driver, work: Work) -> None:
    """One `session.run` for each node and relationship, with indexes."""
    with driver.session() as session:
        for statement, found in work:
            for row in found:
                session.run(statement, rows=[row], snapshot="x").consume()


def by_batch(driver: Driver, work: Work) -> None:
    """Batches, without constraint and indexes."""
    with driver.session() as session:
        for statement, found in work:
            for start in range(0, len(found), BATCH):
                session.run(statement, rows=found[start : start + BATCH], snapshot="x").consume()


def empty(driver: Driver) -> None:
    """Remove all data, and paperkg's constraint and indexes."""
    driver.execute_query("MATCH (n) DETACH DELETE n")
    for kind, plural in (("CONSTRAINT", "CONSTRAINTS"), ("INDEX", "INDEXES")):
        for record in driver.execute_query(f"SHOW {plural} YIELD name WHERE name STARTS WITH '{PREFIX}' RETURN name")[
            0
        ]:
            driver.execute_query(f"DROP {kind} {record['name']}")


def timed(work: Callable[[], None]) -> float:
    """Seconds that it takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
