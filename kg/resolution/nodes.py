"""The distinct (type, key) pairs of a corpus, and how their names are written."""

import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from extractors.names import key_words, numbers_of
from kg.engines.session import SqlSession
from kg.resolution.lexicon_index import LexiconIndex
from kg.resolution.unions import Node, Unions


@dataclass(slots=True)
class NodeTable:
    """The nodes by (type, key), with the readable forms of each and how often each and all occur.

    The first `corpus` nodes are the main names of clusters, sorted by type and key; lexicon names that a step matched
    follow.
    """

    unions: Unions
    lexicon: LexiconIndex
    index: dict[tuple[str, str], int]
    forms: dict[tuple[str, str], list[tuple[str, int]]]
    totals: dict[tuple[str, str], int]
    corpus: int = field(init=False)

    def __post_init__(self) -> None:
        """Remember how many nodes the corpus has."""
        self.corpus = len(self.unions.nodes)

    def corpus_nodes(self) -> Iterable[int]:
        """The numbers of the nodes that are the main name of a cluster."""
        return range(self.corpus)

    def find(self, kind: str, key: str) -> int | None:
        """The node of a type and key, made on the spot for a lexicon name that the corpus lacks."""
        number = self.index.get((kind, key))
        if number is None and (kind, key) in self.lexicon.entries:
            name = self.lexicon.names[kind, key]
            entry = self.lexicon.entries[kind, key]
            number = self.unions.add(Node(kind, key, name, key_words(name), numbers_of(name), 0, entry))
            self.index[kind, key] = number
        return number


def read_nodes(session: SqlSession, lexicon: LexiconIndex, pinned: frozenset[tuple[str, str]]) -> NodeTable:
    """The nodes of the loaded corpus; `pinned` are the (type, key) pairs that take no automatic union.

    Forms are sorted by how many clusters hold them, of equals the shorter and lower-case first, and include those of
    names that are no main name.
    """
    clusters = {
        (kind, key): count
        for kind, key, count in session.rows("SELECT type, key, count(*) AS n FROM main GROUP BY type, key")
    }
    forms: dict[tuple[str, str], list[tuple[str, int]]] = {}
    totals: Counter[tuple[str, str]] = Counter()
    pair = ("", "")
    for kind, key, clean, count in session.rows(
        "SELECT * FROM (SELECT type, key, clean, count(*) AS n FROM ("
        "SELECT m.type, o.key, o.clean FROM occurrence o "
        "JOIN main m ON m.paper = o.paper AND m.cluster = o.cluster UNION ALL "
        "SELECT m.type, d.long_key, d.long FROM definition d "
        "JOIN main m ON m.paper = d.paper AND m.cluster = d.cluster WHERE NOT EXISTS ("
        "SELECT 1 FROM occurrence o WHERE o.paper = d.paper AND o.cluster = d.cluster AND o.key = d.long_key)) "
        "GROUP BY type, key, clean) ORDER BY type, key, n DESC, length(clean), clean DESC"
    ):
        # The rows of a pair follow each other, and all that is kept of it shares its strings.
        if pair != (kind, key):
            pair = (sys.intern(kind), key)
            forms[pair] = []
        forms[pair].append((clean, count))
        totals[pair] += count
    nodes: list[Node] = []
    index: dict[tuple[str, str], int] = {}
    for pair, ((name, _), *_) in forms.items():
        if pair in clusters:
            index[pair] = len(nodes)
            words, numbers = key_words(name), numbers_of(name)
            nodes.append(Node(*pair, name, words, numbers, clusters[pair], lexicon.entries.get(pair)))
    unions = Unions(nodes, frozenset(index[pair] for pair in pinned if pair in index))
    return NodeTable(unions, lexicon, index, forms, totals)


def join_lexicon(table: NodeTable) -> None:
    """Unite the names of each lexicon entry, into the most frequent of them."""
    groups: dict[int, list[int]] = {}
    nodes = table.unions.nodes
    for number, node in enumerate(nodes):
        if node.entry is not None:
            groups.setdefault(node.entry, []).append(number)
    for group in groups.values():
        first, *others = sorted(group, key=lambda number: (-nodes[number].clusters, nodes[number].key))
        for other in others:
            table.unions.join(other, first, "lexicon", "lexicon")
