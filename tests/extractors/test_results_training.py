"""Training of the `results` component: the alignment of annotated results, and the missing library."""

import sys

import pytest
from spacy.vocab import Vocab

from extractors.errors import ExtractorError
from extractors.training.results import read_example, train_results

ACCURACY = {"type": "Metric", "name": "accuracy", "surfaces": ["accuracy", "top-1 accuracy"]}


def test_result_is_aligned_with_the_number_of_its_quote() -> None:
    record = {
        "title": "SwiftNet",
        "abstract": "The first run took 5 seconds. The top-1 accuracy rose by 5% overall.",
        "entities": [ACCURACY],
        "results": [{"metric": "accuracy", "value": "5", "quote": "rose by 5%", "kind": "improvement"}],
    }

    example = read_example(record, Vocab())

    (index,) = example.stated
    assert example.context.quantities[index].unit == "%"


def test_training_without_scikit_learn_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sklearn.ensemble", None)
    monkeypatch.setitem(sys.modules, "sklearn", None)

    with pytest.raises(ExtractorError, match=r"paperkg\[train\]"):
        train_results([])
