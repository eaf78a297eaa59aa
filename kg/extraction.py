"""Runs the extractors over papers and keeps what they find, so that no text is read twice by the same extractors.

Parts are Parquet files in the graph's `extractions` folder, written aside and renamed; a killed build leaves whole
parts that the next one goes on from.
"""

import dataclasses
import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from extractors.pipeline import extract, fingerprint
from kg.records import Paper
from kg.store import sync_folder, write_parquet
from kg.tables import EXTRACTION_SCHEMA

# Papers a part: small enough that little is lost by a kill, large enough for few files.
PART_SIZE = 256

Progress = Callable[[int, int], None]


def extraction_key(paper: Paper, extractors: str) -> str:
    """The key of a paper's text under a fingerprint of the extractors."""
    digest = hashlib.sha256()
    for part in (extractors, paper.title, paper.abstract):
        digest.update(len(part.encode()).to_bytes(8, "big"))
        digest.update(part.encode())
    return digest.hexdigest()[:32]


def known_keys(folder: Path) -> set[str]:
    """Keys of the texts that have been extracted; unreadable parts are removed."""
    keys: set[str] = set()
    for path in sorted(folder.glob("part-*.parquet")):
        try:
            keys.update(pq.read_table(path, columns=["key"])["key"].to_pylist())
        except (OSError, pa.ArrowException):
            path.unlink(missing_ok=True)
    return keys


def extract_missing(papers: Sequence[Paper], folder: Path, model: str, progress: Progress | None = None) -> int:
    """Extract the papers whose text is not known yet; returns how many that were.

    `progress` is called with (done, to do) after every part.
    """
    extractors = fingerprint(model)
    known = known_keys(folder)
    todo: dict[str, Paper] = {}
    for paper in papers:
        key = extraction_key(paper, extractors)
        if key not in known:
            todo.setdefault(key, paper)
    done = 0
    items = list(todo.items())
    for start in range(0, len(items), PART_SIZE):
        part = items[start : start + PART_SIZE]
        _write_part(folder, part, model)
        done += len(part)
        if progress:
            progress(done, len(todo))
    return len(todo)


def _write_part(folder: Path, part: Sequence[tuple[str, Paper]], model: str) -> None:
    found = extract(((paper.title, paper.abstract) for _, paper in part), model)
    rows = [{"key": key, **dataclasses.asdict(extraction)} for (key, _), extraction in zip(part, found, strict=True)]
    aside = folder / "part.tmp"
    write_parquet(pa.Table.from_pylist(rows, schema=EXTRACTION_SCHEMA), aside)
    digest = hashlib.sha256("".join(key for key, _ in part).encode()).hexdigest()[:16]
    os.replace(aside, folder / f"part-{digest}.parquet")
    sync_folder(folder)


def parts(folder: Path) -> Iterator[Path]:
    """The files of all parts, in name order."""
    yield from sorted(folder.glob("part-*.parquet"))


def drop_unused(folder: Path, used: set[str]) -> None:
    """Remove parts of which no text is in use."""
    for path in parts(folder):
        if used.isdisjoint(pq.read_table(path, columns=["key"])["key"].to_pylist()):
            path.unlink()
