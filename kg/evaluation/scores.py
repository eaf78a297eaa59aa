"""The counts an evaluation gathers, and the precision, recall and F1 they amount to."""

from collections import Counter
from dataclasses import dataclass, field


@dataclass(slots=True)
class Score:
    """True positives, predictions and gold items; `+=` adds up (micro average)."""

    found: int = 0
    predicted: int = 0
    gold: int = 0

    def __iadd__(self, other: "Score") -> "Score":
        self.found += other.found
        self.predicted += other.predicted
        self.gold += other.gold
        return self

    @property
    def precision(self) -> float:
        """Share of predictions that are right; 0 without predictions."""
        return self.found / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """Share of gold items found; 0 without any."""
        return self.found / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@dataclass(slots=True)
class Evaluation:
    """All that is measured.

    `strict` and `lenient` are entity scores by type; `mentions` exact spans by type; `roles` and `introduced` have
    `found` of `gold`; `confusion` counts (gold type or "none", predicted type or "none") of spans; `errors` counts
    (text, gold type, predicted type), and `examples` has the sentence that each was first seen in.
    """

    papers: int = 0
    strict: dict[str, Score] = field(default_factory=dict)
    lenient: dict[str, Score] = field(default_factory=dict)
    mentions: dict[str, Score] = field(default_factory=dict)
    roles: Score = field(default_factory=Score)
    introduced: Score = field(default_factory=Score)
    results: Score = field(default_factory=Score)
    relations: Score = field(default_factory=Score)
    confusion: Counter[tuple[str, str]] = field(default_factory=Counter)
    errors: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    examples: dict[tuple[str, str, str], str] = field(default_factory=dict)


def total(scores: dict[str, Score]) -> Score:
    """The micro average over types."""
    result = Score()
    for score in scores.values():
        result += score
    return result
