"""What functions of single texts made of the names of a graph, kept beside it: the next build works out new names only.

A file a function, named by digests of the code that the function depends on and of its own bytes; it holds the texts of
one build, so that nothing stays of a paper that is removed.
"""

import os
import re
from pathlib import Path
from typing import Final

import duckdb

from kg.file_digests import DIGEST, digest_of, is_as_written
from kg.sql import quoted

_NAME: Final = re.compile(rf"[a-z]+-{DIGEST}-({DIGEST})\.parquet")


class Remembered:
    """The files of a folder, which is made when something is to be kept; `code` is a digest of what rows depend on."""

    def __init__(self, folder: Path, code: str) -> None:
        self._folder = folder
        self._code = code
        self._kept: set[Path] = set()

    def file(self, name: str) -> Path | None:
        """The rows that were kept of a table, if the code is the same and no byte has changed."""
        for path in self._folder.glob(f"{name}-{self._code}-*.parquet"):
            try:
                if _NAME.fullmatch(path.name) and is_as_written(path, _NAME):
                    return path
            except OSError:
                continue
        return None

    def keep(self, connection: duckdb.DuckDBPyConnection, name: str) -> None:
        """Keep the rows of a table.

        Raises:
            OSError, duckdb.IOException: the disk refuses.
        """
        self._folder.mkdir(exist_ok=True)
        aside = self._folder / f"{name}.tmp"
        try:
            rows = f"SELECT * FROM {name} ORDER BY ALL"
            connection.execute(f"COPY ({rows}) TO {quoted(str(aside))} (FORMAT parquet, COMPRESSION zstd)")
            kept = self._folder / f"{name}-{self._code}-{digest_of(aside)}.parquet"
            os.replace(aside, kept)
        finally:
            aside.unlink(missing_ok=True)
        self._kept.add(kept)

    def forget_others(self) -> None:
        """Remove what this session has not kept: the rows of other texts, and of other code."""
        for path in self._folder.glob("*"):
            if path not in self._kept:
                path.unlink()
