"""The SPARQL index: a pyoxigraph store made of the graph's triples."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg import indexes
from kg.rdf import lines

if TYPE_CHECKING:
    from kg.graph import Graph

# Raised whenever the triples of equal tables change.
_LAYOUT = "2"
# Bytes of N-Triples a load, about 250,000 triples: one load of 6 million took 1.7 times as long, 2.7 times the memory.
_LOAD_SIZE = 40_000_000


def fresh_index(graph: "Graph") -> Path:
    """The folder of an index that matches the graph's tables, made if there is none.

    Raises:
        StoreError: the index cannot be written.
    """

    def make(aside: Path) -> None:
        store = ox.Store(str(aside))
        for part in _loads(lines(graph)):
            # Lenient: the IRIs are valid by construction.
            store.bulk_load(input=part, format=ox.RdfFormat.N_TRIPLES, lenient=True)
        store.optimize()
        store.flush()

    return indexes.fresh_index(graph, "sparql", _LAYOUT, make)


def _loads(chunks: Iterable[str]) -> Iterator[bytes]:
    """Chunks of whole lines, joined to pieces of about the size of a load."""
    piece: list[str] = []
    size = 0
    for chunk in chunks:
        piece.append(chunk)
        size += len(chunk)
        if size >= _LOAD_SIZE:
            yield "".join(piece).encode()
            piece, size = [], 0
    yield "".join(piece).encode()
