"""Tables written as they are computed: Parquet files whose bytes depend on the rows alone."""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.parquet as pq

# Rows of a row group, and about as many in memory at once.
ROW_GROUP: Final = 65_536


def write_rows(batches: Iterable[pa.RecordBatch], path: Path, schema: pa.Schema, row_group: int = ROW_GROUP) -> Path:
    """Write batches of any sizes to a file with row groups of one size; returns the file."""
    with pq.ParquetWriter(path, schema, compression="zstd") as out:
        waiting: list[pa.RecordBatch] = []
        rows = 0
        for batch in batches:
            waiting.append(batch)
            rows += batch.num_rows
            if rows >= row_group:
                table = _in_one_piece(waiting)
                whole = rows - rows % row_group
                out.write_table(table.slice(0, whole).cast(schema), row_group_size=row_group)
                waiting, rows = table.slice(whole).to_batches(), rows - whole
        if rows:
            out.write_table(_in_one_piece(waiting).cast(schema), row_group_size=row_group)
    return path


def _in_one_piece(batches: list[pa.RecordBatch]) -> pa.Table:
    """The rows of batches with one array a column.

    The writer gives up a column's dictionary at the end of a piece, so where pieces end would show in the bytes.
    """
    return pa.Table.from_batches(batches).combine_chunks()
