"""DuckDB connections: in memory, capped, spilling to disk, the same result on any number of threads."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import duckdb

# What the names of 100,000 abstracts leave of the build's memory goal of 2 GB, with room to spare.
BUILD_MEMORY: Final = "700MB"
# DuckDB wants some 125 MB for each thread (its guide to performance, "Memory"), so a build uses no more than these.
_BUILD_THREADS: Final = 4


def connect(memory: str) -> duckdb.DuckDBPyConnection:
    """An empty in-memory database that spills beyond so much memory, into a folder of this process alone."""
    spill = Path(tempfile.gettempdir()) / f"paperkg-{os.getpid()}"
    config: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": memory,
        "preserve_insertion_order": "true",
        "temp_directory": str(spill),
    }
    return duckdb.connect(":memory:", config=config)


@contextmanager
def sql_connection() -> Iterator[duckdb.DuckDBPyConnection]:
    """A database for building tables, closed at the end."""
    connection = connect(BUILD_MEMORY)
    connection.execute(f"SET threads = {min(_BUILD_THREADS, os.cpu_count() or 1)}")
    try:
        yield connection
    finally:
        connection.close()


def quoted(text: str) -> str:
    """A string as a SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def text_list(values: list[str]) -> str:
    """Strings as a SQL list literal."""
    return f"[{', '.join(map(quoted, values))}]"


def sentence_of(claim: str) -> str:
    """SQL for the sentence of a claim, whose paper is joined as `p`; offsets are in code points, as in Python."""
    text = f"if({claim}.section = 'title', p.title, p.abstract)"
    return f"substring({text}, {claim}.sentence_start + 1, {claim}.sentence_end - {claim}.sentence_start)"
