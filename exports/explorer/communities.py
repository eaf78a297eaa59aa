"""Communities of a graph: groups of nodes with more links inside than to others."""

from typing import Final

import networkx as nx
import numpy as np
from numpy.typing import NDArray

# Any fixed number: equal graphs get equal communities.
_SEED: Final = 7
# 1 is Newman's modularity; a little above it cuts the large communities of an abstract corpus to a readable size.
_RESOLUTION: Final = 1.2


def communities(
    count: int, source: NDArray[np.int32], target: NDArray[np.int32], weight: NDArray[np.float64]
) -> NDArray[np.int32]:
    """The community of each node, shape (count,), numbered from 0 by falling size, ties by the smallest node.

    The method is that of Blondel et al., "Fast unfolding of communities in large networks" (J. Stat. Mech., 2008), as
    networkx has it. Parallel edges add up.
    """
    network: nx.Graph[int] = nx.Graph()
    network.add_nodes_from(range(count))
    for a, b, w in zip(source.tolist(), target.tolist(), weight.tolist(), strict=True):
        if network.has_edge(a, b):
            network[a][b]["weight"] += w
        else:
            network.add_edge(a, b, weight=w)
    found = nx.community.louvain_communities(network, resolution=_RESOLUTION, seed=_SEED)
    member = np.zeros(count, dtype=np.int32)
    for number, group in enumerate(sorted(found, key=lambda g: (-len(g), min(g)))):
        member[list(group)] = number
    return member
