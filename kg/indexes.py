"""Indexes derived from a graph's tables: made on first use, stamped with the tables, replaced when these change."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock

from kg.errors import StoreError

if TYPE_CHECKING:
    from kg.graph import Graph


def fresh_index(graph: "Graph", name: str, layout: str, make: Callable[[Path], None]) -> Path:
    """The folder of the index of that name that matches the graph's tables.

    If there is none, `make` writes it into a folder that does not exist yet; one process makes it, others wait.
    `layout` differs whenever equal tables would give another index.

    Raises:
        StoreError: the index cannot be written.
    """
    folder = graph.store.index_folder(name)
    target = folder / f"{layout}-{graph.manifest.stamp}"
    if target.is_dir():
        return target
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder.parent / f".{name}.lock"):
            if not target.is_dir():
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
    aside = folder / "building"
    make(aside)
    os.replace(aside, target)
