"""Linear models over named sparse features: a row of weights per feature, summed over the features that are present."""

import io
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

# Earliest date a zip entry can carry; a fixed one makes equal models equal bytes.
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class LinearModel:
    """`weights[rows[name]]` is the row of a feature, shape (features, outputs); `bias` has shape (outputs,).

    Row 0 belongs to no feature and is zero: unknown features are looked up there.
    """

    outputs: tuple[str, ...]
    rows: dict[str, int]
    weights: Floats
    bias: Floats

    def row(self, name: str) -> int:
        """The row of a feature, 0 when the model does not know it."""
        return self.rows.get(name, 0)

    def scores(self, names: Iterable[str]) -> Floats:
        """Sum of the bias and the rows of the features, shape (outputs,)."""
        get = self.rows.get
        total: Floats = self.weights[[get(name, 0) for name in names]].sum(axis=0) + self.bias
        return total


def sum_rows(weights: Floats, groups: list[list[int]]) -> Floats:
    """Sum of the rows of each group, shape (groups, outputs)."""
    out = np.zeros((len(groups), weights.shape[1]), dtype=np.float32)
    filled = [i for i, group in enumerate(groups) if group]
    if filled:
        flat = np.fromiter(chain.from_iterable(groups), dtype=np.intp)
        starts = np.cumsum([0, *(len(groups[i]) for i in filled[:-1])])
        out[filled] = np.add.reduceat(weights[flat], starts, axis=0)
    return out


def make_model(
    outputs: tuple[str, ...], names: list[str], weights: NDArray[np.float64], bias: NDArray[np.float64]
) -> LinearModel:
    """A model with its features sorted, its weights in half precision, and features without any weight left out.

    Raises:
        ValueError: the shapes of `names`, `weights`, `bias` and `outputs` do not agree, or a name holds a line break.
    """
    if weights.shape != (len(names), len(outputs)) or bias.shape != (len(outputs),):
        raise ValueError(
            f"weights {weights.shape} and bias {bias.shape} do not fit {len(names)} features x {len(outputs)} outputs"
        )
    if any("\n" in name for name in names):
        raise ValueError("a feature name must not hold a line break")
    short = weights.astype(np.float16)
    order = [i for i in sorted(range(len(names)), key=lambda i: names[i]) if short[i].any()]
    rows = {names[i]: position for position, i in enumerate(order, start=1)}
    table = np.zeros((len(order) + 1, len(outputs)), dtype=np.float32)
    table[1:] = short[order]
    return LinearModel(outputs, rows, table, bias.astype(np.float32))


def save_model(model: LinearModel, path: Path) -> None:
    """Write a model as one compressed npz file; equal models give equal bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    names = sorted(model.rows, key=lambda name: model.rows[name])
    arrays: dict[str, NDArray[Any]] = {
        "outputs": np.frombuffer("\n".join(model.outputs).encode(), dtype=np.uint8),
        "names": np.frombuffer("\n".join(names).encode(), dtype=np.uint8),
        "weights": model.weights[1:].astype(np.float16),
        "bias": model.bias,
    }
    with zipfile.ZipFile(path, "w") as file:
        for key, array in arrays.items():
            buffer = io.BytesIO()
            np.lib.format.write_array(buffer, array, allow_pickle=False)
            entry = zipfile.ZipInfo(f"{key}.npy", _ZIP_DATE)
            file.writestr(entry, buffer.getvalue(), zipfile.ZIP_DEFLATED, 9)


def load_model(path: Path) -> LinearModel:
    """Read a model written by `save_model`.

    Raises:
        FileNotFoundError: there is no such file.
        ValueError: the file is not such a model.
    """
    try:
        with np.load(path, allow_pickle=False) as file:
            names = file["names"].tobytes().decode().split("\n") if file["names"].size else []
            outputs = tuple(file["outputs"].tobytes().decode().split("\n"))
            short, bias = file["weights"], file["bias"].astype(np.float32)
    except (KeyError, zipfile.BadZipFile) as error:
        raise ValueError(f"{path} is not a linear model; train it again") from error
    if short.shape != (len(names), len(outputs)):
        raise ValueError(f"{path} holds {short.shape} weights for {len(names)} features; train it again")
    weights = np.zeros((len(names) + 1, len(outputs)), dtype=np.float32)
    weights[1:] = short
    return LinearModel(outputs, {name: i for i, name in enumerate(names, start=1)}, weights, bias)
