"""Logistic regression over named sparse features, as the linear models of roles and relations are trained."""

from collections import Counter
from collections.abc import Iterable, Sequence
from importlib import import_module
from typing import Any

import numpy as np
from numpy.typing import NDArray

NEEDS_SKLEARN = "training needs scikit-learn; install it with: pip install 'paperkg[train]'"


def fit_binary(rows: Any, wanted: NDArray[np.bool_], penalty: float) -> tuple[NDArray[np.float64], float]:
    """Weights, shape (features,), and bias of a logistic regression on a sparse matrix of shape (examples, features).

    Raises:
        ImportError: scikit-learn is not installed; the text says how to get it.
    """
    try:
        from sklearn.linear_model import LogisticRegression
    except ImportError as error:
        raise ImportError(NEEDS_SKLEARN) from error
    if wanted.all() or not wanted.any():
        return np.zeros(rows.shape[1]), 8.0 if wanted.all() else -8.0
    # A loose tolerance: a tighter one changes no figure and takes several times as long.
    fitted = LogisticRegression(C=penalty, solver="liblinear", tol=0.01, random_state=0).fit(rows, wanted)
    return fitted.coef_[0], float(fitted.intercept_[0])


def frequent_features(examples: Iterable[tuple[str, Sequence[str]]], least: int) -> list[str]:
    """Features of at least `least` papers, sorted; examples are (paper, features)."""
    last: dict[str, str] = {}
    papers: Counter[str] = Counter()
    for paper, features in examples:
        for name in features:
            if last.get(name) != paper:
                last[name] = paper
                papers[name] += 1
    return sorted(name for name, count in papers.items() if count >= least)


def sparse_matrix(examples: Sequence[Sequence[str]], names: Sequence[str]) -> Any:
    """A scipy matrix of zeros and ones, shape (examples, names).

    Raises:
        ImportError: scipy, which comes with scikit-learn, is not installed.
    """
    try:
        sparse = import_module("scipy.sparse")
    except ImportError as error:
        raise ImportError(NEEDS_SKLEARN) from error
    column = {name: i for i, name in enumerate(names)}
    indices: list[int] = []
    ends = [0]
    for features in examples:
        indices += [column[name] for name in features if name in column]
        ends.append(len(indices))
    return sparse.csr_matrix(
        (np.ones(len(indices), dtype=np.float32), indices, ends), shape=(len(examples), len(names))
    )
