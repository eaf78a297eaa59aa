"""Positions of the explorer's picture."""

import numpy as np
import pytest

from exports.explorer.layout import community_layout
from exports.explorer.packing import pack_circles, ring_places


def two_cliques(size=12):
    """Edges of two cliques joined by one edge."""
    pairs = [(i + k * size, j + k * size) for k in (0, 1) for i in range(size) for j in range(i)]
    pairs.append((0, size))
    source, target = np.array(pairs, dtype=np.int32).T
    return 2 * size, source, target, np.ones(len(pairs))


def test_equal_graphs_get_equal_places():
    first, second = community_layout(*two_cliques()), community_layout(*two_cliques())
    assert np.array_equal(first.position, second.position)
    assert np.array_equal(first.community, second.community)


def test_communities_stand_apart():
    layout = community_layout(*two_cliques())
    assert layout.community.tolist() == [0] * 12 + [1] * 12
    a, b = layout.position[:12], layout.position[12:]
    apart = np.linalg.norm(a.mean(axis=0) - b.mean(axis=0))
    assert apart > np.linalg.norm(a - a.mean(axis=0), axis=1).max() + np.linalg.norm(b - b.mean(axis=0), axis=1).max()


def test_no_two_nodes_share_a_place():
    layout = community_layout(*two_cliques())
    assert len({tuple(p) for p in layout.position.round(3).tolist()}) == 24


@pytest.mark.parametrize("count", [0, 1, 2, 40])
def test_nodes_without_edges_have_places(count):
    nothing = np.zeros(0, dtype=np.int32)
    layout = community_layout(count, nothing, nothing, np.zeros(0))
    assert layout.position.shape == (count, 2)
    assert np.isfinite(layout.position).all()
    assert len({tuple(p) for p in layout.position.round(3).tolist()}) == count


def test_packed_circles_do_not_overlap():
    radius = np.linspace(9.0, 1.0, 30)
    place = pack_circles(radius, np.ones((30, 30)) - np.eye(30), gap=1.0)
    distance = np.linalg.norm(place[:, None] - place[None, :], axis=2) + 1e3 * np.eye(30)
    assert (distance - radius[:, None] - radius[None, :] > 0.5).all()


def test_linked_circles_stand_nearer():
    alone = 1e-3 * (np.ones((40, 40)) - np.eye(40))
    linked = alone.copy()
    linked[0, 39] = linked[39, 0] = 1.0
    apart = []
    for link in (alone, linked):
        place = pack_circles(np.full(40, 3.0), link, gap=1.0)
        apart.append(np.linalg.norm(place[0] - place[39]))
    assert apart[1] < apart[0] / 2


def test_rings_stand_around_the_middle_without_overlap():
    radius = np.full(80, 2.0)
    place = ring_places(radius, np.array([20.0, 12.0]), gap=0.5)
    assert (np.abs(place) > [20, 12]).any(axis=1).any()
    assert (((place / [20.0, 12.0]) ** 2).sum(axis=1) > 1).all()
    distance = np.linalg.norm(place[:, None] - place[None, :], axis=2) + 1e3 * np.eye(80)
    assert distance.min() > 3.9
