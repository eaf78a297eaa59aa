"""Small hand-made corpora for the tests of resolution."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import pyarrow as pa

from kg.resolution import CLUSTER_SCHEMA


@dataclass(frozen=True, slots=True)
class Cluster:
    """One row of the input of `resolve`."""

    paper: str
    cluster: int
    type: str
    names: list[str]
    definitions: list[tuple[str, str]] = field(default_factory=list)
    score: float = 0.9


def table(clusters: Iterable[Cluster]) -> pa.Table:
    """The input of `resolve`, in the order given."""
    rows = [
        {
            "paper": cluster.paper,
            "cluster": cluster.cluster,
            "type": cluster.type,
            "names": cluster.names,
            "definitions": [{"short": short, "long": long} for short, long in cluster.definitions],
            "score": cluster.score,
            "mentions": len(cluster.names),
            "published": None,
        }
        for cluster in clusters
    ]
    return pa.Table.from_pylist(rows, CLUSTER_SCHEMA)
