"""Sets of numbers that grow together."""

from collections import defaultdict
from collections.abc import Iterable


class DisjointSets:
    """Disjoint sets of numbers (Tarjan, "Efficiency of a good but not linear set union algorithm", J. ACM 1975)."""

    def __init__(self, count: int) -> None:
        self._parent = list(range(count))

    def root(self, number: int) -> int:
        """The least number of the set."""
        while self._parent[number] != number:
            self._parent[number] = self._parent[self._parent[number]]
            number = self._parent[number]
        return number

    def join(self, one: int, other: int) -> None:
        """Make one set of two."""
        one, other = sorted((self.root(one), self.root(other)))
        self._parent[other] = one


def sharing(pairs: Iterable[tuple[int, str]]) -> dict[str, list[int]]:
    """The numbers under each name that several have, ascending."""
    by_name: dict[str, set[int]] = defaultdict(set)
    for number, name in pairs:
        by_name[name].add(number)
    return {name: sorted(numbers) for name, numbers in by_name.items() if len(numbers) > 1}
