"""Labels, properties, constraints and indexes of paperkg's part of a Neo4j database."""

import hashlib
import re
from typing import TYPE_CHECKING, Final

from kg.property_graph import END, ENTITY, START, NodeTable, RelationshipTable, node_tables, relationship_tables
from ontology import load_vocabulary

if TYPE_CHECKING:
    from kg.graph import Graph

#: Label of every node that paperkg made.
MARKER: Final = "PaperKG"
#: Property, and its value, of every relationship that paperkg made.
ORIGIN: Final = "origin"
ORIGIN_VALUE: Final = "paperkg"
#: Property of every node and relationship: the content that was pushed last.
SNAPSHOT: Final = "snapshot"
#: How the names of all constraints and indexes begin.
PREFIX: Final = "paperkg_"
#: Name of the full-text index over labels, aliases and titles.
NAMES_INDEX: Final = PREFIX + "names"
# Tables that the nodes and relationships are computed from.
_SOURCES: Final = ("papers", "entities", "claims", "results")
_SNAPSHOT_DIGITS: Final = 12


def snapshot(graph: "Graph") -> str:
    """Short name of what a graph holds: equal for equal content, ontology and version of paperkg."""
    from kg import __version__

    parts = [__version__, load_vocabulary().version, *(graph.manifest.tables[name] for name in _SOURCES)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:_SNAPSHOT_DIGITS]


def quoted(name: str) -> str:
    """A label, type or property name as Cypher takes it: in backticks if it is no plain word."""
    return name if re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", name) else "`" + name.replace("`", "``") + "`"


def labels(table: NodeTable) -> tuple[str, ...]:
    """All labels of a table's nodes, that of the type first."""
    return (*table.labels, MARKER)


def schema_statements() -> list[str]:
    """The statements that make the constraint and the indexes where they are missing; run twice they change nothing.

    Range indexes are for looking up by id and label, and for periods; they put no condition on other people's nodes.
    """
    statements = [
        f"CREATE CONSTRAINT {PREFIX}id IF NOT EXISTS FOR (n:{MARKER}) REQUIRE n.id IS UNIQUE",
        f"CREATE FULLTEXT INDEX {NAMES_INDEX} IF NOT EXISTS FOR (n:{MARKER}) ON EACH [n.label, n.aliases, n.title]",
    ]
    for label, name in _indexed():
        statements.append(
            f"CREATE INDEX {PREFIX}{label.lower()}_{name} IF NOT EXISTS FOR (n:{quoted(label)}) ON (n.{quoted(name)})"
        )
    return statements


def own_names() -> tuple[list[str], list[str]]:
    """Every label and every relationship type that a push writes."""
    all_labels = {label for table in node_tables() for label in labels(table)}
    return sorted(all_labels), sorted({table.type for table in relationship_tables()})


def merge_nodes(table: NodeTable, rows: str = "$rows", stamp: str = "$snapshot") -> str:
    """The statement that merges rows of a node table; properties that a row has as null are removed.

    `rows` and `stamp` are expressions: parameters, or literals in a script.
    """
    further = "".join(":" + quoted(label) for label in table.labels)
    return f"UNWIND {rows} AS row MERGE (n:{MARKER} {{id: row.id}}) SET n{further}, n += row, n.{SNAPSHOT} = {stamp}"


def merge_relationships(table: RelationshipTable, rows: str = "$rows", stamp: str = "$snapshot") -> str:
    """The statement that merges rows of a relationship table between nodes that are there; as `merge_nodes`."""
    known = f"r.{SNAPSHOT} = {stamp}"
    if table.properties:
        known += ", r += row {" + ", ".join(f".{quoted(p.name)}" for p in table.properties) + "}"
    return (
        f"UNWIND {rows} AS row MATCH (a:{MARKER} {{id: row.{START}}}) MATCH (b:{MARKER} {{id: row.{END}}}) "
        f"MERGE (a)-[r:{quoted(table.type)} {{{ORIGIN}: '{ORIGIN_VALUE}'}}]->(b) SET {known}"
    )


def _indexed() -> list[tuple[str, str]]:
    """Labels and properties with a range index."""
    types = load_vocabulary().entity_types()
    ids = [(table.label, "id") for table in node_tables()]
    dates = [("Paper", "published"), (ENTITY, "first_seen"), (ENTITY, "last_seen")]
    return [*ids, *((name, "label") for name in types), *dates]
