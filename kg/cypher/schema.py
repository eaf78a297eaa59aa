"""The property graph as a ladybug schema: a table a label, and a table a relationship type with its pairs of labels."""

from collections.abc import Iterator
from typing import Final

from kg.property_graph import NodeTable, Property, RelationshipTable, Table, node_tables, relationship_tables

_TYPES: Final = {
    "string": "STRING",
    "integer": "INT64",
    "float": "DOUBLE",
    "boolean": "BOOLEAN",
    "date": "DATE",
    "strings": "STRING[]",
    "floats": "DOUBLE[]",
}


def create_statements() -> Iterator[str]:
    """The statements that make the empty tables."""
    for node in node_tables():
        yield f"CREATE NODE TABLE `{node.label}` ({_columns(node.properties)}, PRIMARY KEY (id))"
    by_type: dict[str, list[RelationshipTable]] = {}
    for relationship in relationship_tables():
        by_type.setdefault(relationship.type, []).append(relationship)
    for name, found in by_type.items():
        pairs = ", ".join(f"FROM `{table.start}` TO `{table.end}`" for table in found)
        columns = _columns(found[0].properties)
        yield f"CREATE REL TABLE `{name}` ({', '.join(filter(None, (pairs, columns)))})"


def copy_statement(table: Table, path: str) -> str:
    """The statement that loads a Parquet file into a table."""
    source = "'" + path.replace("\\", "\\\\").replace("'", "\\'") + "'"
    if isinstance(table, NodeTable):
        return f"COPY `{table.label}` FROM {source}"
    return f"COPY `{table.type}` FROM {source} (from='{table.start}', to='{table.end}')"


def file_name(table: Table) -> str:
    """The name of the Parquet file of a table while the index is made."""
    name = table.label if isinstance(table, NodeTable) else f"{table.start}-{table.type}-{table.end}"
    return f"{name}.parquet"


def _columns(properties: tuple[Property, ...]) -> str:
    return ", ".join(f"`{p.name}` {_TYPES[p.kind]}" for p in properties)
