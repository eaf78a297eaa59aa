"""Semi-Markov probabilities against brute force, and the choice of disjoint spans."""

import math
from itertools import product

import numpy as np
import pytest
from numpy.typing import NDArray

from extractors.segments import best_segments, marginals

Span = tuple[int, int, int]


def _segmentations(words: int, width: int, types: int, start: int = 0) -> list[list[Span]]:
    if start == words:
        return [[]]
    found = _segmentations(words, width, types, start + 1)
    for w, t in product(range(min(width, words - start)), range(types)):
        found += [[(start, w, t), *rest] for rest in _segmentations(words, width, types, start + w + 1)]
    return found


def _random_scores(documents: int, words: int, width: int, types: int) -> NDArray[np.float32]:
    return np.random.default_rng(3).normal(size=(documents, words, width, types)).astype(np.float32)


def test_marginals_equal_the_sum_over_all_segmentations() -> None:
    scores = _random_scores(1, 5, 3, 2)
    weights = {
        tuple(spans): math.exp(sum(float(scores[0, i, w, t]) for i, w, t in spans)) for spans in _segmentations(5, 3, 2)
    }
    total = sum(weights.values())

    log_z, probability = marginals(scores, [5])

    assert log_z[0] == pytest.approx(math.log(total), rel=1e-6)
    for i, w, t in product(range(5), range(3), range(2)):
        expected = sum(weight for spans, weight in weights.items() if (i, w, t) in spans) / total
        assert probability[0, i, w, t] == pytest.approx(expected, abs=1e-6)


def test_marginals_of_a_document_do_not_depend_on_its_batch() -> None:
    scores = _random_scores(7, 40, 4, 3)

    alone_z, alone = marginals(scores[2:3, :23].copy(), [23])
    batch_z, batch = marginals(scores, [40, 31, 23, 1, 8, 40, 17])

    assert batch_z[2] == alone_z[0]
    assert np.array_equal(batch[2, :23], alone[0])


def test_spans_beyond_the_length_have_no_probability() -> None:
    _, probability = marginals(_random_scores(1, 6, 3, 2), [4])

    assert probability[0, 4:].sum() == 0
    assert probability[0, 3, 1:].sum() == 0


def test_best_segments_prefers_the_larger_total_gain() -> None:
    probability = np.zeros((4, 3, 1), dtype=np.float32)
    probability[0, 2, 0] = 0.7  # three words at once
    probability[0, 0, 0] = 0.6
    probability[2, 1, 0] = 0.6

    assert [span[:3] for span in best_segments(probability, [0.3])] == [(0, 1, 0), (2, 2, 0)]


def test_best_segments_leaves_out_what_is_below_the_threshold_of_its_type() -> None:
    probability = np.zeros((2, 1, 2), dtype=np.float32)
    probability[0, 0, 0] = probability[1, 0, 1] = 0.4

    assert [span[:3] for span in best_segments(probability, [0.3, 0.5])] == [(0, 1, 0)]
