"""CSV for `neo4j-admin database import full`, which fills an empty database faster than any server takes writes.

Format: Neo4j Operations Manual 5, "Import": a header file with typed columns and a data file for each kind of rows,
RFC 4180 quoting, an empty unquoted field where there is no value.
"""

import shlex
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from exports.registry import replacing, require_folder
from kg.errors import ExportError
from kg.graph import Graph
from kg.neo4j.schema import MARKER, ORIGIN, ORIGIN_VALUE, SNAPSHOT, labels, schema_statements, snapshot
from kg.property_graph import END, ENTITY, START, NodeTable, Table, node_tables, relationship_tables, rows
from ontology import load_vocabulary

_TYPES: Final = {
    "string": "string",
    "integer": "long",
    "float": "double",
    "boolean": "boolean",
    "date": "date",
    "strings": "string[]",
    "floats": "double[]",
}
# The importer knows no escape for the delimiter of lists, so one is taken that no list of the graph holds: the unit
# separator of ASCII, which sources never bring in, or else a character that Unicode leaves to private use.
_DELIMITERS: Final = ("\x1f", "\x1e", "\x1d", "\x1c", *map(chr, range(0xE000, 0xF8FF)))
# Every text that a list of the property graph may hold, or hold a part of.
_LISTED: Final = """
SELECT title || abstract AS text FROM papers
UNION ALL SELECT unnest(authors) FROM papers UNION ALL SELECT unnest(categories) FROM papers
UNION ALL SELECT unnest(orcids) FROM papers
UNION ALL SELECT id FROM papers
UNION ALL SELECT unnest(aliases) FROM entities
UNION ALL SELECT m.name || m.into || m.step FROM (SELECT unnest(merges) AS m FROM entities)
"""
_SCRIPT: Final = "import.sh"
_AFTER: Final = "after-import.cypher"
# Rows of a transaction that gives empty lists to nodes.
_AFTER_BATCH: Final = 10_000


class Neo4jCsv:
    """A folder for Neo4j's import tool, with the command that imports it."""

    name = "neo4j-csv"
    summary = "a folder of CSV files for neo4j-admin database import, with the command"

    def export(self, graph: Graph, path: Path) -> list[Path]:
        """Write headers, data, `import.sh`, and `after-import.cypher` with what the import tool cannot do.

        Raises:
            ExportError: the path is a file.
        """
        require_folder(path, "CSV")
        delimiter = _delimiter(graph)
        written: list[Path] = []
        for name, tables in {**_node_groups(), **_relationship_groups()}.items():
            header, data = path / f"{name}-header.csv", path / f"{name}.csv"
            with replacing(header) as out:
                out.write((",".join(_header(tables[0])) + "\n").encode())
            with replacing(data) as out:
                for table in tables:
                    out.writelines(_lines(graph, table, delimiter))
            written += [header, data]
        for name, text in {_SCRIPT: _import_script(delimiter), _AFTER: _after_import()}.items():
            with replacing(path / name) as out:
                out.write(text.encode())
            written.append(path / name)
        return written

    def next_step(self, path: Path) -> str:
        """The commands that load the folder."""
        script, after = shlex.quote(str(path / _SCRIPT)), shlex.quote(str(path / _AFTER))
        return f"stop the server and run: sh {script}\nthen start it and run: cypher-shell -u neo4j -f {after}"


def _node_groups() -> dict[str, list[Table]]:
    """Tables of nodes by the name of their file: one file for all entities."""
    groups: dict[str, list[Table]] = {}
    for table in node_tables():
        plural = load_vocabulary().types[table.label].plural
        groups.setdefault("entities" if ENTITY in table.labels else plural.lower(), []).append(table)
    return groups


def _relationship_groups() -> dict[str, list[Table]]:
    """Tables of relationships by the name of their file: those with evidence, and those without properties."""
    groups: dict[str, list[Table]] = {}
    for table in relationship_tables():
        groups.setdefault("statements" if table.properties else "links", []).append(table)
    return groups


