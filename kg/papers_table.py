"""The papers of a graph as a Parquet file, merged by id from any number of records in bounded memory.

Records go to a file as they are read; DuckDB sorts them by id, on disk where they exceed its memory; the records of one
id are merged as they come by. Equal papers give equal bytes, in whatever order and portions they were read.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import groupby, islice
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.parquet as pq

from kg.papers import merge_papers
from kg.records import Paper
from kg.sql import sql_connection
from kg.tables import TABLES, to_table

# Papers in memory at once, and rows of a row group: about 6 MB of text.
BATCH: Final = 4_096
_SCHEMA: Final = TABLES["papers"]


def write_papers(papers: Iterable[Paper], path: Path) -> int:
    """Write papers to a Parquet file as they come; returns how many."""
    count = 0
    source = iter(papers)
    with pq.ParquetWriter(path, _SCHEMA, compression="zstd") as out:
        while batch := list(islice(source, BATCH)):
            out.write_table(to_table("papers", batch))
            count += len(batch)
    return count


def stored_papers(path: Path) -> Iterator[Paper]:
    """The papers of a Parquet file, in its order."""
    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches(BATCH):
            yield from _papers(batch)


def paper_from_row(row: dict[str, object]) -> Paper:
    """A row of the papers table as a record."""
    lists = {name: tuple(value) for name, value in row.items() if isinstance(value, list)}
    return Paper(**{**row, **lists})  # type: ignore[arg-type]


def merge_files(read: Path, stored: Path | None, target: Path, *, replace: bool = False) -> int:
    """Write the papers of two files of records, merged by id and sorted; returns how many they are.

    Args:
        read: records of a reading, in any order.
        stored: the papers table so far.
        target: the file to write.
        replace: a paper that was read stands in place of the stored one, instead of adding to it.
    """
    others = "WHERE id NOT IN (SELECT id FROM read_parquet($read))" if replace else ""
    columns = ", ".join(f'"{name}"' for name in _SCHEMA.names)
    records = f"SELECT {columns} FROM read_parquet($read)"
    values = {"read": str(read)}
    if stored is not None:
        records += f" UNION ALL SELECT {columns} FROM read_parquet($stored) {others}"
        values["stored"] = str(stored)
    with sql_connection() as sql:
        batches = sql.sql(f"FROM ({records}) ORDER BY id", params=values).to_arrow_reader(BATCH)
        return write_papers(_merged(batches), target)


def without(stored: Path, ids: Collection[str], target: Path) -> int:
    """Write a papers table without those of some ids; returns how many stay."""
    return write_papers((paper for paper in stored_papers(stored) if paper.id not in ids), target)


def missing_ids(stored: Path, ids: Sequence[str]) -> list[str]:
    """The ids that a papers table does not have, in the order given."""
    known = set(pq.read_table(stored, columns=["id"])["id"].to_pylist())
    return [identifier for identifier in ids if identifier not in known]


def _merged(batches: Iterable[pa.RecordBatch]) -> Iterator[Paper]:
    records = (paper for batch in batches for paper in _papers(batch))
    for _, same in groupby(records, key=lambda paper: paper.id):
        yield from merge_papers(same)


def _papers(batch: pa.RecordBatch) -> Iterator[Paper]:
    return (paper_from_row(row) for row in batch.to_pylist())
