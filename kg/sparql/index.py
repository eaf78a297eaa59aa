"""The SPARQL index: a pyoxigraph store made of the graph's triples, stamped with the tables it came from."""

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
from filelock import FileLock

from kg.errors import StoreError
from kg.rdf import chunk_reader, lines

if TYPE_CHECKING:
    from kg.graph import Graph

# Raised whenever the triples of equal tables change.
_LAYOUT = "2"
_LOCK = ".sparql.lock"


def fresh_index(graph: "Graph") -> Path:
    """The folder of an index that matches the graph's tables, made if there is none.

    Raises:
        StoreError: the index cannot be written.
    """
    folder = graph.store.index_folder("sparql")
    target = folder / f"{_LAYOUT}-{graph.manifest.stamp}"
    if target.is_dir():
        return target
    try:
        folder.mkdir(parents=True, exist_ok=True)
        # One process makes the index; others wait for it.
        with FileLock(folder.parent / _LOCK):
            if not target.is_dir():
                _make(graph, folder, target)
    except OSError as error:
        raise StoreError(
            f"{folder}: the SPARQL index cannot be written ({error}); is the graph on a full or read-only disk?"
        ) from error
    return target


def _make(graph: "Graph", folder: Path, target: Path) -> None:
    """Write the index aside, put it in its place, and remove those of earlier tables."""
    for other in folder.iterdir():
        shutil.rmtree(other, ignore_errors=True)
    aside = folder / "building"
    store = ox.Store(str(aside))
    # Lenient: the IRIs are valid by construction.
    store.bulk_load(input=chunk_reader(lines(graph)), format=ox.RdfFormat.N_TRIPLES, lenient=True)
    store.optimize()
    store.flush()
    del store
    os.replace(aside, target)
