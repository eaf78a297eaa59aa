"""Thresholds and calibration from predictions on papers a network has not seen."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from extractors.segments import best_segments
from extractors.training.data import LABELS, Annotated, gold_spans
from extractors.training.evaluation import Predicted, entity_scores
from extractors.words import Words

#: Thresholds tried per type: below 0.15 nearly all spans are wrong, above 0.6 recall collapses.
GRID = tuple(round(0.15 + 0.05 * step, 2) for step in range(10))


@dataclass(frozen=True, slots=True)
class Unseen:
    """A paper with the span probabilities (words, width, labels) of a network that was not trained on it."""

    paper: Annotated
    words: Words
    probability: NDArray[np.float32]


def decoded(unseen: Unseen, thresholds: Sequence[float]) -> list[Predicted]:
    """The best disjoint spans as (start, end, label, probability)."""
    words = unseen.words
    return [
        (words.starts[i], words.ends[i + n - 1], LABELS[t], p)
        for i, n, t, p in best_segments(unseen.probability, thresholds)
    ]


def tune_thresholds(unseen: Sequence[Unseen], rounds: int = 2) -> tuple[float, ...]:
    """Thresholds per type that give the highest strict entity F1, by coordinate ascent over `GRID`."""
    papers = [item.paper for item in unseen]
    best = [0.35] * len(LABELS)
    top = entity_scores(papers, [decoded(item, best) for item in unseen])["ALL"].f1
    for _ in range(rounds):
        for label in range(len(LABELS)):
            for value in GRID:
                trial = [*best[:label], value, *best[label + 1 :]]
                f1 = entity_scores(papers, [decoded(item, trial) for item in unseen])["ALL"].f1
                if f1 > top:
                    best, top = trial, f1
    return tuple(best)


def fit_calibration(unseen: Sequence[Unseen], thresholds: Sequence[float]) -> tuple[float, float]:
    """(slope, intercept) of the logistic map from a span's log-odds to P(exactly this typed span is right).

    Platt scaling ("Probabilistic Outputs for Support Vector Machines", 1999) by Newton's method on the spans that
    the thresholds keep; the identity (1, 0) when there are too few to fit.
    """
    odds: list[float] = []
    right: list[float] = []
    for item in unseen:
        gold = {(a, b, label) for a, b, label, _ in gold_spans(item.paper.text, item.paper.entities)}
        for start, end, label, p in decoded(item, thresholds):
            inside = min(max(p, 1e-6), 1 - 1e-6)
            odds.append(math.log(inside / (1 - inside)))
            right.append(float((start, end, label) in gold))
    if len(odds) < 50 or min(right) == max(right):
        return 1.0, 0.0
    design = np.stack([np.array(odds), np.ones(len(odds))], axis=1)
    target = np.array(right)
    weight = np.array([1.0, 0.0])
    for _ in range(25):
        p = 1 / (1 + np.exp(-design @ weight))
        gradient = design.T @ (target - p)
        curvature = (design * (p * (1 - p))[:, None]).T @ design + 1e-6 * np.eye(2)
        weight = weight + np.linalg.solve(curvature, gradient)
    return float(weight[0]), float(weight[1])
