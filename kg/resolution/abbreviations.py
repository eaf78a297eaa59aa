"""Acronyms: which long form an undefined one stands for, and names that contain one."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

from extractors.names import name_key
from kg.engines.session import SqlSession
from kg.resolution.lexicon_index import LexiconIndex
from kg.resolution.nodes import NodeTable

STEP: Final = "abbreviation"

# One long form dominates when at least this share of the defining papers agree on it.
DOMINANT_SHARE: Final = 0.75
# Where a name is used undefined this many times as often as defined, it is a name that readers know, and the odd paper
# that spells it out says little about the others (CLIP, SAM).
UNDEFINED_PER_DEFINITION: Final = 20
# Two letters have so many readings that one defining paper is no evidence.
SHORT_LENGTH: Final = 2
SHORT_DEFINITIONS: Final = 2
# Papers that must define a lexicon name before a long form that the lexicon does not list joins it.
LEXICON_DEFINITIONS: Final = 2


def join_acronyms(session: SqlSession, table: NodeTable, lexicon: LexiconIndex) -> None:
    """Unite every acronym with the long form that dominates the papers that define it.

    Long forms of one lexicon entry count as one; an acronym with several readings stays apart.
    """
    unions = table.unions
    rows = session.rows(
        "SELECT m.type, d.short_key, d.long_key, count(DISTINCT d.paper) AS papers "
        "FROM definition d JOIN main m ON m.paper = d.paper AND m.cluster = d.cluster "
        "GROUP BY m.type, d.short_key, d.long_key ORDER BY m.type, d.short_key, d.long_key"
    )
    readings: defaultdict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for kind, short, long, papers in rows:
        readings[kind, short][long] = papers
    for (kind, short), longs in sorted(readings.items()):
        acronym = table.find(kind, short)
        if acronym is None:
            continue
        reading = _dominant(longs, kind, lexicon)
        if reading is None:
            continue
        long, papers = reading
        if papers * UNDEFINED_PER_DEFINITION < unions.nodes[acronym].clusters:
            continue
        if len(short) <= SHORT_LENGTH and papers < SHORT_DEFINITIONS:
            continue
        meant = table.find(kind, long)
        if meant is None:
            continue
        entry = unions.entry(acronym)
        # A curated name keeps its meaning unless the lexicon leaves its long form open and several papers give it.
        curated = entry is not None and unions.entry(meant) != entry
        if curated and (entry in lexicon.spelled_out or papers < LEXICON_DEFINITIONS):
            continue
        unions.join(acronym, meant, STEP, "compatible")


def _dominant(longs: dict[str, int], kind: str, lexicon: LexiconIndex) -> tuple[str, int] | None:
    """The long form most papers mean, and how many they are, if they are enough of all."""
    groups: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
    for long, papers in longs.items():
        entry = lexicon.entries.get((kind, long))
        groups[long if entry is None else f"\0{entry}"].append((papers, long))
    papers, group = max((sum(n for n, _ in found), name) for name, found in groups.items())
    if papers < DOMINANT_SHARE * sum(longs.values()):
        return None
    return min(groups[group], key=lambda found: (-found[0], found[1]))[1], papers


def expansions(session: SqlSession, lexicon: LexiconIndex) -> dict[str, tuple[str, ...]]:
    """The words that acronyms stand for, by their key: in the lexicon, or where papers agree on one reading."""
    found = dict(lexicon.long_forms)
    rows = session.rows(
        "SELECT short_key, long_key, min(long) AS long, count(DISTINCT paper) AS papers FROM definition "
        "GROUP BY short_key, long_key ORDER BY short_key, long_key"
    )
    readings: defaultdict[str, dict[str, int]] = defaultdict(dict)
    written: dict[str, str] = {}
    for short, long, text, papers in rows:
        readings[short][long] = papers
        written[long] = text
    for short, longs in readings.items():
        best = max(longs, key=lambda long: (longs[long], long))
        if len(short) > SHORT_LENGTH and longs[best] >= DOMINANT_SHARE * sum(longs.values()):
            found.setdefault(short, (written[best],))
    return found


def expanded_key(words: Sequence[str], expansions: Mapping[str, Sequence[str]]) -> str | None:
    """The key of a name with its acronyms written out (LLM safety, large language model safety)."""
    if len(words) < 2:
        return None
    return name_key(" ".join(" ".join(expansions.get(word, (word,))) for word in words))
