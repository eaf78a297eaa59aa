"""Which names may be united because they look alike: what each step proposes, before anything is decided.

Only the names with a telling word (an acronym, "of", a word that repeats the type, a misspelling) leave the engine.
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
from kg.resolution.variants import TYPE_WORDS, key_without_of, key_without_type_word

_TYPE_WORD: Final = "type word"
_WORD_ORDER: Final = "word order"
_FUZZY: Final = "fuzzy"
#: The steps that propose, in their order.
_STEPS: Final = (STEP, _TYPE_WORD, _WORD_ORDER, _FUZZY)
_TELLING: Final = pa.schema([("word", pa.string()), ("step", pa.string())])
_TOLD: Final = f"""
SELECT t.type, t.key, t.name, t.step, d.words
FROM (
    SELECT DISTINCT w.type, w.key, w.name, s.step FROM node_word w JOIN telling s ON s.word = w.word
    WHERE s.step <> '{_TYPE_WORD}' OR s.word = w.last) t
JOIN described d ON d.name = t.name
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
    """What the nodes of a session are proposed to be united with, whether that exists or not, by step, type and key."""
    acronyms = expansions(session, lexicon)
    corrected = respellings(session, lexicon)
    telling = [(word, STEP) for word in acronyms] + [(word, _TYPE_WORD) for word in TYPE_WORDS]
    telling += [("of", _WORD_ORDER), *((word, _FUZZY) for word in corrected)]
    session.load("telling", pa.table(list(map(list, zip(*sorted(telling), strict=True))), _TELLING))
    found: dict[str, list[Proposal]] = {step: [] for step in _STEPS}
    for kind, key, name, step, words in session.rows(_TOLD):
        target: str | None
        if step == STEP:
            target = expanded_key(words, acronyms)
        elif step == _TYPE_WORD:
            target = key_without_type_word(kind, key, name, words, lexicon)
        elif step == _WORD_ORDER:
            target = key_without_of(words)
        else:
            target = respelled_key(words, corrected)
        if target is not None and target != key:
            found[step].append(Proposal(kind, key, target, step))
    session.drop("telling")
    return [proposal for step in _STEPS for proposal in found[step]]


def join_proposed(table: NodeTable, proposed: Iterable[Proposal]) -> None:
    """Unite what is proposed, in the given order, where both names occur in the corpus or the lexicon."""
    for proposal in proposed:
        number = table.index.get((proposal.type, proposal.key))
        if number is None:
            continue
        other = table.find(proposal.type, proposal.target)
        if other is not None:
            table.unions.join(number, other, proposal.step, "equal")
