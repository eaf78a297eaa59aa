"""Extraction parts: Parquet files of what the extractors found in some texts, each text under its key.

A part is written aside and renamed, so that every part is whole; its name holds digests of its keys and of its bytes.
"""

import dataclasses
import hashlib
import os
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from uuid import uuid4

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from extractors.records import Extraction
from kg.durable import sync_folder, write_parquet
from kg.file_digests import DIGEST, digest_of, is_as_written
from kg.tables import EXTRACTION_SCHEMA

_NAME = re.compile(rf"part-{DIGEST}-({DIGEST})\.parquet")


def parts(folder: Path) -> Iterator[Path]:
    """The files of all parts, in name order."""
    yield from sorted(folder.glob("part-*.parquet"))


def known_keys(folder: Path) -> set[str]:
    """Keys of the texts that have been extracted; damaged parts are removed.

    Raises:
        OSError: a damaged part cannot be removed.
    """
    keys: set[str] = set()
    for path in parts(folder):
        try:
            keys.update(_checked_keys(path))
        except (OSError, pa.ArrowException):
            path.unlink(missing_ok=True)
    return keys


def write_part(folder: Path, keys: Sequence[str], found: Iterable[Extraction]) -> None:
    """Keep what was found in texts, in the order of their keys."""
    _write(folder, part_table(keys, found))


def part_table(keys: Sequence[str], found: Iterable[Extraction]) -> pa.Table:
    """What was found in texts as the rows of a part (EXTRACTION_SCHEMA), in the order of their keys."""
    rows = [{"key": key, **dataclasses.asdict(item)} for key, item in zip(keys, found, strict=True)]
    return pa.Table.from_pylist(rows, schema=EXTRACTION_SCHEMA)


def keep_only(folder: Path, used: Collection[str]) -> None:
    """Forget the texts that nothing uses: parts lose these rows, or go."""
    for path in parts(folder):
        keys = _keys(path)
        kept = [key for key in keys if key in used]
        if len(kept) == len(keys):
            continue
        if kept:
            table = pq.read_table(path)
            _write(folder, table.filter(pc.is_in(table["key"], pa.array(kept, pa.string()))))
        path.unlink()


def sweep(folder: Path) -> None:
    """Remove what a killed build was writing."""
    for path in folder.glob("*.tmp"):
        path.unlink(missing_ok=True)


def _checked_keys(path: Path) -> list[str]:
    """The keys of a part that is whole.

    Raises:
        OSError, pa.ArrowException: it is damaged.
    """
    if not _NAME.fullmatch(path.name):
        # A cluster's part: each page is read, which finds what its format can find.
        with pq.ParquetFile(path) as file:
            for _ in file.iter_batches():
                pass
    elif not is_as_written(path, _NAME):
        raise pa.ArrowInvalid(f"{path}: its bytes are not those that were written")
    return _keys(path)


def _keys(path: Path) -> list[str]:
    keys: list[str] = pq.read_table(path, columns=["key"])["key"].to_pylist()
    return keys


def _write(folder: Path, table: pa.Table) -> None:
    digest = hashlib.sha256("".join(table["key"].to_pylist()).encode()).hexdigest()[:16]
    # Two processes, of several machines too, may write at once; each has a file of its own until the rename.
    aside = folder / f"{digest}.{uuid4().hex}.tmp"
    write_parquet(table, aside)
    os.replace(aside, folder / f"part-{digest}-{digest_of(aside)}.parquet")
    sync_folder(folder)
