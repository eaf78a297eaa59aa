"""How words are spelled: the tables of `data/spelling.tsv`, and one normal form of a word's spellings."""

import re
from collections import defaultdict
from functools import lru_cache
from pathlib import Path
from typing import Final

_SPELLING_FILE: Final = Path(__file__).parent / "data" / "spelling.tsv"
_ACRONYM_PLURAL: Final = re.compile(r"[A-Z][A-Za-z0-9]*[A-Z]s")

# The words of a large corpus of names; below 20 MB.
_CACHE_SIZE: Final = 1 << 16


def _read_spelling() -> dict[str, dict[str, str]]:
    """The lines of the spelling file by kind."""
    tables: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for line in _SPELLING_FILE.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            kind, source, target = line.split("\t")
            tables[kind][source] = target
    return dict(tables)


_SPELLING: Final = _read_spelling()
SYMBOLS: Final = _SPELLING["symbol"] | _SPELLING["bare"]
BARE_SYMBOLS: Final = _SPELLING["bare"]
LETTERS: Final = str.maketrans(_SPELLING["letter"])
GREEK: Final = _SPELLING["greek"]
_SINGULAR: Final = _SPELLING["singular"]
_INVARIANT: Final = frozenset(_SPELLING["invariant"])
_BRITISH: Final = _SPELLING["british"]
_BRITISH_STEM: Final = re.compile("|".join(sorted(map(re.escape, _BRITISH), key=len, reverse=True)))


def _singular(word: str) -> str:
    """The singular of a lower-case word, by suffix (Porter 1980, step 1a, extended) and table."""
    if word in _SINGULAR:
        return _SINGULAR[word]
    if len(word) < 4 or not word.endswith("s") or word in _INVARIANT or not word[-2].isalpha():
        return word
    if word.endswith(("ss", "us", "is", "ics")):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y" if len(word) > 4 else word
    if word.endswith(("sses", "xes", "ches", "shes", "zzes")):
        return word[:-2]
    return word[:-1]


def american(word: str) -> str:
    """A lower-case word in American spelling; what only looks British (noise) is changed alike wherever it occurs."""
    if len(word) <= 4:
        return word
    word = _BRITISH_STEM.sub(lambda match: _BRITISH[match[0]], word)
    word = re.sub(r"is(?=(?:e|ed|er|ing|ation|able)$)", "iz", word)
    return re.sub(r"ys(?=(?:e|ed|er|ing)$)", "yz", word)


@lru_cache(maxsize=_CACHE_SIZE)
def normal_word(word: str) -> str:
    """One word of a name, case folded, in American spelling and singular."""
    if _ACRONYM_PLURAL.fullmatch(word):
        return word[:-1].casefold()
    folded = word.casefold()
    if word.isupper() and folded.endswith("s"):
        return folded
    return american(_singular(folded))
