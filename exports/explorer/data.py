"""What the page knows: the nodes and statements shown, their papers, sentences and results, as named blocks.

Papers are numbered anew: those shown as nodes first, in the order of the nodes, then others that are evidence. Entities
follow the shown papers as nodes. Dates are numbers into a sorted list, whose first item says that there is none.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from exports.explorer.blocks import column_block, json_block
from exports.explorer.layout import Layout, community_layout
from exports.explorer.results import result_rows
from exports.explorer.selection import Cut, Ints, Selection, select
from extractors.names import clean_name
from kg import __version__
from kg.graph import Graph
from kg.identifiers import DEFAULT_BASE
from kg.records import Entity, Paper
from ontology import load_vocabulary
from ontology.vocabulary import NAMESPACE

# Positions are whole numbers from 0 to this, the same for both axes.
_GRID: Final = 65_535
# Names that say what a community is about: that many at most, of communities of at least so many nodes.
_NAMED_COMMUNITIES: Final = 80
_NAMED_SIZE: Final = 12


@dataclass(frozen=True, slots=True)
class PageData:
    """The blocks by name, and the counts that the page's title gives."""

    blocks: dict[str, str]
    papers: int
    entities: int
    statements: int


def page_data(graph: Graph, cut: Cut) -> PageData:
    """All that the page carries of a graph."""
    selection = select(graph, cut)
    numbers = _Numbers(selection)
    papers = graph.papers()
    shown_papers = [papers[i] for i in numbers.papers.tolist()]
    entities = graph.entities()
    shown_entities = [entities[i - selection.paper_total] for i in numbers.entities.tolist()]
    s = selection.statements
    source, target = numbers.node[s.source], numbers.node[s.target]
    weight = np.maximum(s.confidence, 0.05)
    layout = community_layout(len(selection.nodes), source.astype(np.int32), target.astype(np.int32), weight)
    dates = ["", *sorted({p.published for p in shown_papers if p.published})]
    date = {text: number for number, text in enumerate(dates)}
    types = list(load_vocabulary().types)
    place, side = _whole_numbers(layout)
    named = selection.named[np.lexsort((numbers.paper[selection.named[:, 1]], numbers.node[selection.named[:, 0]]))]
    node_papers = np.bincount(numbers.node[named[:, 0]], minlength=len(selection.nodes))
    columns = {
        "type": np.array([types.index("Paper")] * numbers.paper_nodes + [types.index(e.type) for e in shown_entities]),
        "x": place[:, 0],
        "y": place[:, 1],
        "community": layout.community,
        "papers": node_papers,
        "named": numbers.paper[named[:, 1]],
        "date": np.array([date[p.published or ""] for p in shown_papers]),
        "source": source,
        "target": target,
        "predicate": s.predicate,
        "support": s.support,
        "confidence": np.round(s.confidence * 100),
        "claim": numbers.paper[s.claim_paper],
    }
    communities = _community_names(layout, numbers, node_papers, source, target)
    sentences, sentence = _sentences(selection, papers)
    results = result_rows(graph, numbers.paper_of(papers), numbers.node_of(shown_papers, shown_entities))
    return PageData(
        blocks={
            "meta": json_block(_meta(selection, numbers, dates, side, communities)),
            "graph": column_block(columns, frozenset({"source"})),
            "names": json_block(
                {
                    "papers": [clean_name(p.title) for p in shown_papers],
                    "entities": [e.label for e in shown_entities],
                }
            ),
            "details": json_block(_details(shown_papers, shown_entities)),
            "claims": column_block({"sentence": sentence, "score": np.round(s.claim_score * 100)}),
            "sentences": json_block(sentences),
            "results": json_block(results),
        },
        papers=numbers.paper_nodes,
        entities=len(shown_entities),
        statements=len(source),
    )


class _Numbers:
    """The numbers of nodes and papers on the page by their numbers in the graph."""

    def __init__(self, selection: Selection) -> None:
        is_paper = selection.nodes < selection.paper_total
        nodes = selection.nodes[is_paper]
        self.paper_nodes = len(nodes)
        self.entities: Ints = selection.nodes[~is_paper]
        evidence = np.union1d(selection.statements.claim_paper, selection.named[:, 1])
        self.papers: Ints = np.concatenate([nodes, np.setdiff1d(evidence, nodes)])
        self.node = np.full(selection.node_total, -1, dtype=np.int64)
        self.node[selection.nodes] = np.arange(len(selection.nodes))
        self.paper = np.full(selection.paper_total, -1, dtype=np.int64)
        self.paper[self.papers] = np.arange(len(self.papers))

    def paper_of(self, papers: Sequence[Paper]) -> dict[str, int]:
        return {papers[old].id: new for new, old in enumerate(self.papers.tolist())}

    def node_of(self, shown_papers: Sequence[Paper], shown_entities: list[Entity]) -> dict[str, int]:
        ids = [*(p.id for p in shown_papers[: self.paper_nodes]), *(e.id for e in shown_entities)]
        return {identifier: number for number, identifier in enumerate(ids)}


