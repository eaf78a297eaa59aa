"""Indexes derived from a graph's tables: made on first use, stamped with the tables, replaced when these change.

An index holds a list of its files. Their sizes, and the digests of small ones, are compared whenever it is opened, all
digests when a query fails or the user asks: what is damaged is made anew. Neither engine sees every changed bit by
itself (pyoxigraph reads RocksDB's blocks without their checksums), and comparing all digests of an index of gigabytes
would hold up every query for seconds.
"""

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from filelock import FileLock

from kg.errors import StoreError
from kg.file_digests import digest_of

if TYPE_CHECKING:
    from kg.graph import Graph

_BUILDING: Final = "building"
_CONTENTS: Final = "contents.json"
# Files of RocksDB that reading changes, or that hold nothing of the data.
_UNLISTED: Final = ("LOG", "LOCK", "OPTIONS")
# Bytes up to which a file's digest costs no more than opening it. RocksDB's list of its files is far smaller, and cut
# short it gives an empty store without an error.
_SMALL: Final = 65_536


def fresh_index(graph: "Graph", name: str, layout: str, make: Callable[[Path], None]) -> Path:
    """The folder of the index of that name that matches the graph's tables.

    If there is none, or it is damaged, `make` writes it into a folder that does not exist yet; one process makes it,
    others wait.
    `layout` differs whenever equal tables would give another index.

    Raises:
        StoreError: the index cannot be written.
    """
    folder = graph.store.index_folder(name)
    target = folder / f"{layout}-{graph.manifest.stamp}"
    if _is_whole(target):
        return target
    if not graph.store.path.is_dir():
        raise StoreError(f"{graph.store.path}: the graph is gone since it was opened; open it again where it is")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder.parent / f".{name}.lock"):
            if not _is_whole(target):
                _replace(folder, target, make)
    except OSError as error:
        raise StoreError(
            f"{folder}: the index cannot be written ({error}); is the graph on a full or read-only disk?"
        ) from error
    return target


def _replace(folder: Path, target: Path, make: Callable[[Path], None]) -> None:
    """Make an index aside, put it in its place, and remove those of earlier tables."""
    for other in folder.iterdir():
        shutil.rmtree(other, ignore_errors=True)
    aside = folder / _BUILDING
    make(aside)
    files = [path for path in sorted(aside.rglob("*")) if path.is_file() and not path.name.startswith(_UNLISTED)]
    listed = {str(path.relative_to(aside)): [path.stat().st_size, digest_of(path)] for path in files}
    (aside / _CONTENTS).write_text(json.dumps(listed), encoding="utf-8")
    os.replace(aside, target)


def discard_damaged(index: Path) -> bool:
    """Remove an index if any byte of its files has changed; returns whether it had to be."""
    if _is_whole(index, digests_to=None):
        return False
    shutil.rmtree(index, ignore_errors=True)
    return True


def discard_all_damaged(graph: "Graph") -> list[str]:
    """Remove every index of a graph of which any byte has changed; returns their names."""
    found = sorted(graph.store.path.glob("indexes/*/*/"))
    return [index.parent.name for index in found if index.name != _BUILDING and discard_damaged(index)]


def _is_whole(index: Path, digests_to: int | None = _SMALL) -> bool:
    """Whether the files of an index have their sizes, and up to a size in bytes (None: all) their digests."""
    try:
        listed = json.loads((index / _CONTENTS).read_text(encoding="utf-8"))
        for name, (size, digest) in listed.items():
            if (index / name).stat().st_size != size:
                return False
            if (digests_to is None or size <= digests_to) and digest_of(index / name) != digest:
                return False
    except (OSError, ValueError, AttributeError, TypeError):
        return False
    return True
