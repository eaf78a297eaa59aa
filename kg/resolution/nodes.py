"""The distinct (type, key) pairs of a corpus: all of them in SQL, and those that a step concerns in this process."""

import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

import pyarrow as pa

from extractors.names import key_words, numbers_of, slug
from kg.engines.session import SqlSession
from kg.resolution.lexicon_index import LexiconIndex
from kg.resolution.unions import Node, Unions
from kg.resolution.variants import key_without_of, key_without_type_word

#: Of equally frequent forms the shorter, then the lower-case one comes first.
_FORM_ORDER: Final = "n DESC, length(clean), clean DESC"

_FORM: Final = """
SELECT type, key, clean, count(*) AS n FROM (
    SELECT m.type, o.key, o.clean FROM occurrence o JOIN main m ON m.paper = o.paper AND m.cluster = o.cluster
    UNION ALL
    SELECT m.type, d.long_key AS key, d.long AS clean
    FROM definition d JOIN main m ON m.paper = d.paper AND m.cluster = d.cluster WHERE NOT EXISTS (
        SELECT 1 FROM occurrence o WHERE o.paper = d.paper AND o.cluster = d.cluster AND o.key = d.long_key))
GROUP BY type, key, clean
"""
_NODE: Final = f"""
SELECT f.type, f.key, f.clean AS name, f.forms, m.clusters
FROM (
    SELECT type, key, clean, count(*) OVER (PARTITION BY type, key) AS forms,
        row_number() OVER (PARTITION BY type, key ORDER BY {_FORM_ORDER}) AS place
    FROM form) f
JOIN (SELECT type, key, count(*) AS clusters FROM main GROUP BY type, key) m ON m.type = f.type AND m.key = f.key
WHERE f.place = 1
"""
_DESCRIBED: Final = pa.schema(
    [
        ("name", pa.string()),
        ("slug", pa.string()),
        ("words", pa.list_(pa.string())),
        ("base", pa.string()),
        ("turned", pa.string()),
    ]
)
_NODE_WORD: Final = """
SELECT DISTINCT type, key, name, clusters, word FROM (
    SELECT n.type, n.key, n.name, n.clusters, unnest(d.words) AS word FROM node n JOIN described d ON d.name = n.name)
"""
_RELATED_FORMS: Final = f"""
SELECT type, key, clusters, clean, n FROM (
    SELECT m.type, m.key, m.clusters, f.clean, f.n
    FROM related r
    JOIN node m ON m.type = r.type AND m.key = r.key
    JOIN form f ON f.type = r.type AND f.key = r.key)
ORDER BY type, key, {_FORM_ORDER}
"""


@dataclass(slots=True)
class NodeTable:
    """The nodes that a step of resolution concerns by (type, key), with the readable forms of each, and how often
    each and all occur.

    The first `related` nodes are main names of clusters, sorted by type and key; lexicon names that a step matched
    follow.
    """

    unions: Unions
    lexicon: LexiconIndex
    index: dict[tuple[str, str], int]
    forms: dict[tuple[str, str], list[tuple[str, int]]]
    totals: dict[tuple[str, str], int]
    related: int = field(init=False)

    def __post_init__(self) -> None:
        """Remember how many nodes are of the corpus."""
        self.related = len(self.unions.nodes)

    def related_nodes(self) -> Iterable[int]:
        """The numbers of the nodes that are the main name of a cluster."""
        return range(self.related)

    def find(self, kind: str, key: str) -> int | None:
        """The node of a type and key, made on the spot for a lexicon name that the corpus lacks."""
        number = self.index.get((kind, key))
        if number is None and (kind, key) in self.lexicon.entries:
            name = self.lexicon.names[kind, key]
            entry = self.lexicon.entries[kind, key]
            number = self.unions.add(Node(kind, key, name, key_words(name), numbers_of(name), 0, entry))
            self.index[kind, key] = number
        return number


def count_nodes(session: SqlSession) -> None:
    """Create the tables of nodes from those of the names.

    `form` (type, key, clean, n): how many clusters of a type hold a readable form, also where it is no main name.
    `node` (type, key, name, forms, clusters): the main names, with the most frequent form and how many there are.
    `described` (name, slug, words, base, turned): of the names of nodes; the last two are keys that `variants` makes of
    some. `node_word` (type, key, name, clusters, word): a row for each word of a node.
    """
    session.create("form", _FORM)
    session.create("node", _NODE)
    session.derive("described", "SELECT DISTINCT name FROM node", _describe, _DESCRIBED)
    session.create("node_word", _NODE_WORD)


def _describe(names: pa.Table) -> pa.Table:
    """Slug, normalised words, and keys of variants of readable names."""
    rows = []
    for name in names["name"].to_pylist():
        words = key_words(name)
        rows.append((name, slug(name), words, key_without_type_word(words), key_without_of(words)))
    columns = [pa.array([row[i] for row in rows], field.type) for i, field in enumerate(_DESCRIBED)]
    return pa.table(columns, _DESCRIBED)


def read_nodes(session: SqlSession, lexicon: LexiconIndex, pinned: frozenset[tuple[str, str]]) -> NodeTable:
    """The nodes of the table `related`; `pinned` are the (type, key) pairs that take no automatic union."""
    nodes: list[Node] = []
    index: dict[tuple[str, str], int] = {}
    forms: dict[tuple[str, str], list[tuple[str, int]]] = {}
    totals: Counter[tuple[str, str]] = Counter()
    pair = ("", "")
    for kind, key, clusters, clean, count in session.rows(_RELATED_FORMS):
        # The rows of a pair follow each other, the most frequent form first.
        if pair != (kind, key):
            pair = (sys.intern(kind), key)
            forms[pair] = []
            index[pair] = len(nodes)
            nodes.append(Node(*pair, clean, key_words(clean), numbers_of(clean), clusters, lexicon.entries.get(pair)))
        forms[pair].append((clean, count))
        totals[pair] += count
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
