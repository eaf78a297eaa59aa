"""The papers of a graph as a Parquet file, written in portions, and its rows as records."""

from collections.abc import Iterable, Sequence
from itertools import islice
from pathlib import Path
from typing import Final

import pyarrow.parquet as pq

from kg.records import Paper
from kg.tables import TABLES, from_row, to_table

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


def paper_from_row(row: dict[str, object]) -> Paper:
    """A row of the papers table as a record."""
    return from_row(Paper, row)


def missing_ids(stored: Path, ids: Sequence[str]) -> list[str]:
    """The ids that a papers table does not have, in the order given."""
    known = set(pq.read_table(stored, columns=["id"])["id"].to_pylist())
    return [identifier for identifier in ids if identifier not in known]
