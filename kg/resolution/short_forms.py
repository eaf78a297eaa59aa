"""What can be a short form of what, judged by the letters alone."""

import re
from functools import lru_cache
from typing import Final

from extractors.names import clean_name, numbers_of

# A version number set apart, as in GPT-3 or YOLO v5.
_SEPARATED_NUMBER: Final = re.compile(r"[-_ ]v?\d|v\d", re.IGNORECASE)
_GLOSS: Final = re.compile(r"(.+\s.+?)\s*\(([^()\s]+)\)")
_ACRONYM_LENGTH: Final = 10
_SMALL_WORDS: Final = frozenset(["a", "and", "by", "for", "from", "in", "of", "on", "the", "to", "via", "with"])


def is_acronym(name: str) -> bool:
    """Whether a name is one short word with at least two capitals, such as LLMs or RoPE."""
    word = clean_name(name)
    return len(word) <= _ACRONYM_LENGTH and " " not in word and sum(letter.isupper() for letter in word) > 1


def credible(short: str, long: str) -> bool:
    """Whether a defined short form may be the same as its long form: a version in one (GPT-3) must be in both."""
    return numbers_of(short) == numbers_of(long) or not _SEPARATED_NUMBER.search(short)


@lru_cache(maxsize=1 << 14)
def spells(short: str, long: str) -> bool:
    """Whether the letters of a short form occur in order in a long one, the first at the start of its first word.

    The matching rule of A. Schwartz and M. Hearst, "A simple algorithm for identifying abbreviation definitions in
    biomedical text" (PSB 2003), read from the left.
    """
    letters = [letter for letter in re.sub(r"(?<=[A-Z])s$", "", short).casefold() if letter.isalnum()]
    rest = long.casefold()
    if len(letters) < 2 or len(letters) >= len(rest) or rest[:1] != letters[0]:
        return False
    position = 0
    for letter in letters:
        position = rest.find(letter, position) + 1
        if position == 0:
            return False
    return True


def initials(short: str, long: str) -> bool:
    """Whether a short form is made of the first letters of all words of a long one, small words left out or not."""
    letters = re.sub(r"(?<=[A-Z])s$", "", short).casefold()
    words = re.findall(r"[^\W_]+", long.casefold())
    return letters in {"".join(w[0] for w in words), "".join(w[0] for w in words if w not in _SMALL_WORDS)}


def without_gloss(name: str) -> str:
    """A clean name without the short form of it in brackets at its end: Large Language Models (LLMs)."""
    match = _GLOSS.fullmatch(name) if name.endswith(")") else None
    return match[1] if match and is_acronym(match[2]) and spells(match[2], match[1]) else name
