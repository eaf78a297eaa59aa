"""Places circles (communities) on a plane: linked ones near each other, none overlapping."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from exports.layout import GOLDEN_ANGLE

_ITERATIONS: Final = 250
# Shares of the way to the centre of all, across and up, and to the linked circles, that a circle goes in one step:
# screens are wider than high.
_TO_CENTRE: Final = np.array([0.03, 0.05])
_TO_LINKED: Final = 0.08


def pack_circles(radius: NDArray[np.float64], link: NDArray[np.float64], gap: float) -> NDArray[np.float64]:
    """Centres of shape (n, 2) for circles of radii (n,) with `gap` between them; `link` (n, n) is symmetric, >= 0.

    Each step pulls circles to the weighted mean of what they link to and to the centre, then parts those that overlap,
    the smaller giving way more. Deterministic. Sums over all pairs: for up to some 500 circles.
    """
    count = len(radius)
    if count == 0:
        return np.zeros((0, 2))
    reach = radius + gap / 2
    # From a spiral on which each circle has its area.
    distance = np.sqrt(np.concatenate([[0.0], np.cumsum(reach[:-1] ** 2)]))
    angle = np.arange(count) * GOLDEN_ANGLE
    place = np.stack([distance * np.cos(angle), distance * np.sin(angle)], axis=1)
    total = link.sum(axis=1, keepdims=True)
    share = np.divide(link, total, out=np.zeros_like(link), where=total > 0)
    linked = (total > 0).astype(float)
    area = reach**2
    give = area[None, :] / (area[:, None] + area[None, :])
    for step in range(_ITERATIONS):
        calm = 1.0 - step / _ITERATIONS
        place = place + calm * _TO_LINKED * linked * (share @ place - place) - _TO_CENTRE * place
        for _ in range(3):
            place = place + _parting(place, reach, give)
    for _ in range(200):
        move = _parting(place, reach, give)
        if not move.any():
            break
        place = place + move
    return place


def _parting(place: NDArray[np.float64], reach: NDArray[np.float64], give: NDArray[np.float64]) -> NDArray[np.float64]:
    """The steps that part overlapping circles."""
    dx = place[:, 0, None] - place[None, :, 0]
    dy = place[:, 1, None] - place[None, :, 1]
    distance = np.sqrt(dx * dx + dy * dy)
    overlap = reach[:, None] + reach[None, :] - distance
    np.fill_diagonal(overlap, 0.0)
    factor = np.where(overlap > 1e-3, give * overlap / np.maximum(distance, 1e-6), 0.0) * 0.6
    return np.stack([(dx * factor).sum(axis=1), (dy * factor).sum(axis=1)], axis=1)


def ring_places(radius: NDArray[np.float64], inner: NDArray[np.float64], gap: float) -> NDArray[np.float64]:
    """Centres of shape (n, 2) on elliptic rings around an ellipse of semi-axes `inner` (2,), in the order given."""
    place = np.zeros((len(radius), 2))
    ring, first = 0.0, 0
    while first < len(radius):
        widest = float(radius[first:].max())
        around = float(inner.min()) + ring + widest + gap
        step = 2 * np.arcsin(np.minimum(1.0, (radius[first:] + gap / 2) / around))
        fitting = max(1, int(np.searchsorted(np.cumsum(step), 2 * np.pi, side="right")))
        # What room is left on a ring is shared out.
        step = step[:fitting] * (2 * np.pi / step[:fitting].sum())
        angle = np.cumsum(step) - step / 2
        axes = inner + ring + widest + gap
        place[first : first + fitting] = np.stack([axes[0] * np.cos(angle), axes[1] * np.sin(angle)], axis=1)
        ring, first = ring + 2 * widest + gap, first + fitting
    return place
