"""Tables of nodes and of relationships: what their rows hold, and reading them in batches."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import pyarrow as pa

if TYPE_CHECKING:
    from kg.graph import Graph

Kind = Literal["string", "integer", "float", "boolean", "date", "strings", "floats"]

_ARROW: Final[dict[Kind, pa.DataType]] = {
    "string": pa.string(),
    "integer": pa.int64(),
    "float": pa.float64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
    "strings": pa.list_(pa.string()),
    "floats": pa.list_(pa.float64()),
}
#: Label that every method, dataset, metric and task carries beside that of its type.
ENTITY: Final = "Entity"
PAPER: Final = "Paper"
RESULT: Final = "Result"
#: Columns of relationship rows that name the two nodes.
START: Final = "start_id"
END: Final = "end_id"
#: Rows a batch: about 10 MB of papers.
BATCH: Final = 5_000


@dataclass(frozen=True, slots=True)
class Property:
    """A property and what kind of value it holds; any but `id` may be missing."""

    name: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class NodeTable:
    """The nodes of one type: `labels` has the type first, rows have `properties` as columns and are ordered by `id`."""

    labels: tuple[str, ...]
    properties: tuple[Property, ...]
    query: str

    @property
    def label(self) -> str:
        """The label of the type, which no other table has."""
        return self.labels[0]

    def schema(self) -> pa.Schema:
        """The Arrow schema of the rows."""
        return _schema(self.properties)


@dataclass(frozen=True, slots=True)
class RelationshipTable:
    """The relationships of one type between nodes of two labels.

    Rows have `start_id`, `end_id` and `properties` as columns, are ordered by the two ids, and name each pair once.
    """

    type: str
    start: str
    end: str
    properties: tuple[Property, ...]
    query: str

    def schema(self) -> pa.Schema:
        """The Arrow schema of the rows."""
        return _schema((Property(START, "string"), Property(END, "string"), *self.properties))


Table = NodeTable | RelationshipTable


def rows(graph: "Graph", table: Table, batch: int = BATCH) -> Iterator[pa.RecordBatch]:
    """The rows of a table in batches, in a fixed order; empty batches are left out."""
    schema = table.schema()
    for found in graph.batches(table.query, batch):
        if found.num_rows:
            yield pa.Table.from_batches([found]).cast(schema).combine_chunks().to_batches()[0]


def count(graph: "Graph", table: Table) -> int:
    """How many rows a table has."""
    row = graph.sql(f"SELECT count(*) FROM ({table.query})").fetchone()
    return int(row[0]) if row else 0


def _schema(properties: tuple[Property, ...]) -> pa.Schema:
    return pa.schema([pa.field(p.name, _ARROW[p.kind]) for p in properties])
