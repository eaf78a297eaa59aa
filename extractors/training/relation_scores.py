"""What a relation model makes of papers: probabilities, the thresholds that are best for them, and how good it is."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from extractors.features import PaperView
from extractors.linear import LinearModel
from extractors.relation_features import Pair
from extractors.relations import TARGETS, pair_logits
from extractors.training.annotated import FOLDS, fold_of

_GRID = np.round(np.arange(0.10, 0.70, 0.02), 2)


@dataclass(frozen=True, slots=True)
class RelationPaper:
    """The clusters and candidate pairs of a paper with their features; `gold` holds (head, predicate, tail) clusters.

    `gold_count` also counts the gold relations of entities that no cluster stands for.
    """

    id: str
    view: PaperView
    types: dict[int, str]
    single: dict[int, list[str]]
    pairs: list[tuple[Pair, list[str]]]
    gold: set[tuple[int, str, int]]
    gold_count: int


Scored = dict[tuple[int, str, int], tuple[str, float]]


def score_paper(model: LinearModel, paper: RelationPaper) -> Scored:
    """Question and probability of every possible relation of a paper, the likelier direction of each pair only."""
    if not paper.pairs:
        return {}
    row_of = {number: row for row, number in enumerate(paper.single)}
    listed = [(row_of[pair.first], row_of[pair.second], names) for pair, names in paper.pairs]
    logits = pair_logits(model, list(paper.single.values()), listed)
    forward, backward = (1.0 / (1.0 + np.exp(-each)) for each in logits)
    found: Scored = {}
    for p, (pair, _) in enumerate(paper.pairs):
        for t, (name, predicate, types) in enumerate(TARGETS):
            ways = []
            if (paper.types[pair.first], paper.types[pair.second]) in types:
                ways.append((float(forward[p, t]), pair.first, pair.second))
            if (paper.types[pair.second], paper.types[pair.first]) in types:
                ways.append((float(backward[p, t]), pair.second, pair.first))
            if ways:
                chance, head, tail = max(ways, key=lambda way: way[0])
                found[head, predicate, tail] = (name, chance)
    return found


def held_out_scores(
    train: Sequence[RelationPaper], test: Sequence[RelationPaper], fit: Callable[[Sequence[RelationPaper]], LinearModel]
) -> list[Scored]:
    """The scores of each test paper by a model trained on the training papers of the other folds."""
    found: list[Scored] = [{} for _ in test]
    for fold in range(FOLDS):
        model = fit([paper for paper in train if fold_of(paper.id) != fold])
        for n, paper in enumerate(test):
            if fold_of(paper.id) == fold:
                found[n] = score_paper(model, paper)
    return found


def choose_thresholds(papers: Sequence[RelationPaper], scored: Sequence[Scored]) -> dict[str, float]:
    """The threshold of each question that together give the best micro F1, found one after another, three rounds."""
    chance: dict[str, list[float]] = {name: [] for name, *_ in TARGETS}
    true: dict[str, list[bool]] = {name: [] for name, *_ in TARGETS}
    for paper, scores in zip(papers, scored, strict=True):
        for relation, (name, value) in scores.items():
            chance[name].append(value)
            true[name].append(relation in paper.gold)
    total = sum(paper.gold_count for paper in papers)
    count: dict[str, list[tuple[float, int, int]]] = {}
    for name, listed in chance.items():
        values, marks = np.array(listed), np.array(true[name], dtype=np.bool_)
        count[name] = [(float(t), int((marks & (values >= t)).sum()), int((values >= t).sum())) for t in _GRID]
    chosen = {name: len(_GRID) // 3 for name in count}
    for _ in range(3):
        for name in count:
            others = [count[other][i] for other, i in chosen.items() if other != name]
            hits, given = sum(c[1] for c in others), sum(c[2] for c in others)
            chosen[name] = max(
                range(len(_GRID)), key=lambda i: (hits + count[name][i][1]) / (given + count[name][i][2] + total)
            )
    return {name: round(float(_GRID[i]), 2) for name, i in chosen.items()}


def measure(
    papers: Sequence[RelationPaper], found: Sequence[set[tuple[int, str, int]]]
) -> dict[str, tuple[float, float, float]]:
    """Precision, recall and F1, over all (micro) and by predicate."""
    report = {}
    for predicate in ("all", *dict.fromkeys(p for _, p, _ in TARGETS)):
        hits = given = wanted = 0
        for paper, relations in zip(papers, found, strict=True):
            chosen = {r for r in relations if predicate in ("all", r[1])}
            hits += len(chosen & paper.gold)
            given += len(chosen)
            wanted += paper.gold_count if predicate == "all" else sum(r[1] == predicate for r in paper.gold)
        precision, recall = hits / max(1, given), hits / max(1, wanted)
        score = 2 * hits / max(1, given + wanted)
        report[predicate] = (round(precision, 3), round(recall, 3), round(score, 3))
    return report


def above(scored: Sequence[Scored], thresholds: Mapping[str, float]) -> list[set[tuple[int, str, int]]]:
    """The relations whose probability reaches the threshold of their question."""
    return [{r for r, (name, chance) in scores.items() if chance >= thresholds[name]} for scores in scored]


def rule_relations(paper: RelationPaper) -> set[tuple[int, str, int]]:
    """The baseline: two clusters in one sentence, types and the cue words between them."""
    found = set()
    for pair, names in paper.pairs:
        if pair.gap:
            continue
        cues = {name[2:] for name in names if name.startswith("c-")}
        for head, tail in ((pair.first, pair.second), (pair.second, pair.first)):
            kinds = (paper.types[head], paper.types[tail])
            match kinds:
                case ("Method", "Task"):
                    found.add((head, "usedFor", tail))
                case ("Method", "Dataset"):
                    found.add((head, "evaluatedOn", tail))
                case ("Method", "Metric"):
                    found.add((head, "measuredBy", tail))
                case ("Dataset", "Task"):
                    found.add((head, "benchmarkFor", tail))
                case ("Method", "Method") if "outperform" in cues and head == pair.first:
                    found.add((head, "outperforms", tail))
                case ("Method", "Method") if cues & {"use", "part"} and head == pair.second:
                    found.add((head, "partOf", tail))
                case ("Method", "Method") if "kind" in cues and head == pair.second:
                    found.add((head, "broader", tail))
    return found
