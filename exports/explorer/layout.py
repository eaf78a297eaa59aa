"""Positions for a large picture: communities packed apart, and a force field inside them; the same for equal graphs."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from exports.explorer.communities import communities
from exports.explorer.packing import pack_circles, ring_places
from exports.layout import GOLDEN_ANGLE

# Lengths are in units of the distance that neighbouring nodes keep.
_GAP: Final = 3.0
# A community of n nodes gets a circle of this times the square root of n.
_ROOM: Final = 0.85
# Groups smaller than this stand in rings around the others: most are single papers with names of their own.
_SMALL: Final = 14
# Packing sums over all pairs of communities.
_MAX_PACKED: Final = 400
_ITERATIONS: Final = 90
# Cell of the grid on which repulsion is computed, and the distance at which it ends.
_CELL: Final = 0.5
_REACH: Final = 4.0
_REPULSION: Final = 0.24
# How much more a hub drives away, by the square root of its links: it is drawn larger.
_HUB: Final = 0.3
# Pulls of an edge inside a community, of one between communities, and of the community's centre.
_INSIDE: Final = 0.12
_BETWEEN: Final = 0.006
_CENTRE: Final = 0.05


@dataclass(frozen=True, slots=True)
class Layout:
    """`position` (n, 2), centred on 0; `community` (n,), numbered by falling size."""

    position: NDArray[np.float64]
    community: NDArray[np.int32]


def community_layout(
    count: int, source: NDArray[np.int32], target: NDArray[np.int32], weight: NDArray[np.float64]
) -> Layout:
    """Positions and communities of a graph of up to some 100,000 nodes, in time nearly linear in its size."""
    if count == 0:
        return Layout(np.zeros((0, 2)), np.zeros(0, dtype=np.int32))
    member = communities(count, source, target, weight)
    sizes = np.bincount(member)
    radius = _ROOM * np.sqrt(sizes) + 0.5
    centre = _centres(member, sizes, radius, source, target, weight)
    start = centre[member] + _spiral(member, sizes, source, target)
    position = _settle(start, centre[member], radius[member], member, source, target)
    return Layout(position - (position.max(axis=0) + position.min(axis=0)) / 2, member)


def _centres(
    member: NDArray[np.int32],
    sizes: NDArray[np.int64],
    radius: NDArray[np.float64],
    source: NDArray[np.int32],
    target: NDArray[np.int32],
    weight: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Where each community stands: large ones packed by their links, the rest in rings around them."""
    packed = max(1, min(int((sizes >= _SMALL).sum()), _MAX_PACKED))
    a, b = member[source], member[target]
    between = (a != b) & (a < packed) & (b < packed)
    link = np.zeros((packed, packed))
    np.add.at(link, (a[between], b[between]), weight[between])
    # Links weigh by what chance would give for the sizes, or the largest communities would draw all others.
    link = (link + link.T) / np.sqrt(np.outer(sizes[:packed], sizes[:packed]))
    inside = pack_circles(radius[:packed], link, _GAP)
    inside -= np.average(inside, axis=0, weights=radius[:packed] ** 2)
    # The ellipse, of the proportions of what is packed, that holds all its circles.
    axes = (np.abs(inside) + radius[:packed, None]).max(axis=0)
    reach = np.linalg.norm(inside / axes, axis=1) + radius[:packed] / axes.min()
    return np.concatenate([inside, ring_places(radius[packed:], axes * float(reach.max()), _GAP / 3)])


def _spiral(
    member: NDArray[np.int32], sizes: NDArray[np.int64], source: NDArray[np.int32], target: NDArray[np.int32]
) -> NDArray[np.float64]:
    """Starting places around the community's centre: the most linked nodes innermost."""
    degree = np.bincount(source, minlength=len(member)) + np.bincount(target, minlength=len(member))
    order = np.lexsort((np.arange(len(member)), -degree, member))
    first = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    rank = np.empty(len(member))
    rank[order] = np.arange(len(member)) - first[member[order]]
    distance = _ROOM * np.sqrt(rank + 0.3)
    return np.stack([distance * np.cos(rank * GOLDEN_ANGLE), distance * np.sin(rank * GOLDEN_ANGLE)], axis=1)


