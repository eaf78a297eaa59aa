"""The SPARQL index: a pyoxigraph store made of the graph's triples."""

from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg import indexes
from kg.rdf import triples

if TYPE_CHECKING:
    from kg.graph import Graph

# Raised whenever the triples of equal tables change.
_LAYOUT = "1"


def fresh_index(graph: "Graph") -> Path:
    """The folder of a store that matches the graph's tables, made if there is none.

    Raises:
        StoreError: the index cannot be written.
    """

    def make(aside: Path) -> None:
        store = ox.Store(str(aside))
        store.bulk_extend(ox.Quad(t.subject, t.predicate, t.object) for t in triples(graph))
        store.optimize()
        store.flush()

    return indexes.fresh_index(graph, "sparql", _LAYOUT, make)
