"""Chooses what of a graph the page shows: papers, entities and statements as numbered columns."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kg.errors import ExportError, KgError
from kg.graph import Graph
from ontology import load_vocabulary

# What headless Chromium without a GPU still draws smoothly; the page says what was left out.
MAX_NODES: Final = 50_000
# Of the nodes shown, the share that papers may take where not all fit.
_PAPER_SHARE: Final = 1 / 3

Ints = NDArray[np.int64]

# Nodes are numbered by id, papers first, then entities.
_NUMBERED: Final = """
WITH node AS (
    SELECT id, row_number() OVER (ORDER BY id) - 1 AS number FROM papers
    UNION ALL
    SELECT id, (SELECT count(*) FROM papers) + row_number() OVER (ORDER BY id) - 1 FROM entities
)
"""
_CLAIMS: Final = f"""{_NUMBERED}
SELECT s.number AS source, o.number AS target, c.predicate, p.number AS paper, c.score, c.section = 'title' AS in_title,
    c.sentence_start AS first, c.sentence_end AS last
FROM claims c JOIN node s ON s.id = c.subject JOIN node o ON o.id = c.object JOIN node p ON p.id = c.paper
ORDER BY source, target, c.predicate, c.score DESC, paper
"""
_NAMED: Final = f"""{_NUMBERED}
SELECT DISTINCT e.number AS entity, p.number AS paper
FROM mentions m JOIN node e ON e.id = m.entity JOIN node p ON p.id = m.paper ORDER BY entity, paper
"""
_BROADER: Final = f"""{_NUMBERED}
SELECT s.number AS source, o.number AS target
FROM (SELECT id, unnest(broader) AS wider FROM entities) b
JOIN node s ON s.id = b.id JOIN node o ON o.id = b.wider ORDER BY source, target
"""


@dataclass(frozen=True, slots=True)
class Cut:
    """What to keep: around `focus` within `hops`, papers since a date, statements and entities by support, the top."""

    focus: str | None = None
    hops: int = 2
    since: str | None = None
    min_support: int = 1
    top: int = MAX_NODES


@dataclass(frozen=True, slots=True)
class Statements:
    """Statements as columns; claim k of statement i is row `claims[first[i] + k]`, the surest first."""

    source: Ints
    target: Ints
    predicate: Ints
    support: Ints
    confidence: NDArray[np.float64]
    first: Ints
    claim_paper: Ints
    claim_score: NDArray[np.float64]
    claim_in_title: NDArray[np.bool_]
    claim_start: Ints
    claim_end: Ints


@dataclass(frozen=True, slots=True)
class Selection:
    """Numbers of the nodes shown, sorted (those below `paper_total` are papers), and what joins them.

    `named` has rows of entity and paper: which papers, shown or not, name an entity that is shown.
    """

    nodes: Ints
    paper_total: int
    node_total: int
    statement_total: int
    statements: Statements
    named: Ints
    cut: Cut


def select(graph: Graph, cut: Cut) -> Selection:
    """What the page shows of a graph.

    Raises:
        ExportError: the focus is not in the graph, or nothing is left.
    """
    papers, entities = graph.manifest.rows["papers"], graph.manifest.rows["entities"]
    total = papers + entities
    admitted = _papers_since(graph, cut.since)
    statements = _statements(graph, admitted)
    named = graph.sql(_NAMED).fetchnumpy()
    known = admitted[named["paper"]]
    entity, paper = named["entity"][known].astype(np.int64), named["paper"][known].astype(np.int64)
    count = np.bincount(entity, minlength=total)
    kept = np.concatenate([admitted, count[papers:] >= max(1, cut.min_support)])
    strong = (statements.support >= cut.min_support) | (statements.source < papers) | (statements.support == 0)
    linked = strong & kept[statements.source] & kept[statements.target]
    if cut.focus is not None:
        centre = _number(graph, cut.focus)
        kept &= _within(total, statements.source[linked], statements.target[linked], centre, cut.hops)
        linked &= kept[statements.source] & kept[statements.target]
    else:
        centre = None
    kept &= _best(count, statements.source[linked], statements.target[linked], kept, papers, cut.top, centre)
    if not kept.any():
        raise ExportError("nothing of the graph is left to show; loosen --since or --min-support")
    linked &= kept[statements.source] & kept[statements.target]
    shown = kept[entity]
    return Selection(
        nodes=np.flatnonzero(kept),
        paper_total=papers,
        node_total=total,
        statement_total=len(statements.source),
        statements=_take(statements, np.flatnonzero(linked)),
        named=np.stack([entity[shown], paper[shown]], axis=1),
        cut=cut,
    )


def _papers_since(graph: Graph, since: str | None) -> NDArray[np.bool_]:
    """Which papers count: all, or those of a date not before the given one (undated ones then do not)."""
    dates = [row[0] for row in graph.sql("SELECT published FROM papers ORDER BY id").fetchall()]
    if since is None:
        return np.ones(len(dates), dtype=bool)
    # A date that is cut to its year or month counts as its end: the paper may be of any day in it.
    return np.array([date is not None and date >= since[: len(date)] for date in dates], dtype=bool)


def _statements(graph: Graph, admitted: NDArray[np.bool_]) -> Statements:
    """All claims of the admitted papers, joined to statements; `broader` without a sentence has support 0."""
    order = {name: number for number, name in enumerate(load_vocabulary().predicates)}
    rows = graph.sql(_CLAIMS).fetchnumpy()
    keep = admitted[rows["paper"]]
    rows = {name: column[keep] for name, column in rows.items()}
    names, inverse = np.unique(rows["predicate"].astype(str), return_inverse=True)
    predicate = np.array([order[name] for name in names.tolist()], dtype=np.int64)[inverse]
    source, target = rows["source"].astype(np.int64), rows["target"].astype(np.int64)
    new = np.ones(len(source), dtype=bool)
    new[1:] = (np.diff(source) != 0) | (np.diff(target) != 0) | (np.diff(predicate) != 0)
    first = np.flatnonzero(new)
    doubt = np.log(np.maximum(1 - rows["score"], 1e-6))
    confidence = 1 - np.exp(np.add.reduceat(doubt, first)) if len(first) else np.zeros(0)
    bounds = np.append(first, len(source))
    known = graph.sql(_BROADER).fetchnumpy()
    stated = set(zip(source[first].tolist(), target[first].tolist(), predicate[first].tolist(), strict=True))
    extra = [
        (a, b, order["broader"])
        for a, b in zip(known["source"].tolist(), known["target"].tolist(), strict=True)
        if (a, b, order["broader"]) not in stated
    ]
    added = np.array(extra, dtype=np.int64).reshape(-1, 3)
    nothing = np.zeros(len(added), dtype=np.int64)
    return Statements(
        source=np.concatenate([source[first], added[:, 0]]),
        target=np.concatenate([target[first], added[:, 1]]),
        predicate=np.concatenate([predicate[first], added[:, 2]]),
        support=np.concatenate([np.diff(bounds), nothing]),
        confidence=np.concatenate([confidence, nothing + 1.0]),
        first=np.concatenate([bounds, nothing + bounds[-1]]),
        claim_paper=rows["paper"].astype(np.int64),
        claim_score=rows["score"],
        claim_in_title=rows["in_title"].astype(bool),
        claim_start=rows["first"].astype(np.int64),
        claim_end=rows["last"].astype(np.int64),
    )


def _number(graph: Graph, focus: str) -> int:
    """The number of the paper or entity of an id or a name."""
    found = graph.sql(f"{_NUMBERED} SELECT number FROM node WHERE id = ?", [focus]).fetchone()
    if found is None:
        try:
            identifier = graph.find_entity(focus).id
        except KgError as error:
            raise ExportError(str(error)) from error
        found = graph.sql(f"{_NUMBERED} SELECT number FROM node WHERE id = ?", [identifier]).fetchone()
    return int(found[0]) if found else 0


def _within(total: int, source: Ints, target: Ints, centre: int, hops: int) -> NDArray[np.bool_]:
    """Which nodes are within so many links of the centre."""
    reached = np.zeros(total, dtype=bool)
    reached[centre] = True
    for _ in range(hops):
        further = reached.copy()
        further[target[reached[source]]] = True
        further[source[reached[target]]] = True
        reached = further
    return reached


def _best(
    count: Ints, source: Ints, target: Ints, kept: NDArray[np.bool_], papers: int, top: int, centre: int | None
) -> NDArray[np.bool_]:
    """The best supported nodes: entities by the papers that name them, then papers by their links to those."""
    if int(kept.sum()) <= top:
        return kept
    total = len(kept)
    degree = np.bincount(source, minlength=total) + np.bincount(target, minlength=total)
    number = np.arange(total)
    best = np.zeros(total, dtype=bool)
    paper_room = min(int(top * _PAPER_SHARE), int(kept[:papers].sum()))
    entities = np.flatnonzero(kept & (number >= papers))
    ranked = entities[np.lexsort((entities, -degree[entities], -count[entities]))]
    best[ranked[: top - paper_room]] = True
    if centre is not None:
        best[centre] = True
    links = np.bincount(source[best[target]], minlength=total)
    candidates = np.flatnonzero(kept & (number < papers))
    ranked = candidates[np.lexsort((candidates, -links[candidates]))]
    best[ranked[: max(0, top - int(best.sum()))]] = True
    # An entity that nothing shown is linked to says little: papers take its place.
    linked = np.zeros(total, dtype=bool)
    both = best[source] & best[target]
    linked[source[both]] = linked[target[both]] = True
    alone = best & ~linked & (number >= papers)
    if centre is not None:
        alone[centre] = False
    best &= ~alone
    best[ranked[~best[ranked]][: int(alone.sum())]] = True
    return best


def _take(statements: Statements, rows: Ints) -> Statements:
    """The statements of these rows with their claims, ordered by subject, object and predicate."""
    rows = rows[np.lexsort((statements.predicate[rows], statements.target[rows], statements.source[rows]))]
    start, size = statements.first[rows], statements.support[rows]
    first = np.concatenate([[0], np.cumsum(size)])
    claims = np.repeat(start - first[:-1], size) + np.arange(first[-1])
    return Statements(
        source=statements.source[rows],
        target=statements.target[rows],
        predicate=statements.predicate[rows],
        support=size,
        confidence=statements.confidence[rows],
        first=first,
        claim_paper=statements.claim_paper[claims],
        claim_score=statements.claim_score[claims],
        claim_in_title=statements.claim_in_title[claims],
        claim_start=statements.claim_start[claims],
        claim_end=statements.claim_end[claims],
    )
