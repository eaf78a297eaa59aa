"""Which names may be united because they look alike: what each step proposes, before anything is decided.

Only names with a telling word (an acronym, a misspelling), or with a variant that is a name too, leave the engine.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import pyarrow as pa

from kg.engines.session import SqlSession
from kg.resolution.abbreviations import STEP, expanded_key, expansions
from kg.resolution.lexicon_index import LexiconIndex
from kg.resolution.nodes import NodeTable
from kg.resolution.typos import respelled_key, respellings
from kg.resolution.variants import says_nothing

_FUZZY: Final = "fuzzy"
_TELLING: Final = pa.schema([("word", pa.string()), ("step", pa.string())])
_TOLD: Final = """
SELECT t.type, t.key, t.step, d.words
FROM (SELECT DISTINCT w.type, w.key, w.name, s.step FROM node_word w JOIN telling s ON s.word = w.word) t
JOIN described d ON d.name = t.name
ORDER BY type, key
"""
# The nodes with a variant (a column of `described`) that is another node or a name of the lexicon.
_VARIANTS: Final = """
SELECT n.type, n.key, n.name, d.words, d.{column} AS target
FROM node n JOIN described d ON d.name = n.name
WHERE EXISTS (SELECT 1 FROM node o WHERE o.type = n.type AND o.key = d.{column})
    OR EXISTS (SELECT 1 FROM lexicon_type l WHERE l.type = n.type AND l.key = d.{column})
ORDER BY type, key
"""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A node (type, key) may be united with the node or lexicon name of the key `target`."""

    type: str
    key: str
    target: str
    step: str


def proposals(session: SqlSession, lexicon: LexiconIndex) -> list[Proposal]:
    """What the nodes of a session are proposed to be united with, by step, type and key.

    The variants are names; what acronyms and corrections make of a name may be none.
    """
    told = _told(session, lexicon)
    type_words = [
        Proposal(kind, key, target, "type word")
        for kind, key, name, words, target in session.rows(_VARIANTS.format(column="base"))
        if says_nothing(kind, key, name, words, (kind, target) in lexicon.entries, lexicon)
    ]
    turned = [
        Proposal(kind, key, target, "word order")
        for kind, key, _, _, target in session.rows(_VARIANTS.format(column="turned"))
    ]
    return [*told[STEP], *type_words, *turned, *told[_FUZZY]]


def _told(session: SqlSession, lexicon: LexiconIndex) -> dict[str, list[Proposal]]:
    """By step, what follows from single words: acronyms, and misspelled words."""
    acronyms = expansions(session, lexicon)
    corrected = respellings(session, lexicon)
    telling = [*((word, STEP) for word in acronyms), *((word, _FUZZY) for word in corrected)]
    session.load("telling", pa.table([[row[i] for row in telling] for i in range(2)], _TELLING))
    found: dict[str, list[Proposal]] = {STEP: [], _FUZZY: []}
    for kind, key, step, words in session.rows(_TOLD):
        target = expanded_key(words, acronyms) if step == STEP else respelled_key(words, corrected)
        if target is not None and target != key:
            found[step].append(Proposal(kind, key, target, step))
    session.drop("telling")
    return found


def join_proposed(table: NodeTable, proposed: Iterable[Proposal]) -> None:
    """Unite what is proposed, in the given order, where both names occur in the corpus or the lexicon."""
    for proposal in proposed:
        number = table.index.get((proposal.type, proposal.key))
        if number is None:
            continue
        other = table.find(proposal.type, proposal.target)
        if other is not None:
            table.unions.join(number, other, proposal.step, "equal")
