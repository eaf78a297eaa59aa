"""The graph as a networkx MultiDiGraph."""

from typing import TYPE_CHECKING, Any

import networkx as nx

if TYPE_CHECKING:
    from kg.graph import Graph


def to_networkx(graph: "Graph") -> "nx.MultiDiGraph[str]":
    """Nodes carry `type`, `label` and their record's facts; edges carry `predicate`, `support`, `confidence`, dates.

    Facts that are not known are left out, since GraphML and others have no null.
    """
    network: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for paper in graph.papers():
        network.add_node(
            paper.id,
            **_known(
                type="Paper",
                label=paper.title,
                published=paper.published,
                url=paper.url,
                doi=paper.doi,
                arxiv_id=paper.arxiv_id,
            ),
        )
    for entity in graph.entities():
        network.add_node(
            entity.id,
            **_known(
                type=entity.type,
                label=entity.label,
                aliases=" | ".join(entity.aliases) or None,
                first_seen=entity.first_seen,
                last_seen=entity.last_seen,
                paper_count=entity.paper_count,
                mention_count=entity.mention_count,
            ),
        )
    for entity in graph.entities():
        for other in entity.broader:
            network.add_edge(entity.id, other, key="broader", predicate="broader")
    for s in graph.statements():
        network.add_edge(
            s.subject,
            s.object,
            key=s.predicate,
            **_known(
                predicate=s.predicate,
                support=s.support,
                confidence=s.confidence,
                first_seen=s.first_seen,
                last_seen=s.last_seen,
            ),
        )
    for result in graph.results():
        text = f"{result.value}{' ' + result.unit if result.unit else ''}"
        network.add_node(result.id, type="Result", label=text, value=result.value, quote=result.quote, kind=result.kind)
        network.add_edge(result.paper, result.id, key="hasResult", predicate="hasResult", confidence=result.score)
        for predicate, entity_id in result.slots().items():
            network.add_edge(result.id, entity_id, key=predicate, predicate=predicate)
    return network


def _known(**facts: Any) -> dict[str, Any]:
    return {name: value for name, value in facts.items() if value is not None}
