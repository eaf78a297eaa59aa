"""The numbers of a graph: counts by type, dates covered, the most frequent entities, what was rejected."""

from dataclasses import dataclass

from kg.graph import Graph
from kg.records import Entity, Reject
from ontology import load_vocabulary


@dataclass(frozen=True, slots=True)
class Stats:
    """`counts` by table, type and predicate; `first` and `last` date of a paper; `top` entities by type."""

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


def stats(graph: Graph, top: int = 5) -> Stats:
    """The numbers of a graph, with the `top` entities of each type by number of papers."""
    papers = graph.papers()
    dates = sorted(paper.published for paper in papers if paper.published)
    types = load_vocabulary().entity_types()
    by_type: dict[str, list[Entity]] = {name: [] for name in types}
    for entity in graph.entities():
        by_type[entity.type].append(entity)
    claims: dict[str, int] = {}
    for claim in graph.claims():
        claims[claim.predicate] = claims.get(claim.predicate, 0) + 1
    return Stats(
        papers=len(papers),
        dated=len(dates),
        year_inferred=sum(paper.year_inferred for paper in papers),
        first=dates[0] if dates else None,
        last=dates[-1] if dates else None,
        entities={name: len(found) for name, found in by_type.items()},
        mentions=graph.manifest.rows["mentions"],
        claims=dict(sorted(claims.items(), key=lambda item: (-item[1], item[0]))),
        results=graph.manifest.rows["results"],
        top={
            name: sorted(found, key=lambda e: (-e.paper_count, -e.mention_count, e.id))[:top]
            for name, found in by_type.items()
        },
        rejects=list(graph.rejects()),
    )
