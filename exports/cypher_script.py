"""A script for cypher-shell: constraint, indexes, then nodes and relationships merged in batches.

Literals are those of openCypher 9; each statement is a transaction of its own and on lines that begin with no colon,
which cypher-shell would take for one of its own commands.
"""

import re
import shlex
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, Final

from exports.registry import replacing
from kg.graph import Graph
from kg.neo4j.schema import merge_nodes, merge_relationships, quoted, schema_statements, snapshot
from kg.property_graph import END, START, NodeTable, Table, all_tables, rows

# Rows a statement: the server parses each as text, which gets slow per row when statements are long.
_BATCH: Final = 200
_ESCAPES: Final = {"\\": "\\\\", "'": "\\'", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
# Besides quote and backslash: what an editor or a terminal may change, controls, separators and invisible marks.
_ESCAPED = re.compile("['\\\\\x00-\x1f\x7f-\x9f\u00a0\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufffe\uffff]")


class CypherScript:
    """One file of Cypher statements, safe to run twice."""

    name = "cypher"
    summary = "a script of Cypher statements for cypher-shell"

    def export(self, graph: Graph, path: Path) -> list[Path]:
        """Write the script."""
        with replacing(path) as out:
            for statement in statements(graph):
                out.write(f"{statement};\n".encode())
        return [path]

    def next_step(self, path: Path) -> str:
        """The command that runs the script."""
        return f"run: cypher-shell -u neo4j -f {shlex.quote(str(path))}"


def statements(graph: Graph) -> Iterator[str]:
    """The statements in order; they need no parameters."""
    yield from schema_statements()
    stamp = literal(snapshot(graph))
    for table in all_tables():
        keys = _keys(table)
        for batch in rows(graph, table, _BATCH):
            maps = "[\n" + ",\n".join(_map(row, keys) for row in batch.to_pylist()) + "\n]"
            if isinstance(table, NodeTable):
                yield merge_nodes(table, maps, stamp)
            else:
                yield merge_relationships(table, maps, stamp)


def literal(value: Any) -> str:
    """A value as Cypher writes it."""
    if value is None:
        return "null"
    if isinstance(value, str):
        return f"'{_ESCAPED.sub(_escape, value)}'"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, date):
        return f"date('{value.isoformat()}')"
    if isinstance(value, list):
        return f"[{', '.join(map(literal, value))}]"
    # The exponent of openCypher has no plus sign.
    return repr(value).replace("e+", "e")


def _keys(table: Table) -> list[str]:
    names = [p.name for p in table.properties]
    return names if isinstance(table, NodeTable) else [START, END, *names]


def _map(row: dict[str, Any], keys: list[str]) -> str:
    return "{" + ", ".join(f"{quoted(key)}: {literal(row[key])}" for key in keys) + "}"


def _escape(found: re.Match[str]) -> str:
    character = found.group()
    return _ESCAPES.get(character) or f"\\u{ord(character):04x}"
