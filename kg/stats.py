"""The numbers of a graph: counts by type, dates covered, the most frequent entities, what was rejected."""

from dataclasses import dataclass

from kg.graph import Graph
from kg.records import Entity, Reject
from ontology import load_vocabulary


@dataclass(frozen=True, slots=True)
class Stats:
    """How much a graph holds: `entities` by type, `claims` by predicate, all else in all.

    `dated` and `year_inferred` count papers, `first` and `last` are dates of papers, `top` holds entities by type.
    """

    papers: int
    dated: int
    year_inferred: int
    first: str | None
    last: str | None
    entities: dict[str, int]
    mentions: int
    claims: dict[str, int]
    results: int
    top: dict[str, list[Entity]]
    rejects: list[Reject]


_PAPERS = """
SELECT count(*), count(published), count(*) FILTER (WHERE year_inferred), min(published), max(published) FROM papers
"""
_CLAIMS = "SELECT predicate, count(*) FROM claims GROUP BY predicate ORDER BY count(*) DESC, predicate"
_TOP = "SELECT * FROM entities WHERE type = ? ORDER BY paper_count DESC, mention_count DESC, id LIMIT ?"


def stats(graph: Graph, top: int = 5) -> Stats:
    """The numbers of a graph, with the `top` entities of each type by number of papers."""
    papers, dated, inferred, first, last = graph.sql(_PAPERS).fetchall()[0]
    types = load_vocabulary().entity_types()
    counts = dict(graph.sql("SELECT type, count(*) FROM entities GROUP BY type").fetchall())
    return Stats(
        papers=papers,
        dated=dated,
        year_inferred=inferred,
        first=first,
        last=last,
        entities={name: counts.get(name, 0) for name in types},
        mentions=graph.manifest.rows["mentions"],
        claims=dict(graph.sql(_CLAIMS).fetchall()),
        results=graph.manifest.rows["results"],
        top={name: list(graph.select(Entity, _TOP, (name, top))) for name in types},
        rejects=list(graph.rejects()),
    )
