"""Positions for a picture: force-directed, deterministic, computed before the page is written."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

# Golden angle in radians: a spiral of it spreads starting points evenly.
GOLDEN_ANGLE: Final = np.pi * (3.0 - np.sqrt(5.0))
_ITERATIONS = 150
# Pull to the centre that keeps unconnected parts on the page, in units of the ideal edge length.
_GRAVITY = 0.25


def force_layout(count: int, edges: Sequence[tuple[int, int]], scale: float = 60.0) -> NDArray[np.float64]:
    """Positions of shape (count, 2), `scale` being the ideal edge length in pixels.

    The algorithm is Fruchterman and Reingold's, "Graph drawing by force-directed placement" (Software: Practice and
    Experience, 1991), with a weak pull to the centre; from a spiral start, so that equal graphs get equal pictures.
    Repulsion is summed over all pairs: meant for up to about 2,000 nodes.
    """
    if count == 0:
        return np.zeros((0, 2))
    number = np.arange(count, dtype=np.float64)
    radius = np.sqrt(number + 0.5)
    position = np.stack([radius * np.cos(number * GOLDEN_ANGLE), radius * np.sin(number * GOLDEN_ANGLE)], axis=1)
    links = np.array(sorted({(min(a, b), max(a, b)) for a, b in edges if a != b}), dtype=np.int64).reshape(-1, 2)
    temperature = np.sqrt(count) / 2
    for step in range(_ITERATIONS):
        move = _repulsion(position) - _GRAVITY * position
        delta = position[links[:, 0]] - position[links[:, 1]]
        pull = delta * np.linalg.norm(delta, axis=1, keepdims=True)
        np.add.at(move, links[:, 0], -pull)
        np.add.at(move, links[:, 1], pull)
        length = np.maximum(np.linalg.norm(move, axis=1, keepdims=True), 1e-9)
        position = position + move / length * np.minimum(length, temperature * (1 - step / _ITERATIONS))
    return np.round(position * scale, 1)


def _repulsion(position: NDArray[np.float64]) -> NDArray[np.float64]:
    """Sum over all pairs of a force of 1 / distance."""
    dx = position[:, 0, None] - position[None, :, 0]
    dy = position[:, 1, None] - position[None, :, 1]
    weight = 1.0 / np.maximum(dx * dx + dy * dy, 1e-3)
    return np.stack([(dx * weight).sum(axis=1), (dy * weight).sum(axis=1)], axis=1)
