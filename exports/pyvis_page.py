"""One HTML page with the familiar pyvis picture: offline, positions fixed, every text escaped."""

import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import markupsafe
import pyvis
from pyvis.network import Network

from exports.html_page import source_hash, template
from exports.layout import force_layout
from exports.registry import replacing
from extractors.names import clean_name
from kg.graph import Graph
from kg.records import Claim, Entity, Paper, Statement
from ontology import load_vocabulary

# Beyond this vis-network takes seconds to draw; the papers with most claims and the entities in most papers are kept.
MAX_NODES = 1_500
# Sentences shown for one edge.
_MAX_QUOTES = 3
_VIS = Path(pyvis.__file__).parent / "templates" / "lib" / "vis-9.1.2"


@dataclass(frozen=True, slots=True)
class _Picture:
    """What of the graph is drawn."""

    papers: list[Paper]
    entities: list[Entity]
    statements: list[Statement]
    left_out: int


class PyvisPage:
    """The small picture: up to 1,500 nodes."""

    name = "pyvis"
    summary = "one HTML page with a small interactive picture, offline"

    def export(self, graph: Graph, path: Path) -> list[Path]:
        """Write the page."""
        picture = _choose(graph)
        claims: dict[tuple[str, str, str], list[Claim]] = {}
        for claim in graph.claims():
            claims.setdefault((claim.subject, claim.predicate, claim.object), []).append(claim)
        network = _network(picture)
        details = _details(picture, claims, {paper.id: paper for paper in graph.papers()})
        data = {"nodes": network.nodes, "edges": network.edges, "details": details}
        with replacing(path) as out:
            out.write(_render(data, picture).encode())
        return [path]


def _choose(graph: Graph) -> _Picture:
    """Papers and entities with the most papers, as many as the page can show, and the statements between them."""
    papers, entities = graph.papers(), graph.entities()
    ranked = sorted(entities, key=lambda e: (-e.paper_count, -e.mention_count, e.id))
    statements = graph.statements()
    degree = Counter(s.subject for s in statements)
    kept_papers = sorted(sorted(papers, key=lambda p: (-degree[p.id], p.id))[: MAX_NODES // 3], key=lambda p: p.id)
    paper_ids = {p.id for p in kept_papers}
    linked = {s.object for s in statements if s.subject in paper_ids}
    kept_entities = [e for e in ranked if e.id in linked][: MAX_NODES - len(kept_papers)]
    shown = paper_ids | {e.id for e in kept_entities}
    return _Picture(
        papers=kept_papers,
        entities=sorted(kept_entities, key=lambda e: e.id),
        statements=[s for s in statements if s.subject in shown and s.object in shown],
        left_out=len(papers) + len(entities) - len(shown),
    )


def _network(picture: _Picture) -> Network:
    """The pyvis network: nodes with fixed positions, edges in order."""
    types = load_vocabulary().types
    network = Network(directed=True, cdn_resources="in_line")
    identifiers = [p.id for p in picture.papers] + [e.id for e in picture.entities]
    number = {identifier: i for i, identifier in enumerate(identifiers)}
    place = force_layout(len(identifiers), [(number[s.subject], number[s.object]) for s in picture.statements])

    def add(identifier: str, type_name: str, label: str, weight: float) -> None:
        x, y = (float(value) for value in place[number[identifier]])
        look = types[type_name]
        size, font = round(6 + 4 * weight, 1), {"size": round(8 + 7 * weight)}
        network.add_node(
            identifier, label=_short(label), shape=look.shape, color=look.colour, size=size, x=x, y=y, font=font
        )

    for paper in picture.papers:
        add(paper.id, "Paper", clean_name(paper.title), 0.5)
    for entity in picture.entities:
        add(entity.id, entity.type, entity.label, entity.paper_count**0.5)
    # Network.add_edge looks through all edges for each one; the list it fills takes them directly.
    network.edges.extend(
        {
            "id": i,
            "from": s.subject,
            "to": s.object,
            "label": s.predicate,
            "width": round(0.6 + 0.5 * s.support, 1),
            "arrows": "to",
        }
        for i, s in enumerate(picture.statements)
    )
    return network


def _short(label: str) -> str:
    return label if len(label) <= 32 else label[:30].rstrip() + "…"


def _details(
    picture: _Picture, claims: dict[tuple[str, str, str], list[Claim]], papers: dict[str, Paper]
) -> dict[str, Any]:
    """What the side panel says, by node id and by edge number; sentences come from all papers, drawn or not."""
    nodes: dict[str, Any] = {}
    for paper in picture.papers:
        nodes[paper.id] = {
            "type": "Paper",
            "label": clean_name(paper.title),
            "facts": [paper.published or "no date", paper.id],
        }
    for entity in picture.entities:
        dates = f"{entity.first_seen or '?'} to {entity.last_seen or '?'}"
        facts = [f"{entity.paper_count} papers, {entity.mention_count} mentions", dates]
        also = [f"also: {', '.join(entity.aliases[:8])}"] if entity.aliases else []
        nodes[entity.id] = {"type": entity.type, "label": entity.label, "facts": [*facts, *also]}
    edges = []
    for statement in picture.statements:
        quotes = []
        for claim in claims[statement.subject, statement.predicate, statement.object][:_MAX_QUOTES]:
            paper = papers[claim.paper]
            quotes.append({"paper": clean_name(paper.title), "quote": claim.sentence(paper)})
        edges.append({"support": statement.support, "confidence": statement.confidence, "quotes": quotes})
    return {"nodes": nodes, "edges": edges}


def _render(data: dict[str, Any], picture: _Picture) -> str:
    """The page: all it needs inside, a policy that forbids anything else, and no text that HTML could read as code."""
    folder = Path(__file__).with_name("templates")
    library = (_VIS / "vis-network.min.js").read_text(encoding="utf-8").replace("</script", "<\\/script")
    script = (folder / "pyvis_page.js").read_text(encoding="utf-8")
    types = load_vocabulary().types
    present = {"Paper", *(entity.type for entity in picture.entities)}
    return template(folder, "pyvis_page.html").render(
        library=markupsafe.Markup(library),
        script=markupsafe.Markup(script),
        policy=f"default-src 'none'; script-src {source_hash(library)} {source_hash(script)}; "
        "style-src 'unsafe-inline'; img-src data:",
        data=markupsafe.Markup(_json(data)),
        legend=[look for name, look in types.items() if name in present],
        counts=f"{len(picture.papers)} papers, {len(picture.entities)} entities, {len(picture.statements)} statements",
        left_out=picture.left_out,
    )


def _json(data: dict[str, Any]) -> str:
    """JSON that no HTML parser can end early: `<`, `>` and `&` as escapes."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text
