"""The trained parts as plain arrays: boosted trees and a linear model over words, run with numpy alone.

Trees are those of gradient boosting (Friedman 2001, Annals of Statistics 29(5)): a prediction is the sigmoid of the
prior plus the sum of one leaf per tree.
"""

import json
from dataclasses import dataclass
from functools import lru_cache
from math import exp
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from extractors.errors import ModelError

_FOLDER = Path(__file__).resolve().parent.parent / "models" / "results"


@dataclass(frozen=True, slots=True)
class Forest:
    """Boosted trees of equal array size: `feature`, `threshold`, `left`, `right` and `value` are (trees, nodes).

    A leaf points to itself; `depth` steps from the root reach a leaf in every tree.
    """

    feature: NDArray[np.int16]
    threshold: NDArray[np.float32]
    left: NDArray[np.int16]
    right: NDArray[np.int16]
    value: NDArray[np.float32]
    prior: float
    depth: int

    def predict(self, rows: list[list[float]]) -> NDArray[np.float64]:
        """The probability of each row of features."""
        if not rows:
            return np.zeros(0)
        table = np.asarray(rows, dtype=np.float32)
        trees = np.arange(self.feature.shape[0])
        row = np.arange(len(rows))[:, None]
        node = np.zeros((len(rows), len(trees)), dtype=np.int64)
        for _ in range(self.depth):
            goes_left = table[row, self.feature[trees, node]] <= self.threshold[trees, node]
            node = np.where(goes_left, self.left[trees, node], self.right[trees, node])
        total = self.value[trees, node].sum(axis=1, dtype=np.float64) + self.prior
        probabilities: NDArray[np.float64] = 1.0 / (1.0 + np.exp(-total))
        return probabilities


@dataclass(frozen=True, slots=True)
class WordModel:
    """Logistic regression over sets of words; a word without a weight counts nothing."""

    weights: dict[str, float]
    intercept: float

    def total(self, words: list[str]) -> float:
        """The log-odds of one set of words."""
        get = self.weights.get
        return self.intercept + sum(get(word, 0.0) for word in words)

    def predict(self, words: list[str]) -> float:
        """The probability of one set of words."""
        return 1.0 / (1.0 + exp(-max(-30.0, min(30.0, self.total(words)))))


@dataclass(frozen=True, slots=True)
class ResultWeights:
    """All that training yields: is a number a result, of which kind, and does a cluster fill one of its slots.

    `thresholds` holds the lowest probability at which to accept: key `result`, or a slot type.
    """

    words: WordModel
    kinds: dict[str, WordModel]
    accept: Forest
    slots: dict[str, Forest]
    thresholds: dict[str, float]


def save_weights(weights: ResultWeights, folder: Path) -> None:
    """Write `words.json` and `trees.npz` into a folder, made where missing."""
    folder.mkdir(parents=True, exist_ok=True)
    table = {
        "thresholds": weights.thresholds,
        "result": _word_table(weights.words),
        "kinds": {kind: _word_table(model) for kind, model in sorted(weights.kinds.items())},
    }
    (folder / "words.json").write_text(json.dumps(table, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
    arrays: dict[str, NDArray[np.generic]] = {}
    for name, forest in {"accept": weights.accept, **weights.slots}.items():
        for part in ("feature", "threshold", "left", "right", "value"):
            arrays[f"{name}.{part}"] = getattr(forest, part)
        arrays[f"{name}.shape"] = np.array([forest.prior, forest.depth])
    np.savez_compressed(folder / "trees.npz", **arrays)  # type: ignore[arg-type]


def load_weights(folder: Path) -> ResultWeights:
    """Read what `save_weights` wrote; raises ModelError where it is missing or damaged."""
    try:
        table = json.loads((folder / "words.json").read_text(encoding="utf-8"))
        with np.load(folder / "trees.npz", allow_pickle=False) as arrays:
            names = {key.partition(".")[0] for key in arrays.files}
            forests = {
                name: Forest(
                    feature=arrays[f"{name}.feature"],
                    threshold=arrays[f"{name}.threshold"],
                    left=arrays[f"{name}.left"],
                    right=arrays[f"{name}.right"],
                    value=arrays[f"{name}.value"],
                    prior=float(arrays[f"{name}.shape"][0]),
                    depth=int(arrays[f"{name}.shape"][1]),
                )
                for name in names
            }
        words = _word_model(table["result"])
        kinds = {str(kind): _word_model(part) for kind, part in table["kinds"].items()}
        thresholds = {str(k): float(v) for k, v in table["thresholds"].items()}
        accept = forests.pop("accept")
    except (OSError, KeyError, ValueError, IndexError, TypeError, AttributeError, BadZipFile) as error:
        raise ModelError(
            f"The weights of the results extractor in {folder} cannot be read ({error}); "
            "reinstall paperkg or train them again."
        ) from error
    return ResultWeights(words, kinds, accept, forests, thresholds)


def _word_table(model: WordModel) -> dict[str, Any]:
    """A word model as JSON; weights that round to nothing are left out."""
    weights = {word: round(weight, 3) for word, weight in sorted(model.weights.items()) if abs(weight) >= 0.01}
    return {"intercept": round(model.intercept, 4), "weights": weights}


def _word_model(table: dict[str, Any]) -> WordModel:
    return WordModel({str(word): float(weight) for word, weight in table["weights"].items()}, float(table["intercept"]))


@lru_cache(maxsize=1)
def shipped_weights() -> ResultWeights:
    """The weights that come with the package, read on the first call only."""
    return load_weights(_FOLDER)
