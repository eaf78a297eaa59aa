"""A disjoint-set forest that refuses contradictions: which names are one thing, and why."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, Literal

Strictness = Literal["equal", "compatible", "lexicon", "user"]


@dataclass(frozen=True, slots=True)
class Merge:
    """One recorded union: the name that was merged, the step that did it, and the name it was merged into."""

    name: str
    step: str
    into: str


@dataclass(slots=True)
class Node:
    """One distinct (type, key) of the corpus or the lexicon.

    `name` is its most frequent readable form, `words` the normalised words of that form, `clusters` the number of
    clusters that it is the main name of (0 for a lexicon name that only stands in for a match), `entry` the number of
    its lexicon entry.
    """

    type: str
    key: str
    name: str
    words: tuple[str, ...]
    numbers: tuple[str, ...]
    clusters: int
    entry: int | None


@dataclass(slots=True)
class Unions:
    """Components of nodes (Tarjan 1975: path halving, the lower root wins), with what each component commits to.

    A component has at most one lexicon entry and, save where lexicon or user say so (AIME24, AIME 2024), at most one
    non-empty tuple of numbers; a union that would break either is refused. Pinned nodes (curation `split`) take no
    automatic union.
    """

    nodes: list[Node]
    pinned: frozenset[int] = frozenset()
    merges: dict[int, list[Merge]] = field(default_factory=dict)
    _parent: list[int] = field(init=False)
    _entry: list[int | None] = field(init=False)
    _numbers: list[frozenset[tuple[str, ...]]] = field(init=False)

    def __post_init__(self) -> None:
        """Start with every node on its own."""
        self._parent, self._entry, self._numbers = [], [], []
        for number in range(len(self.nodes)):
            self._register(number)

    def _register(self, number: int) -> None:
        node = self.nodes[number]
        self._parent.append(number)
        self._entry.append(None if number in self.pinned else node.entry)
        self._numbers.append(frozenset([node.numbers]) if node.numbers else _NO_NUMBERS)

    def add(self, node: Node) -> int:
        """A further node, on its own; its number."""
        self.nodes.append(node)
        self._register(len(self.nodes) - 1)
        return len(self.nodes) - 1

    def root(self, number: int) -> int:
        """The node that stands for the component of a node."""
        parent = self._parent
        while parent[number] != number:
            parent[number] = parent[parent[number]]
            number = parent[number]
        return number

    def entry(self, number: int) -> int | None:
        """The lexicon entry of the component of a node."""
        return self._entry[self.root(number)]

    def join(self, left: int, right: int, step: str, strictness: Strictness) -> bool:
        """Unite two components and record why, unless that would be a contradiction; whether they are one afterwards.

        `equal` asks for the same numbers in both names, `compatible` allows one of them to have none (S4 and its long
        form), `lexicon` does not look at numbers, and `user` only at types.
        """
        first, second = self.root(left), self.root(right)
        if first == second:
            return True
        if not self._allowed(left, right, strictness):
            return False
        entries = (self._entry[first], self._entry[second])
        keep, lose = min(first, second), max(first, second)
        self._parent[lose] = keep
        # Only a curation line can join two entries; the one joined into decides.
        self._entry[keep] = entries[1] if entries[1] is not None else entries[0]
        self._numbers[keep] = self._numbers[first] | self._numbers[second]
        self.merges.setdefault(left, []).append(Merge(self.nodes[left].name, step, self.nodes[right].name))
        return True

    def _allowed(self, left: int, right: int, strictness: Strictness) -> bool:
        if self.nodes[left].type != self.nodes[right].type:
            return False
        if strictness == "user":
            return True
        if left in self.pinned or right in self.pinned:
            return False
        first, second = self.root(left), self.root(right)
        if None not in (self._entry[first], self._entry[second]) and self._entry[first] != self._entry[second]:
            return False
        if strictness == "lexicon":
            return True
        here, there = self.nodes[left].numbers, self.nodes[right].numbers
        if here != there and (strictness == "equal" or (here and there)):
            return False
        mine, others = self._numbers[first], self._numbers[second]
        return not (mine and others) or mine <= others or others <= mine

    def components(self, numbers: Iterable[int]) -> dict[int, list[int]]:
        """The given nodes by component."""
        groups: dict[int, list[int]] = {}
        for number in numbers:
            groups.setdefault(self.root(number), []).append(number)
        return groups


_NO_NUMBERS: Final[frozenset[tuple[str, ...]]] = frozenset()
