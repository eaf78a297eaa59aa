"""Which works of one title are one: clusters in which nothing contradicts, told from pairs."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Final

from kg.identity.sets import DisjointSets, sharing
from kg.identity.works import Work

# What a title must have to be one work's alone: shorter ones are mostly names and phrases.
_TITLE_WORDS: Final = 4
_TITLE_CHARACTERS: Final = 20
# The same for scripts without blanks, where a character is about a syllable or a word.
_DENSE_CHARACTERS: Final = 8
_DENSE: Final = "\u2e80"
# A title of more works than this is nobody's, however long.
_COMMON: Final = 100
# Beginnings of titles of front matter, normalised.
_FRONT_MATTER: Final = (
    *(
        "editorial",
        "guest editorial",
        "foreword",
        "preface",
        "introduction to the special",
        "introduction to the issue",
    ),
    *("letter to the editor", "message from the", "welcome message", "front matter", "table of contents", "erratum to"),
    *("call for papers", "book review", "report of the", "proceedings of the"),
)


def same_title(known: Sequence[Work], roots: list[int], title: str) -> list[tuple[int, int]]:
    """Pairs that are of one paper among those of one title: first by what abstracts say, then by all the rest."""
    telling = _is_telling(title) and len(roots) <= _COMMON
    pairs = sorted(combinations(roots, 2) if telling else _near_pairs(known, roots))
    by_text = [(one, other) for one, other in pairs if known[one].begins_as(known[other])]
    joined = _settled(roots, by_text, known)
    together = {root: Work.of(known[member] for member in members) for members in joined for root in members[:1]}
    first = {member: members[0] for members in joined for member in members}
    edges = {
        (first[one], first[other])
        for one, other in pairs
        if first[one] != first[other] and together[first[one]].is_one_with(together[first[other]], telling)
    }
    clusters = _settled(sorted(together), sorted(edges), together)
    return [(members[0], other) for group in (joined, clusters) for members in group for other in members[1:]]


def _near_pairs(known: Sequence[Work], roots: list[int]) -> set[tuple[int, int]]:
    """Pairs that share the beginning of the abstract, or year and surname: all that may be one under a short title."""
    shared = sharing(
        (root, name)
        for root in roots
        for name in [
            *(text for text, _ in known[root].texts),
            *(f"{year} {surname}" for year in known[root].years for surname in known[root].surnames),
        ]
    )
    return {pair for members in shared.values() for pair in combinations(members, 2)}


def _settled(
    nodes: list[int], edges: list[tuple[int, int]], known: Mapping[int, Work] | Sequence[Work]
) -> list[list[int]]:
    """Clusters of nodes joined by edges in which nothing contradicts; a node between two that do is not of theirs."""
    found: list[list[int]] = []
    for cluster in _components(nodes, edges):
        members = set(cluster)
        inside = [edge for edge in edges if edge[0] in members]
        odds = {pair for pair in combinations(cluster, 2) if known[pair[0]].contradicts(known[pair[1]])}
        if not odds:
            found.append(cluster)
            continue
        near: dict[int, list[int]] = defaultdict(list)
        for one, other in inside:
            near[one].append(other)
            near[other].append(one)
        between = [node for node in cluster if not odds.isdisjoint(combinations(sorted(near[node]), 2))]
        if not between:
            found += [[node] for node in cluster]
            continue
        for part in (between, [node for node in cluster if node not in between]):
            kept = [edge for edge in inside if edge[0] in part and edge[1] in part]
            if len(part) == len(cluster):
                kept = []
            found += _settled(part, kept, known)
    return found


def _components(nodes: list[int], edges: list[tuple[int, int]]) -> list[list[int]]:
    """Nodes that edges join, each list ascending."""
    place = {node: number for number, node in enumerate(nodes)}
    sets = DisjointSets(len(nodes))
    for one, other in edges:
        sets.join(place[one], place[other])
    found: dict[int, list[int]] = defaultdict(list)
    for node in nodes:
        found[sets.root(place[node])].append(node)
    return list(found.values())


def _is_telling(title: str) -> bool:
    """Whether a normalised title says enough to be one work's alone."""
    if title.startswith(_FRONT_MATTER):
        return False
    dense = sum(character >= _DENSE for character in title)
    return dense >= _DENSE_CHARACTERS or (len(title.split()) >= _TITLE_WORDS and len(title) >= _TITLE_CHARACTERS)
