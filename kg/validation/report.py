"""What a validation found: violations grouped by the rule they break."""

import heapq
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """A node that breaks a rule.

    `node` is its IRI; `path` is written as in SPARQL and `value` as in Turtle, both empty where the rule is about the
    node itself; `constraint` is the SHACL constraint component that found it, e.g. `MinCount`.
    """

    node: str
    path: str
    value: str
    constraint: str


@dataclass(slots=True)
class BrokenRule:
    """A rule in words, the shape that states it, how often it is broken, and the first violations by node."""

    shape: str
    rule: str
    count: int = 0
    violations: list[Violation] = field(default_factory=list)


class ValidationReport:
    """Violations over all pieces of a graph: the first `limit` of each rule (None: all), and the number of all."""

    def __init__(self, limit: int | None = None, prefixes: Mapping[str, str] | None = None) -> None:
        self.limit = limit
        self.prefixes = dict(prefixes or {})
        self.nodes = 0
        self._rules: dict[tuple[str, str], BrokenRule] = {}

    @property
    def conforms(self) -> bool:
        """Whether nothing was found."""
        return not self._rules

    @property
    def count(self) -> int:
        """How many violations there are, kept or not."""
        return sum(rule.count for rule in self._rules.values())

    @property
    def rules(self) -> list[BrokenRule]:
        """The broken rules, the most broken first."""
        return sorted(self._rules.values(), key=lambda rule: (-rule.count, rule.shape, rule.rule))

    def add(self, nodes: int, found: Iterable[tuple[str, str, Violation]]) -> None:
        """Add a piece of so many nodes, and its violations as (shape, rule, violation)."""
        self.nodes += nodes
        by_rule: dict[tuple[str, str], list[Violation]] = {}
        for shape, rule, violation in found:
            by_rule.setdefault((shape, rule), []).append(violation)
        for key, violations in by_rule.items():
            broken = self._rules.setdefault(key, BrokenRule(*key))
            broken.count += len(violations)
            merged = [*broken.violations, *violations]
            broken.violations = sorted(merged) if self.limit is None else heapq.nsmallest(self.limit, merged)