def _whole_numbers(layout: Layout) -> tuple[Ints, float]:
    """Positions from 0 to 65,535 on a common scale, and the layout's longer side in its own unit."""
    if not len(layout.position):
        return np.zeros((0, 2), dtype=np.int64), 1.0
    low = layout.position.min(axis=0)
    extent = layout.position.max(axis=0) - low
    side = max(float(extent.max()), 1e-9)
    inset = (side - extent) / 2
    return np.round((layout.position - low + inset) / side * _GRID).astype(np.int64), side


def _community_names(
    layout: Layout, numbers: _Numbers, papers: Ints, source: Ints, target: Ints
) -> list[dict[str, Any]]:
    """The largest communities: number, and the entity in most papers among those with most links inside."""
    count = len(layout.community)
    inside = layout.community[source] == layout.community[target]
    degree = np.bincount(source[inside], minlength=count) + np.bincount(target[inside], minlength=count)
    names = []
    sizes = np.bincount(layout.community, minlength=1)
    order = np.lexsort((np.arange(count), -degree, layout.community))
    first = np.concatenate([[0], np.cumsum(sizes)])
    for number in range(min(_NAMED_COMMUNITIES, len(sizes))):
        if sizes[number] < _NAMED_SIZE:
            break
        members = order[first[number] : first[number + 1]]
        linked = [int(m) for m in members[:40] if m >= numbers.paper_nodes][:5]
        if linked:
            names.append({"community": number, "node": max(linked, key=lambda m: (papers[m], -m))})
    return names


def _sentences(selection: Selection, papers: Sequence[Paper]) -> tuple[list[str], Ints]:
    """Each sentence that is evidence, once, and the number of the sentence of each claim."""
    s = selection.statements
    keys = np.stack([s.claim_paper, s.claim_in_title, s.claim_start, s.claim_end], axis=1).astype(np.int64)
    distinct, number = np.unique(keys, axis=0, return_inverse=True)
    texts = []
    for paper, in_title, start, end in distinct.tolist():
        text = papers[paper].title if in_title else papers[paper].abstract
        texts.append(text[start:end])
    return texts, number.reshape(-1).astype(np.int64)


def _details(papers: Iterable[Paper], entities: Iterable[Entity]) -> dict[str, Any]:
    """What cards, search and exports need beyond the picture."""
    papers, entities = list(papers), list(entities)
    return {
        "paperIds": [p.id for p in papers],
        "urls": [_web_address(p.url) for p in papers],
        "authors": [list(p.authors) for p in papers],
        "categories": [" ".join(p.categories) for p in papers],
        "entityIds": [e.id for e in entities],
        "aliases": [list(e.aliases) for e in entities],
        "mentions": [e.mention_count for e in entities],
    }


def _web_address(url: str | None) -> str:
    return url if url and url.lower().startswith(("https://", "http://")) else ""


def _meta(
    selection: Selection, numbers: _Numbers, dates: list[str], side: float, named: list[dict[str, Any]]
) -> dict[str, Any]:
    """Vocabulary, counts, and what was left out."""
    vocabulary = load_vocabulary()
    cut = selection.cut
    return {
        "version": __version__,
        "base": DEFAULT_BASE,
        "namespace": NAMESPACE,
        "types": [
            {
                "name": t.name,
                "label": t.label,
                "plural": t.plural,
                "definition": t.definition,
                "colour": t.colour,
                "shape": t.shape,
            }
            for t in vocabulary.types.values()
        ],
        "predicates": [
            {"name": p.name, "label": p.label, "definition": p.definition, "cypher": p.neo4j_type}
            for p in vocabulary.predicates.values()
        ],
        "dates": dates,
        "paperNodes": numbers.paper_nodes,
        "side": round(side, 3),
        "communities": named,
        "graph": {
            "papers": selection.paper_total,
            "entities": selection.node_total - selection.paper_total,
            "statements": selection.statement_total,
        },
        "cut": {
            "focus": cut.focus,
            "hops": cut.hops,
            "since": cut.since,
            "minSupport": cut.min_support,
            "top": cut.top,
        },
    }
