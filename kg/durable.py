"""Files that are on the disk when they say so: writing them, and making renames last."""

import os
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq


def write_parquet(table: pa.Table, path: Path) -> None:
    """Write and sync a Parquet file; equal tables give equal bytes."""
    pq.write_table(table.combine_chunks(), path, compression="zstd")
    sync_file(path)


def sync_file(path: Path) -> None:
    """Make what a file holds durable."""
    with path.open("rb") as written:
        os.fsync(written.fileno())


def sync_folder(path: Path) -> None:
    """Make renames inside a folder durable where the system can."""
    if hasattr(os, "O_DIRECTORY"):
        descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
