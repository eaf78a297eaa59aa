"""Semi-Markov segmentation of a word sequence: exact span probabilities and the best set of disjoint spans.

A segmentation cuts the words into single outside words (score 0) and typed segments of 1..L words. Its score is the
sum over its segments, so P(segmentation) = exp(score) / Z, a zeroth-order semi-Markov conditional random field
(Sarawagi & Cohen, "Semi-Markov Conditional Random Fields for Information Extraction", NIPS 2004).
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def marginals(scores: NDArray[np.float32], lengths: Sequence[int]) -> tuple[Floats, NDArray[np.float32]]:
    """Log partition function and the probability of every span, by the forward-backward algorithm.

    `scores` has shape (documents, words, L, types): entry [d, i, w, t] scores the segment of w + 1 words that starts
    at word i. `lengths` is the number of words of each document; what lies beyond is ignored, and the rows do not
    influence each other. Returns (log Z of shape (documents,), probabilities shaped like `scores`).
    """
    documents, words, width = scores.shape[:3]
    top = scores.max(axis=3)
    segment: Floats = top + np.log(np.exp(scores - top[..., None]).sum(axis=3), dtype=np.float64)
    ends = np.arange(words)[:, None] + np.arange(1, width + 1)
    outside = ends[None] > np.asarray(lengths)[:, None, None]
    segment[outside] = -np.inf
    # A single outside word scores 0; it shares the slot of the one-word segment.
    step = segment.copy()
    step[:, :, 0] = np.logaddexp(segment[:, :, 0], 0.0)

    arriving = np.full((words + 1, documents, width), -np.inf)
    for w in range(min(width, words)):
        arriving[w + 1 :, :, width - 1 - w] = step[:, : words - w, w].T
    forward = np.full((documents, width + words + 1), -np.inf)
    forward[:, width] = 0.0
    for j in range(1, words + 1):
        forward[:, width + j] = _log_sum(forward[:, j : j + width] + arriving[j])
    leaving = np.ascontiguousarray(step.transpose(1, 0, 2))
    backward = np.full((documents, words + width + 1), -np.inf)
    backward[:, words] = 0.0
    for i in range(words - 1, -1, -1):
        backward[:, i] = _log_sum(backward[:, i + 1 : i + 1 + width] + leaving[i])

    log_z = forward[:, width + words].copy()
    context = forward[:, width : width + words, None] + backward[:, np.minimum(ends, words)] - log_z[:, None, None]
    context[outside] = -np.inf
    return log_z, np.exp(scores + context[..., None], dtype=np.float64).astype(np.float32)


def _log_sum(values: Floats) -> Floats:
    """log(sum(exp(values))) over the last axis; each row holds at least one finite value."""
    top: Floats = values.max(axis=1)
    total: Floats = top + np.log(np.exp(values - top[:, None]).sum(axis=1))
    return total


def best_segments(probability: NDArray[np.float32], thresholds: Sequence[float]) -> list[tuple[int, int, int, float]]:
    """The disjoint spans that maximise the sum of (probability - threshold of the type).

    `probability` has shape (words, L, types). A span below its threshold is never chosen, so the threshold trades
    precision against recall; with exact marginals this is the minimum-risk choice for span F1. Returns
    (first word, number of words, type, probability) in text order. Weighted interval scheduling, O(words + spans).
    """
    gain = probability - np.asarray(thresholds, dtype=np.float32)
    starts, widths, types = np.nonzero(gain > 0)
    by_end: dict[int, list[tuple[int, int, int]]] = {}
    for i, w, t in zip(starts.tolist(), widths.tolist(), types.tolist(), strict=True):
        by_end.setdefault(i + w + 1, []).append((i, w, t))
    words = probability.shape[0]
    best = [0.0] * (words + 1)
    choice: list[tuple[int, int, int] | None] = [None] * (words + 1)
    for j in range(1, words + 1):
        best[j] = best[j - 1]
        for i, w, t in by_end.get(j, ()):
            value = best[i] + float(gain[i, w, t])
            if value > best[j]:
                best[j], choice[j] = value, (i, w, t)
    chosen: list[tuple[int, int, int, float]] = []
    j = words
    while j > 0:
        span = choice[j]
        if span is None:
            j -= 1
        else:
            i, w, t = span
            chosen.append((i, w + 1, t, float(probability[i, w, t])))
            j = i
    return chosen[::-1]
