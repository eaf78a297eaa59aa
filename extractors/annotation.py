"""What every reader of annotated papers shares: the guide's names, where surfaces stand, which names are the same."""

import re
from collections.abc import Iterable, Sequence, Set
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


# Names of which at least this share of all words is in both count as the same where that is asked for.
_LENIENT_JACCARD: Final = 0.5


def normalised(name: str) -> str:
    """A name for comparison: lower case, punctuation to blanks, the final s of a plural dropped."""
    words = re.sub(r"[^a-z0-9]+", " ", name.lower()).split()
    return " ".join(w[:-1] if len(w) > 3 and w.endswith("s") and not w.endswith("ss") else w for w in words)


def same_thing(names: Set[str], others: Set[str], lenient: bool) -> bool:
    """Whether two things with these normalised names are one: they share a name, or nearly share one if `lenient`."""
    if names & others:
        return True
    return lenient and any(_jaccard(a, b) >= _LENIENT_JACCARD for a in names for b in others)


def _jaccard(a: str, b: str) -> float:
    """The share of the words of two names that are in both."""
    left, right = set(a.split()), set(b.split())
    return len(left & right) / len(left | right) if left and right else 0.0


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
