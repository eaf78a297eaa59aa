"""Stated results side by side: methods on one task, dataset or metric, best first where a metric has a direction."""

import tomllib
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

from extractors.records import Bound, Kind
from kg.errors import KgError
from kg.find import find_entity
from kg.record_list import RecordList

if TYPE_CHECKING:
    from kg.graph_tables import GraphTables

Better = Literal["higher", "lower"]
_DIRECTIONS: Final = Path(__file__).with_name("data") / "metric_directions.toml"
# A value reached says more than a difference to something else.
_KIND_ORDER: Final[dict[Kind, int]] = {
    "absolute": 0, "improvement": 1, "reduction": 2, "speedup": 3, "size": 4, "other": 5,
}  # fmt: skip
_GROWING: Final = frozenset({"improvement", "reduction", "speedup"})


@dataclass(frozen=True, slots=True)
class ComparedResult:
    """A stated result with the labels of what it is about; `better` says which values of its metric are better.

    `value` is a decimal as text, `paper` an id, `quote` the words of the abstract that state the value.
    """

    method: str | None
    value: str
    unit: str | None
    bound: Bound
    kind: Kind
    task: str | None
    dataset: str | None
    metric: str | None
    better: Better | None
    paper: str
    title: str
    published: str | None
    quote: str
    score: float


_RESULTS: Final = """
SELECT m.label AS method, r.value, r.unit, r.bound, r.kind, t.label AS task, d.label AS dataset, x.label AS metric,
    NULL::VARCHAR AS better, r.paper, p.title, p.published, r.quote, r.score
FROM results r JOIN papers p ON p.id = r.paper
LEFT JOIN entities m ON m.id = r.method LEFT JOIN entities t ON t.id = r.task
LEFT JOIN entities d ON d.id = r.dataset LEFT JOIN entities x ON x.id = r.metric
WHERE {condition}
ORDER BY r.id
"""


def compare(
    graph: "GraphTables", *, task: str | None = None, dataset: str | None = None, metric: str | None = None
) -> RecordList[ComparedResult]:
    """The results on a task, dataset or metric, or on several of these together, each by id, label or alias.

    They come by metric; within one first the values reached, best first (latest first if the metric's direction is not
    known), then improvements, reductions and other differences, largest first. Values of another unit than most have
    are not comparable with these, and come after them.

    Raises:
        KgError: none of the three is given, or there is no such task, dataset or metric.
    """
    names = {"task": task, "dataset": dataset, "metric": metric}
    wanted = {slot: find_entity(graph, name, slot.capitalize()).id for slot, name in names.items() if name is not None}
    if not wanted:
        raise KgError("results are compared on something: give a task, a dataset or a metric")
    return results_where(graph, " AND ".join(f"r.{slot} = ${slot}" for slot in wanted), wanted)


def results_where(graph: "GraphTables", condition: str, parameters: dict[str, str]) -> RecordList[ComparedResult]:
    """The results `r` under an SQL condition, in the order of `compare`."""
    cursor = graph.sql(_RESULTS.format(condition=condition), parameters)
    names = [column[0] for column in cursor.description or ()]
    rows: list[dict[str, Any]] = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    found = [ComparedResult(**{**row, "better": better(row["metric"])}) for row in rows]
    units = Counter(_scale(result) for result in found)
    found.sort(key=lambda r: r.published or "", reverse=True)
    return RecordList(ComparedResult, sorted(found, key=lambda r: _rank(r, units)))


def _scale(result: ComparedResult) -> tuple[str | None, Kind, str]:
    """What two values must share to be compared; a percentage is often written without its sign."""
    return result.metric, result.kind, result.unit or "%"


def _rank(
    result: ComparedResult, units: Counter[tuple[str | None, Kind, str]]
) -> tuple[bool, str, int, int, str, Decimal]:
    value = Decimal(result.value)
    if result.kind in _GROWING or result.better == "higher":
        value = -value
    elif result.better is None:
        value = Decimal(0)
    scale = _scale(result)
    metric = (result.metric or "").casefold()
    return result.metric is None, metric, _KIND_ORDER[result.kind], -units[scale], scale[2], value


def better(metric: str | None) -> Better | None:
    """Whether higher or lower values of a metric are better; None where that is not known.

    >>> better("top-1 accuracy"), better("word error rate"), better("horizon")
    ('higher', 'lower', None)
    """
    if metric is None:
        return None
    known, name = _directions(), metric.casefold()
    if name in known["names"]:
        return known["names"][name]
    words = name.replace("-", " ").split()
    for word in reversed(words):
        if word in known["words"]:
            return known["words"][word]
    return None


@lru_cache(maxsize=1)
def _directions() -> dict[str, dict[str, Better]]:
    data = tomllib.loads(_DIRECTIONS.read_text(encoding="utf-8"))
    ways: tuple[Better, Better] = ("higher", "lower")
    return {key: {name: way for way in ways for name in data[way][key]} for key in ("names", "words")}
