"""Which entity is broader than which: a name of several words whose head is a name of another entity of its type."""

import re
from typing import Final

from extractors.names import name_key

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


def broader_entities(
    labels: dict[str, str], types: dict[str, str], owners: dict[tuple[str, str], str]
) -> dict[str, str]:
    """The directly broader entity by entity id.

    Args:
        labels: label by entity id.
        types: type by entity id.
        owners: the entity id that a (type, key) names.

    Returns:
        One entity for each that has one, without cycles.
    """
    found: dict[str, str] = {}
    for entity in sorted(labels):
        for head in heads(labels[entity]):
            other = owners.get((types[entity], name_key(head)))
            if other is not None and other != entity and re.search(r"[^\W\d_]{2}", head):
                if not _reaches(found, other, entity):
                    found[entity] = other
                break
    return found


def _reaches(found: dict[str, str], start: str, goal: str) -> bool:
    """Whether following `found` from one entity arrives at another."""
    while start in found:
        start = found[start]
        if start == goal:
            return True
    return False
