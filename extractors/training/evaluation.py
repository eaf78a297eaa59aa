"""How good a tagger is: exact mentions, and the distinct entities of a paper."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractors.annotation import normalised, same_thing
from extractors.training.data import LABELS, Annotated, gold_spans

#: A predicted mention: start, end, label, score.
Predicted = tuple[int, int, str, float]


@dataclass(frozen=True, slots=True)
class Score:
    """Precision, recall and F1 with the counts behind them."""

    correct: int
    predicted: int
    gold: int

    @property
    def precision(self) -> float:
        """Share of the predicted that is right; 0 when nothing is predicted."""
        return self.correct / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """Share of the gold that is found; 0 when there is none."""
        return self.correct / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        total = self.predicted + self.gold
        return 2 * self.correct / total if total else 0.0


def mention_scores(papers: Sequence[Annotated], predicted: Sequence[Sequence[Predicted]]) -> dict[str, Score]:
    """Exact typed spans, per type and over all ("ALL")."""
    correct: Counter[str] = Counter()
    found: Counter[str] = Counter()
    gold: Counter[str] = Counter()
    for paper, spans in zip(papers, predicted, strict=True):
        marked = gold_spans(paper.text, paper.entities)
        sure = {(a, b, label) for a, b, label, counted in marked if counted}
        unsure = {(a, b, label) for a, b, label, counted in marked if not counted}
        got = {(a, b, label) for a, b, label, _ in spans}
        correct.update(label for *_, label in got & sure)
        found.update(label for *_, label in got - unsure)
        gold.update(label for *_, label in sure)
    return _by_type(correct, found, gold)


def clusters(text: str, spans: Iterable[Predicted]) -> list[tuple[str, set[str], float]]:
    """Groups predicted mentions into entities: (type, normalised names, best score).

    Equal normalised names are one entity, and so are "long form (SHORT)" neighbours. An entity has the type with the
    highest summed score of its mentions.
    """
    ordered = sorted(spans)
    parent: dict[str, str] = {}

    def root(name: str) -> str:
        while parent[name] != name:
            name = parent[name]
        return name

    members: list[tuple[str, str, float]] = []
    for start, end, label, score in ordered:
        name = normalised(text[start:end])
        if name:
            parent.setdefault(name, name)
            members.append((name, label, score))
    for (_, end, _, _), (start, stop, _, _) in pairwise(ordered):
        short = text[start:stop]
        bracketed = text[end:start].strip() == "(" and text[stop : stop + 1] == ")"
        if bracketed and sum(c.isupper() for c in short) >= 2 and len(short) <= 12 and " " not in short:
            long_name, short_name = normalised(text[:end][_start_of(ordered, end) :]), normalised(short)
            if long_name in parent and short_name in parent:
                parent[root(short_name)] = root(long_name)
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    names: dict[str, set[str]] = defaultdict(set)
    best: dict[str, float] = defaultdict(float)
    for name, label, score in members:
        key = root(name)
        votes[key][label] += score  # type: ignore[assignment]
        names[key].add(name)
        best[key] = max(best[key], score)
    return [(max(LABELS, key=lambda t: votes[key][t]), names[key], best[key]) for key in names]


def _start_of(ordered: Sequence[Predicted], end: int) -> int:
    return next(a for a, b, _, _ in ordered if b == end)


def entity_scores(
    papers: Sequence[Annotated], predicted: Sequence[Sequence[Predicted]], lenient: bool = False
) -> dict[str, Score]:
    """Typed entities per paper, one-to-one; `lenient` also accepts names whose words overlap by half (Jaccard)."""
    correct: Counter[str] = Counter()
    found: Counter[str] = Counter()
    gold: Counter[str] = Counter()
    for paper, spans in zip(papers, predicted, strict=True):
        left = [(label, {normalised(s) for s in surfaces}, counted) for label, surfaces, counted in paper.entities]
        gold.update(label for label, _, counted in left if counted)
        for label, names, _ in clusters(paper.text, spans):
            hit = next((e for e in left if e[0] == label and same_thing(names, e[1], lenient)), None)
            if hit is None:
                found[label] += 1
                continue
            left.remove(hit)
            if hit[2]:
                correct[label] += 1
                found[label] += 1
    return _by_type(correct, found, gold)


def _by_type(correct: Mapping[str, int], found: Mapping[str, int], gold: Mapping[str, int]) -> dict[str, Score]:
    scores = {label: Score(correct.get(label, 0), found.get(label, 0), gold.get(label, 0)) for label in LABELS}
    total = list(scores.values())
    scores["ALL"] = Score(sum(s.correct for s in total), sum(s.predicted for s in total), sum(s.gold for s in total))
    return scores
