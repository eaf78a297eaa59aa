"""The Cypher index: a ladybug database loaded from the tables of the property graph."""

from pathlib import Path
from typing import TYPE_CHECKING, Final

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from kg import indexes
from kg.cypher.schema import file_name
from kg.errors import StoreError
from kg.process import last_line, run_module
from kg.property_graph import END, START, NodeTable, Table, all_tables, rows

if TYPE_CHECKING:
    from kg.graph import Graph

# Raised whenever equal tables give another database.
_LAYOUT: Final = "1"
#: The database inside the folder of the index.
DATABASE: Final = "graph.lbug"


def fresh_index(graph: "Graph") -> Path:
    """The folder of a database that matches the graph's tables, made if there is none.

    Raises:
        StoreError: the index cannot be written.
    """

    def make(aside: Path) -> None:
        aside.mkdir()
        files = [_write(graph, table, aside / file_name(table)) for table in all_tables()]
        # In a process of its own: whatever the engine does to its process while loading, this one goes on.
        done = run_module("kg.cypher.loader", str(aside.resolve()))
        if done.returncode != 0:
            last = last_line(done.stderr)
            raise StoreError(f"{aside}: the Cypher index cannot be made (exit {done.returncode}): {last}")
        for file in files:
            file.unlink()

    return indexes.fresh_index(graph, "cypher", _LAYOUT, make)


def _write(graph: "Graph", table: Table, path: Path) -> Path:
    """The rows of a table as a Parquet file."""
    keys = ("id",) if isinstance(table, NodeTable) else (START, END)
    last: tuple[object, ...] | None = None
    with pq.ParquetWriter(path, table.schema()) as writer:
        for batch in rows(graph, table):
            writer.write_batch(_distinct(batch, keys, last))
            last = tuple(batch.column(key)[-1].as_py() for key in keys)
    return path


def _distinct(batch: pa.RecordBatch, keys: tuple[str, ...], last: tuple[object, ...] | None) -> pa.RecordBatch:
    """The rows whose key differs from that of the row before; rows are ordered by key, `last` is that before them.

    A second row of a key would crash the loader.
    """
    new = pa.array([last is None or tuple(batch.column(key)[0].as_py() for key in keys) != last])
    if batch.num_rows > 1:
        differs = [
            pc.not_equal(batch.column(key).slice(1), batch.column(key).slice(0, batch.num_rows - 1)) for key in keys
        ]
        rest = differs[0] if len(keys) == 1 else pc.or_(*differs)
        new = pa.concat_arrays([new, rest])
    return batch.filter(new)
