"""Runs the extractors over papers and keeps what they find, so that no text is read twice by the same extractors.

What is found is kept in parts (`kg.parts`) of so many texts each, in the order of the papers' ids, whichever process
writes them; a killed build leaves whole parts that the next one goes on from.
"""

import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.parquet as pq

from extractors.pipeline import THREADS, extract
from extractors.records import Extraction
from kg.extraction_pool import extract_in_processes
from kg.papers_table import BATCH
from kg.parts import known_keys, sweep, write_part

# Papers a part: small enough that little is lost by a kill, large enough for few files.
PART_SIZE = 256
# Texts after which progress is told.
_STEP: Final = 16
KEYS_SCHEMA: Final = pa.schema([(name, pa.string()) for name in ("paper", "key", "published")])

Progress = Callable[[int, int], None]
# Key, title and abstract.
Text = tuple[str, str, str]


def extraction_key(title: str, abstract: str, extractors: str) -> str:
    """The key of a paper's text under a fingerprint of the extractors."""
    digest = hashlib.sha256()
    for part in (extractors, title, abstract):
        data = part.encode()
        digest.update(len(data).to_bytes(8, "big"))
        digest.update(data)
    return digest.hexdigest()[:32]


def write_keys(papers: Path, extractors: str, target: Path) -> frozenset[str]:
    """Write paper, key and date (KEYS_SCHEMA) of every paper of a table; returns the keys."""
    keys: set[str] = set()
    with pq.ParquetFile(papers) as file, pq.ParquetWriter(target, KEYS_SCHEMA, compression="zstd") as out:
        for batch in file.iter_batches(BATCH, columns=["id", "published", "title", "abstract"]):
            found = [extraction_key(title, abstract, extractors) for title, abstract in _texts(batch)]
            out.write_table(pa.table([batch["id"], found, batch["published"]], schema=KEYS_SCHEMA))
            keys.update(found)
    return frozenset(keys)


def _texts(batch: pa.RecordBatch) -> Iterator[tuple[str, str]]:
    """Title and abstract of papers."""
    return zip(batch["title"].to_pylist(), batch["abstract"].to_pylist(), strict=True)


def extract_missing(
    papers: Path,
    extractors: str,
    keys: frozenset[str],
    folder: Path,
    model: str,
    *,
    jobs: int | None = None,
    progress: Progress | None = None,
) -> int:
    """Extract the texts of a papers table that are not known yet; returns how many that were.

    Args:
        papers: the papers table.
        extractors: the fingerprint of the extractors.
        keys: of all its texts.
        folder: of the parts.
        model: which extractors.
        jobs: processes to use, by default one a core; few texts take fewer. One means this process alone.
        progress: called with (done, to do).

    Raises:
        WorkerError: a process ended before its work; the parts written so far stay.
    """
    sweep(folder)
    missing = keys - known_keys(folder)
    done = 0

    def advance(count: int) -> None:
        nonlocal done
        done += count
        if progress:
            progress(done, len(missing))

    tasks = _tasks(papers, extractors, set(missing))
    # To start a process takes as long as a third of a part; each gets a whole one at least.
    jobs = min(jobs or cores(), len(missing) // PART_SIZE)
    if jobs > 1:
        extract_in_processes(tasks, folder, model, jobs, advance)
    else:
        for task in tasks:
            extract_part(folder, task, model, THREADS, advance)
    return len(missing)


def extract_part(folder: Path, texts: Sequence[Text], model: str, threads: int, advance: Callable[[int], None]) -> None:
    """Extract texts into a part; `advance` is told how many more are done."""

    def counted(found: Iterator[Extraction]) -> Iterator[Extraction]:
        waiting = 0
        for item in found:
            yield item
            waiting += 1
            if waiting == _STEP:
                advance(waiting)
                waiting = 0
        if waiting:
            advance(waiting)

    found = extract([(title, abstract) for _, title, abstract in texts], model, threads)
    write_part(folder, [key for key, _, _ in texts], counted(found))


def cores() -> int:
    """The cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _tasks(papers: Path, extractors: str, missing: set[str]) -> Iterator[list[Text]]:
    """The missing texts, each once, a part at a time."""
    texts = missing_texts(papers, extractors, missing)
    while task := list(islice(texts, PART_SIZE)):
        yield task


def missing_texts(papers: Path, extractors: str, missing: set[str]) -> Iterator[Text]:
    """The texts of a papers table whose keys are missing, each once; their keys are taken out of `missing`."""
    with pq.ParquetFile(papers) as file:
        for batch in file.iter_batches(BATCH, columns=["title", "abstract"]) if missing else ():
            for title, abstract in _texts(batch):
                key = extraction_key(title, abstract, extractors)
                if key in missing:
                    missing.remove(key)
                    yield key, title, abstract
