"""What functions of single texts made of the names of a graph, kept beside it: the next build works out new names only.

A file a function, named by digests of the code that the function depends on and of its own bytes; it holds the texts of
one build, so that nothing stays of a paper that is removed.
"""

import hashlib
import os
import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import extractors
from kg.file_digests import DIGEST, digest_of, is_as_written
from kg.sql import quoted

if TYPE_CHECKING:
    import duckdb

# The packages whose code makes rows of texts.
_PACKAGES: Final = (Path(str(extractors.__file__)).parent, Path(__file__).parents[1] / "resolution")
_NAME: Final = re.compile(rf"[a-z]+-{DIGEST}-({DIGEST})\.parquet")


class Remembered:
    """The files of a folder, which is made when something is to be kept."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def file(self, name: str) -> Path | None:
        """The rows that were kept of a table, if the code is the same and no byte has changed."""
        for path in self._folder.glob(f"{name}-{_code()}-*.parquet"):
            if is_as_written(path, _NAME):
                return path
        return None

    def keep(self, connection: "duckdb.DuckDBPyConnection", name: str) -> None:
        """Keep the rows of a table in place of those before."""
        self._folder.mkdir(exist_ok=True)
        aside = self._folder / f"{name}.tmp"
        connection.execute(f"COPY {name} TO {quoted(str(aside))} (FORMAT parquet, COMPRESSION zstd)")
        kept = self._folder / f"{name}-{_code()}-{digest_of(aside)}.parquet"
        os.replace(aside, kept)
        for path in self._folder.glob(f"{name}-*"):
            if path != kept:
                path.unlink()


@lru_cache(maxsize=1)
def _code() -> str:
    """A digest of the code and the data that names are worked out by."""
    digest = hashlib.sha256()
    for folder in _PACKAGES:
        for path in sorted([*folder.glob("*.py"), *folder.glob("data/*.*")]):
            digest.update(path.name.encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
