"""The unit and scale of a number: what the words and signs after it say of it."""

import re

from extractors.result_parts.lexicon import result_lexicon

_PERCENT = re.compile(r"\}?\$?[\s~]?(?:\\,)?\\{0,2}[%％]\$?")
_TIMES = re.compile(r"\}?\$?[\s~]?\$?(?:\\times|×|[xX*])\$?(?![A-Za-z0-9])")
_GAP = re.compile(r"(?:\\[,;! ]|[~\s$}\-‐‑]){0,4}(?:\\(?:text|mathrm|rm|si|unit)\{)?")
_WORD = re.compile(r"[A-Za-zµμ°$][A-Za-z/.]{0,14}")
_STOP = (
    r"(?!(?:of|for|to|in|on|with|without|and|or|the|by|at|from|than|over|is|are|was|per|as|while|using|across|its|this"
    r"|vs|versus)\b)"
)
_NOUNS = re.compile(rf"\s(?:{_STOP}[A-Za-z][\w\-/]{{0,24}}\s){{0,3}}?{_STOP}([a-z]{{2,20}}[a-rt-z]s)\b")
# Letters that multiply the number they follow: 4k, 7B.
SINGLE_LETTER_SCALES = frozenset("kKMBbT")


def read_unit(text: str, position: int, scale: str | None) -> tuple[str, str | None, str | None, int]:
    """Unit class, unit, scale and end of what follows a number at `position`."""
    lexicon = result_lexicon()
    if (percent := _PERCENT.match(text, position)) is not None:
        end = percent.end()
        words = _WORD.match(text, end + 1) if text[end : end + 1] == " " else None
        if words is not None and words.group().rstrip(".").lower() in ("points", "point", "pts"):
            return "points", "points", scale, end + 1 + len(words.group().rstrip("."))
        return "percent", "%", scale, end
    if (times := _TIMES.match(text, position)) is not None:
        return "times", "x", scale, times.end()
    gap = _GAP.match(text, position)
    here = gap.end() if gap is not None else position
    if here == position and not scale:
        return "", None, scale, position
    ends, words_read = [], []
    cursor = here
    for _ in range(3):
        word = _WORD.match(text, cursor)
        if word is None:
            break
        stripped = word.group().rstrip("./")
        words_read.append(stripped)
        ends.append(cursor + len(stripped))
        if stripped != word.group() or text[word.end() : word.end() + 1] not in (" ", "-"):
            break
        cursor = word.end() + 1
    if words_read and not scale:
        first = words_read[0]
        if first in SINGLE_LETTER_SCALES or (len(first) > 1 and first.lower() in lexicon.scales):
            scale = lexicon.scales[first.lower()]
            position = ends[0]
            words_read, ends = words_read[1:], ends[1:]
    for count in range(len(words_read), 0, -1):
        phrase = " ".join(words_read[:count])
        known = known_unit(phrase)
        if known is not None:
            return known[0], f"{scale} {known[1]}" if scale else known[1], scale, ends[count - 1]
    noun = _NOUNS.match(text, position)
    if noun is not None:
        return "count", f"{scale} {noun.group(1)}" if scale else noun.group(1), scale, position
    return ("scale" if scale else ""), scale, scale, position


def known_unit(phrase: str) -> tuple[str, str] | None:
    """Unit class and name of a unit as written; short symbols must have their own case (`ms`, not `MS`)."""
    known = result_lexicon().units.get(phrase.lower())
    if known is None or len(phrase) > 2 or phrase.islower() or phrase == known[1]:
        return known
    return known if known[0] == "memory" or phrase == "PP" else None