def _header(table: Table) -> list[str]:
    properties = [f"{p.name}:{_TYPES[p.kind]}" for p in table.properties if p.name != "id"]
    if isinstance(table, NodeTable):
        return [f"id:ID({MARKER})", *properties, f"{SNAPSHOT}:string", ":LABEL"]
    ends = [f":START_ID({MARKER})", f":END_ID({MARKER})"]
    return [*ends, *properties, f"{ORIGIN}:string", f"{SNAPSHOT}:string", ":TYPE"]


def _lines(graph: Graph, table: Table, delimiter: str) -> Iterator[bytes]:
    """The lines of a table, in the order of its header."""
    if isinstance(table, NodeTable):
        names = [p.name for p in table.properties]
        last = [snapshot(graph), delimiter.join(labels(table))]
    else:
        names = [START, END, *(p.name for p in table.properties)]
        last = [ORIGIN_VALUE, snapshot(graph), table.type]
    end = ",".join(_field(value, delimiter) for value in last)
    for batch in rows(graph, table):
        for row in batch.to_pylist():
            yield (",".join(_field(row[name], delimiter) for name in names) + f",{end}\n").encode()


def _field(value: Any, delimiter: str) -> str:
    """A value as a field: text and lists always quoted, since the importer reads an unquoted nothing as no value."""
    if value is None:
        return ""
    if isinstance(value, list):
        value = delimiter.join(item if isinstance(item, str) else repr(item) for item in value)
    if isinstance(value, str):
        return '"' + value.replace('"', '""') + '"'
    if isinstance(value, bool):
        return str(value).lower()
    return value.isoformat() if hasattr(value, "isoformat") else repr(value)


def _delimiter(graph: Graph) -> str:
    """The first possible delimiter that no list holds.

    Raises:
        ExportError: every one occurs in the graph.
    """
    for delimiter in _DELIMITERS:
        if not graph.sql(f"SELECT 1 FROM ({_LISTED}) WHERE contains(text, ?) LIMIT 1", [delimiter]).fetchone():
            return delimiter
    raise ExportError("the graph's names hold every character that could part lists in CSV; use --format cypher")


def import_arguments(delimiter: str) -> list[str]:
    """Arguments of `neo4j-admin database import full` after the name of the database, for the folder as it lies."""
    nodes = [f"--nodes={name}-header.csv,{name}.csv" for name in _node_groups()]
    relationships = [f"--relationships={name}-header.csv,{name}.csv" for name in _relationship_groups()]
    reading = [f"--array-delimiter=U+{ord(delimiter):04X}", "--multiline-fields=true", "--id-type=string"]
    return [*nodes, *relationships, *reading]


def _import_script(delimiter: str) -> str:
    arguments: Iterable[str] = (f"  {argument} \\\n" for argument in import_arguments(delimiter))
    return f"""\
#!/bin/sh
# Fills an empty database of a stopped Neo4j 5 server with the files of this folder:
#   sh {_SCRIPT} [DATABASE [OPTION...]]     (default neo4j; --overwrite-destination replaces what it holds)
# Set NEO4J_ADMIN if neo4j-admin is not on the PATH. Then start the server and run {_AFTER} in cypher-shell.
set -eu
cd "$(dirname "$0")"
database="${{1:-neo4j}}"
[ "$#" -eq 0 ] || shift
exec "${{NEO4J_ADMIN:-neo4j-admin}}" database import full "$database" \\
{"".join(arguments)}  "$@"
"""


def _after_import() -> str:
    """Statements for what the tool cannot do: empty lists, which it reads as no value, the constraint, the indexes."""
    statements = []
    for table in node_tables():
        lists = [p.name for p in table.properties if p.kind in {"strings", "floats"}]
        if lists:
            missing = " OR ".join(f"n.{name} IS NULL" for name in lists)
            filled = ", ".join(f"n.{name} = coalesce(n.{name}, [])" for name in lists)
            statements.append(
                f"MATCH (n:{MARKER}:{table.label}) WHERE {missing} "
                f"CALL (n) {{ SET {filled} }} IN TRANSACTIONS OF {_AFTER_BATCH} ROWS"
            )
    return "".join(f"{statement};\n" for statement in [*schema_statements(), *statements])