def _settle(
    position: NDArray[np.float64],
    centre: NDArray[np.float64],
    radius: NDArray[np.float64],
    member: NDArray[np.int32],
    source: NDArray[np.int32],
    target: NDArray[np.int32],
) -> NDArray[np.float64]:
    """Forces until they are calm: repulsion, edges as springs, the centre; no node leaves its community's circle."""
    count = len(position)
    other = source != target
    source, target = source[other], target[other]
    degree = np.bincount(source, minlength=count) + np.bincount(target, minlength=count)
    few, many = np.minimum(degree[source], degree[target]), np.maximum(degree[source], degree[target])
    # A hub's many springs would fold its leaves onto it, and its own community towards all others.
    pull = np.where(member[source] == member[target], _INSIDE / np.sqrt(few), _BETWEEN / np.sqrt(few * many))
    charge = 1.0 + _HUB * np.sqrt(degree)
    field = _Field(position, charge)
    for step in range(_ITERATIONS):
        limit = 1.5 * (1.0 - step / _ITERATIONS) + 0.05
        spring = (position[target] - position[source]) * pull[:, None]
        move = _REPULSION * field.force(position) + _CENTRE * (centre - position)
        for axis in (0, 1):
            move[:, axis] += np.bincount(source, spring[:, axis], count) - np.bincount(target, spring[:, axis], count)
        length = np.maximum(np.linalg.norm(move, axis=1, keepdims=True), 1e-9)
        position = position + move * np.minimum(1.0, limit / length)
        away = position - centre
        distance = np.linalg.norm(away, axis=1)
        position = centre + away * np.minimum(1.0, radius / np.maximum(distance, 1e-9))[:, None]
    return position


class _Field:
    """Repulsion of charge / distance, up to a reach, between all nodes: by convolution on a grid.

    The particle-mesh method of Hockney and Eastwood, "Computer Simulation Using Particles" (1981), with weights that
    are linear in each cell.
    """

    def __init__(self, position: NDArray[np.float64], charge: NDArray[np.float64]) -> None:
        self.charge = charge
        margin = _REACH + 2.0
        self.low = position.min(axis=0) - margin
        extent = position.max(axis=0) + margin - self.low
        self.shape = tuple(_smooth_size(int(np.ceil(side / _CELL)) + 2) for side in extent.tolist())
        ahead = [np.fft.fftfreq(size, 1.0 / size) * _CELL for size in self.shape]
        dx, dy = np.meshgrid(ahead[0], ahead[1], indexing="ij")
        square = dx * dx + dy * dy
        near = np.where(square <= _REACH * _REACH, 1.0 / np.maximum(square, 0.3), 0.0)
        self.kernel = [np.fft.rfft2((near * delta).astype(np.float32)) for delta in (dx, dy)]

    def force(self, position: NDArray[np.float64]) -> NDArray[np.float64]:
        """The force on each node, shape (n, 2)."""
        place = (position - self.low) / _CELL
        cell = np.clip(np.floor(place).astype(np.int64), 0, np.array(self.shape) - 2)
        part = np.clip(place - cell, 0.0, 1.0)
        corners = []
        for i in (0, 1):
            for j in (0, 1):
                share = np.abs(1 - i - part[:, 0]) * np.abs(1 - j - part[:, 1])
                corners.append(((cell[:, 0] + i) * self.shape[1] + cell[:, 1] + j, share))
        area = self.shape[0] * self.shape[1]
        density = sum(np.bincount(index, share * self.charge, area) for index, share in corners)
        spectrum = np.fft.rfft2(np.asarray(density, dtype=np.float32).reshape(self.shape))
        result = np.zeros_like(position)
        for axis, kernel in enumerate(self.kernel):
            force = np.fft.irfft2(spectrum * kernel, s=self.shape).ravel()
            result[:, axis] = sum(force[index] * share for index, share in corners)
        return result


def _smooth_size(size: int) -> int:
    """The next size without a prime factor above 5, which the Fourier transform does quickly."""
    while True:
        rest = size
        for factor in (2, 3, 5):
            while rest % factor == 0:
                rest //= factor
        if rest == 1:
            return size
        size += 1
