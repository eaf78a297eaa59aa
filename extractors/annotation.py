"""What every reader of annotated papers shares: the guide's names of roles and relations, and where surfaces stand."""

import re
from collections.abc import Iterable, Sequence
from typing import Final, TypeVar

T = TypeVar("T")

# Names of the annotation guide for the predicates of the ontology.
ROLE_NAMES: Final = {
    "introduces": "introduces",
    "uses": "uses",
    "compares": "comparesWith",
    "evaluates_on": "evaluatesOn",
    "reports": "reports",
    "addresses": "addresses",
    "mentions": "mentions",
}
RELATION_NAMES: Final = {
    "used_for": "usedFor",
    "evaluated_on": "evaluatedOn",
    "measured_by": "measuredBy",
    "part_of": "partOf",
    "subclass_of": "broader",
    "outperforms": "outperforms",
    "compared_with": "comparedWith",
    "benchmark_for": "benchmarkFor",
}


def occurrences(text: str, named: Iterable[tuple[T, Sequence[str]]]) -> list[tuple[int, int, T]]:
    """Every occurrence of the surfaces of things on word boundaries, in text order; the longest wins overlaps."""
    found: list[tuple[int, int, T]] = []
    for thing, surfaces in named:
        for surface in surfaces:
            pattern = r"(?<![A-Za-z0-9])" + re.escape(surface) + r"(?![A-Za-z0-9])"
            found.extend((match.start(), match.end(), thing) for match in re.finditer(pattern, text))
    found.sort(key=lambda item: (item[0] - item[1], item[0]))
    taken: set[int] = set()
    kept = []
    for item in found:
        if taken.isdisjoint(range(item[0], item[1])):
            taken.update(range(item[0], item[1]))
            kept.append(item)
    return sorted(kept, key=lambda item: item[0])
