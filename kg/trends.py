"""Time: in how many papers a period names an entity, and which entities rise fastest."""

import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from kg.errors import KgError

if TYPE_CHECKING:
    from kg.graph import Graph

Period = Literal["year", "month"]
_WIDTH = {"year": 4, "month": 7}
# Fewer papers than this in all say nothing about a trend.
MIN_PAPERS = 3
_DATES = "SELECT published FROM papers WHERE id IN (SELECT paper FROM mentions WHERE entity = ?)"


@dataclass(frozen=True, slots=True)
class Trend:
    """An entity's papers by period, and how its share of the papers changed.

    `growth` is the log ratio, base 2, of its smoothed share in the later half of the periods to that in the earlier
    half: 1 means that its share doubled.
    """

    entity: str
    label: str
    counts: dict[str, int]
    papers: int
    growth: float


def period_of(published: str | None, by: Period) -> str | None:
    """The period of a date; None where the date is missing or less precise than the period."""
    return published[: _WIDTH[by]] if published and len(published) >= _WIDTH[by] else None


def timeline(graph: "Graph", entity: str, by: Period = "year") -> dict[str, int]:
    """Papers that name an entity, given by id, label or alias, in each period from its first to its last.

    Raises:
        KgError: no entity has that id or name, or there is no such period.
    """
    if by not in _WIDTH:
        raise KgError(f"there is no period {by!r}; the periods are {', '.join(_WIDTH)}")
    identifier = graph.find_entity(entity).id
    dates = graph.sql(_DATES, [identifier]).fetchall()
    counts = Counter(period for (date,) in dates if (period := period_of(date, by)))
    return {period: counts[period] for period in _between(counts, by)}


def _between(counts: "Counter[str]", by: Period) -> list[str]:
    """All periods from the first to the last that occurs."""
    if not counts:
        return []
    first, last = min(counts), max(counts)
    if by == "year":
        return [f"{year:04d}" for year in range(int(first), int(last) + 1)]
    begin, end = (int(p[:4]) * 12 + int(p[5:]) - 1 for p in (first, last))
    return [f"{month // 12:04d}-{month % 12 + 1:02d}" for month in range(begin, end + 1)]


def trends(graph: "Graph", type: str, by: Period = "year", top: int = 20) -> list[Trend]:
    """The entities of a type that rise fastest, by growth, then papers.

    Raises:
        KgError: the ontology has no such type, or the graph no dated paper.
    """
    entities = {entity.id: entity for entity in graph.entities(type)}
    dates = {paper.id: period_of(paper.published, by) for paper in graph.papers()}
    all_papers = Counter(period for period in dates.values() if period)
    if not all_papers:
        raise KgError("no paper of this graph is dated that precisely; there is no trend to show")
    periods = _between(all_papers, by)
    pairs = {(m.entity, m.paper) for m in graph.mentions() if m.entity in entities}
    counts: dict[str, Counter[str]] = {}
    for entity, paper in pairs:
        if period := dates[paper]:
            counts.setdefault(entity, Counter())[period] += 1
    late = set(periods[len(periods) // 2 :])
    late_total = sum(all_papers[p] for p in late)
    early_total = sum(all_papers.values()) - late_total
    found = []
    for identifier, counter in counts.items():
        papers = sum(counter.values())
        if papers < MIN_PAPERS:
            continue
        recent = sum(counter[p] for p in late)
        growth = _log_ratio(recent, late_total, papers - recent, early_total)
        by_period = {period: counter[period] for period in periods}
        found.append(Trend(identifier, entities[identifier].label, by_period, papers, round(growth, 3)))
    return sorted(found, key=lambda t: (-t.growth, -t.papers, t.entity))[:top]


def _log_ratio(late: int, late_total: int, early: int, early_total: int) -> float:
    """Log ratio, base 2, of two shares with one paper added to each count (Laplace), so that zero is no infinity."""
    return math.log2((late + 1) / (late_total + 2)) - math.log2((early + 1) / (early_total + 2))
