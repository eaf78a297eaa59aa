"""Abbreviations a paper defines: `long form (SF)` and `SF (long form)`.

The algorithm is that of A. Schwartz and M. Hearst, "A simple algorithm for identifying abbreviation definitions in
biomedical text" (PSB 2003): the letters of the short form, read from the right, must occur in order in the words before
the bracket, the first one at the beginning of a word.
"""

import re
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc

from extractors.records import Abbreviation
from extractors.spans import text_of

_BRACKETED = re.compile(r"\(\s*([^()]{1,120}?)\s*\)")
_SHORT = re.compile(r"[^\W_][^\s,;]{0,11}\Z")
_WORD = re.compile(r"\S+")
_JOINING = re.compile(r"(?:an?|and|as|at|by|for|from|in|of|on|or|the|to|with)\b", re.IGNORECASE)
_TRAILING = re.compile(r"[,;:.]|\s+(?:i\.e\.|e\.g\.|or)\s")


@dataclass(frozen=True, slots=True)
class Definition:
    """A short and a long form, as character offsets into the text they were found in."""

    short_start: int
    short_end: int
    long_start: int
    long_end: int


def find_definitions(text: str) -> list[Definition]:
    """All definitions of a text in order of their brackets."""
    found = []
    for match in _BRACKETED.finditer(text):
        inner_start, inner_end = match.span(1)
        cut = _TRAILING.search(text, inner_start, inner_end)
        end = cut.start() if cut else inner_end
        inner = text[inner_start:end].rstrip()
        before = _candidate(text, match.start(), len(inner))
        if _is_short(inner) and (start := _long_start(inner, text, *before)) is not None:
            found.append(Definition(inner_start, inner_start + len(inner), start, before[1]))
            continue
        word = re.search(r"(\S+)\s*\Z", text[max(0, match.start() - 16) : match.start()])
        if word and _is_short(word.group(1)) and " " in inner:
            short_end = match.start() - len(word.group(0)) + len(word.group(1))
            short_start = short_end - len(word.group(1))
            long_start = _long_start(word.group(1), text, inner_start, inner_start + len(inner))
            if long_start is not None and long_start == inner_start:
                found.append(Definition(short_start, short_end, inner_start, inner_start + len(inner)))
    return found


def _is_short(text: str) -> bool:
    """Schwartz and Hearst's conditions, and a capital or digit, which prose in brackets lacks."""
    return (
        2 <= len(text) <= 12
        and bool(_SHORT.match(text))
        and any(c.isalpha() for c in text)
        and any(c.isupper() or c.isdigit() for c in text)
    )


def _candidate(text: str, bracket: int, short_length: int) -> tuple[int, int]:
    """The stretch before a bracket that may hold the long form: at most min(|A|+5, 2|A|) words of the sentence."""
    end = len(text[:bracket].rstrip())
    window = max(0, end - 40 * short_length)
    breaks = [m.end() for m in re.finditer(r"[.;:!?]\s|[()\n]", text[window:end])]
    begin = window + (breaks[-1] if breaks else 0)
    words = list(_WORD.finditer(text, begin, end))[-min(short_length + 5, short_length * 2) :]
    return (words[0].start() if words else end), end


def _long_start(short: str, text: str, begin: int, end: int) -> int | None:
    """Where the long form of `short` begins within text[begin:end], or None."""
    letters = [
        c.lower() for c in (short[:-1] if short.endswith("s") and short[:-1].isupper() else short) if c.isalnum()
    ]
    position = end - 1
    for number in range(len(letters) - 1, -1, -1):
        while position >= begin and not (
            text[position].lower() == letters[number]
            and (number > 0 or position == begin or not text[position - 1].isalnum())
        ):
            position -= 1
        if position < begin:
            return None
        position -= 1
    start = position + 1
    # A name does not begin with a joining word: "Abstraction and Reasoning Corpus (ARC)" begins at its first a.
    if _JOINING.match(text, start, end) and (earlier := _earlier_start(letters[0], text, begin, start)) is not None:
        start = earlier
    while start > begin and text[start - 1] == "-":  # "self-supervised learning (SSL)" begins at its compound
        start = begin + len(text[begin : start - 1]) - len(re.split(r"[\s(]", text[begin : start - 1])[-1])
    long_form = text[start:end]
    shorter = len(long_form) <= len(short) or short.lower() in re.findall(r"[^\W_]+", long_form.lower())
    return None if shorter else start


def _earlier_start(letter: str, text: str, begin: int, end: int) -> int | None:
    """Where the last word of text[begin:end] starts, if with this letter."""
    words = list(_WORD.finditer(text, begin, end))
    return words[-1].start() if words and words[-1].group()[0].lower() == letter else None


@Language.component("abbreviations", assigns=["doc._.abbreviations"])
def abbreviations(doc: Doc) -> Doc:
    """Record the abbreviations that the paper defines, each short form once, by its first definition."""
    text = text_of(doc)
    found: dict[str, str] = {}
    for definition in find_definitions(text):
        short = text[definition.short_start : definition.short_end]
        found.setdefault(short, text[definition.long_start : definition.long_end])
    doc._.abbreviations = [Abbreviation(short, long) for short, long in found.items()]
    return doc
