"""Which entity is broader than which: a name of several words whose head is a name of another entity of its type."""

import re
from collections.abc import Iterable
from typing import Final

import pyarrow as pa

from extractors.names import name_key

#: Label, position from 1 and key of a head; a label without heads has one row without a key.
HEAD: Final = pa.schema([("label", pa.string()), ("position", pa.int32()), ("key", pa.string())])
# A head without two letters in a row is no name (3, k).
_LETTERS: Final = re.compile(r"[^\W\d_]{2}")

# Before these a head is followed by what belongs to it (mixture of experts), so the name cannot be cut after them.
_PREPOSITIONS: Final = frozenset(
    ["of", "for", "with", "in", "on", "to", "from", "under", "via", "over", "by", "at", "and", "or", "as"]
)
# A name that begins with one of these and goes on without hyphen is no kind of what follows (non convex optimization).
_TURNING_WORDS: Final = frozenset(
    ["non", "not", "no", "self", "semi", "un", "pre", "post", "anti", "pseudo", "quasi", "without", "near", "beyond"]
)


def heads(label: str) -> list[str]:
    """The shorter names that a name ends in, longest first: what it is a kind of, if they are names.

    Words are cut at spaces only: self-supervised learning is a kind of learning, not of supervised learning.
    """
    words = label.split()
    if len(words) == 1:
        return []
    first = next((i for i, word in enumerate(words) if i and word.casefold() in _PREPOSITIONS), len(words))
    found = [" ".join(words[i:]) for i in range(1, first) if words[i - 1].casefold() not in _TURNING_WORDS]
    if first < len(words):
        found.append(" ".join(words[:first]))
    return found


def head_keys(labels: pa.Table) -> pa.Table:
    """The keys of the heads of labels (HEAD), the longest first."""
    rows: list[tuple[str, int, str | None]] = []
    for label in labels["label"].to_pylist():
        found = [name_key(head) for head in heads(label) if _LETTERS.search(head)]
        rows += [(label, position, key) for position, key in enumerate(found or [None], start=1)]
    return pa.table([[row[i] for row in rows] for i in range(3)], HEAD)


def closing_cycles(edges: Iterable[tuple[str, str]]) -> list[str]:
    """The narrower ends of the edges (narrower, broader) that would close a cycle with those before them.

    Each narrower end has one edge.
    """
    found: dict[str, str] = {}
    closing: list[str] = []
    for narrower, broader in edges:
        if _reaches(found, broader, narrower):
            closing.append(narrower)
        else:
            found[narrower] = broader
    return closing


def _reaches(found: dict[str, str], start: str, goal: str) -> bool:
    """Whether following `found` from one entity arrives at another."""
    while start in found:
        start = found[start]
        if start == goal:
            return True
    return False
