"""What there is to ask for, as Markdown: `python -m kg.cypher.reference` prints the tables of docs/cypher.md."""

import sys
from collections.abc import Iterable, Iterator

from kg.cypher.dialect import RENAMED
from kg.cypher.hints import DIFFERENCES
from kg.property_graph import ENTITY, Property, node_tables, relationship_tables

_KINDS = {
    "string": "text",
    "integer": "integer",
    "float": "number",
    "boolean": "true or false",
    "date": "date",
    "strings": "list of text",
    "floats": "list of numbers",
}


def reference() -> str:
    """The labels, relationship types and properties, and what the embedded engine writes differently."""
    return "\n".join([*_nodes(), "", *_relationships(), "", *_differences()]) + "\n"


def _nodes() -> Iterator[str]:
    yield from ("## Nodes", "", "| label | properties |", "|---|---|")
    by_properties: dict[tuple[Property, ...], list[str]] = {}
    for table in node_tables():
        by_properties.setdefault(table.properties, []).append(table.label)
    for properties, labels in by_properties.items():
        both = f"; each of them also has the label `{ENTITY}`" if len(labels) > 1 else ""
        yield f"| {_code(labels)}{both} | {_properties(properties)} |"


def _relationships() -> Iterator[str]:
    yield from ("## Relationships", "", "| type | from | to |", "|---|---|---|")
    by_type: dict[str, list[tuple[str, str]]] = {}
    for table in relationship_tables():
        by_type.setdefault(table.type, []).append((table.start, table.end))
    for name, pairs in by_type.items():
        same = all(start == end for start, end in pairs) and len(pairs) > 1
        ends = "the same label" if same else _code(dict.fromkeys(end for _, end in pairs))
        yield f"| `{name}` | {_code(dict.fromkeys(start for start, _ in pairs))} | {ends} |"
    bare = dict.fromkeys(table.type for table in relationship_tables() if not table.properties)
    stated = next(table.properties for table in relationship_tables() if table.properties)
    yield ""
    yield f"{_code(bare)} have no properties. All others have: {_properties(stated)}."


def _differences() -> Iterator[str]:
    yield from ("## What to write instead of Neo4j's", "", "| | Neo4j | embedded engine |", "|---|---|---|")
    for difference in DIFFERENCES:
        yield f"| {difference.name} | `{_cell(difference.neo4j)}` | {_cell(difference.instead)} |"
    yield ""
    renamed = ", ".join(f"`{name}()`" for name in RENAMED)
    yield f"Translated without your doing: {renamed}, the label `{ENTITY}`, and `EXISTS {{ ... }}` without MATCH."


def _properties(properties: Iterable[Property]) -> str:
    return ", ".join(f"`{p.name}` ({_KINDS[p.kind]})" for p in properties)


def _code(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    sys.stdout.write(reference())
