"""Find the numbers of a text as quantities: value, unit, scale, bound, and how each stands to its neighbours.

Nothing here decides whether a number is a result; only what can never be one is left out: parts of web
addresses, of names (`CIFAR-10`), of dimensions (`512x512`), list markers, citations, sub- and superscripts.
"""

import re
from decimal import Decimal
from functools import lru_cache

from extractors.result_parts.lexicon import result_lexicon
from extractors.result_parts.linking import link_neighbours
from extractors.result_parts.quantity import Quantity, lower_same_length, plain_decimal
from extractors.result_parts.units import SINGLE_LETTER_SCALES, known_unit, read_unit

# Up to 15 digits: longer runs are identifiers. `{,}` and `\,` are the thousands separators of LaTeX.
_NUMBER = re.compile(
    r"(?<![\w.@])(?:[0-9]{1,3}(?:(?:,|\{,\}|\\,)[0-9]{3})+(?:\.[0-9]{1,12})?|[0-9]{1,15}(?:\.[0-9]{1,12})?|\.[0-9]{1,12})"
    r"(?![0-9])"
)
_ADDRESS = re.compile(
    r"(?:https?://|www\.|(?:github|huggingface|arxiv|doi|zenodo)\.(?:com|co|org|io)/|doi:|arxiv:)\S{1,300}"
)
_POWER = re.compile(r"\^\s?\{?\s?([-−]?[0-9]{1,2})\}?|[eE]([-+−]?[0-9]{1,2})(?![A-Za-z0-9])")
_DIMENSION = re.compile(r"(?:\$?[\s~]?\$?(?:\\times|×)[\s~]?\$?\s?|[xX*]|\s[xX*]\s)[0-9]")
_DIMENSION_BEFORE = re.compile(r"[0-9](?:\$?[\s~]?\$?(?:\\times|×)[\s~]?\$?\s?|[xX*]|\s[xX*]\s)$")
_LETTERS = re.compile(r"[^\W\d_]+")
_SPELLED = re.compile(
    r"\b(?:(?P<orders>an|one|two|three|four|five|six|several)(?: or two| to \w{3,5})?"
    r"[\s-]orders?[\s-]of[\s-]magnitudes?"
    r"|(?P<folds>two|three|four|five|six|seven|eight|nine|ten|twenty|hundred)[\s-]?folds?"
    r"|(?P<times>two|three|four|five|six|seven|eight|nine|ten|twenty|fifty|hundred)\stimes(?=\s(?:\w{2,6}er|more|less|as|the)\b)"
    r"|(?P<factor>(?<=factor of )(?:two|three|four|five|six|seven|eight|nine|ten))"
    r"|(?P<twice>twice|thrice|double|triple)(?=\s(?:as|the|that|its|their)\b)"
    r"|(?P<half>(?<=by )half|half(?=\s(?:the|of the|that|its|as)\b)|(?<=\w\sto )half)"
    r"|(?P<count>one|two|three|four|five|six|seven|eight|nine|ten|twenty|fifty)(?=\s(?:million|billion|thousand)\b))"
)
# Each match of _ADDRESS or _SPELLED holds one of these; looking for them first spares most texts the search.
_ADDRESS_CUES = ("://", "www.", "doi", "arxiv", "github", "huggingface", "zenodo")
_SPELLED_CUES = (
    *("magnitude", "fold", " times", "factor of", "twice", "thrice", "double", "triple", "half"),
    *("million", "billion", "thousand"),
)
_SIGNIFICANCE = re.compile(r"(?<![A-Za-z])\$?[pPα]\$?(?:-?values?)?\s?\$?(?:=|<|>|≤|\\leq?|\\ll|of)\s?\$?$")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}$")
# Years, citation numbers, p-values and error margins state no outcome.
_NEVER_RESULTS = frozenset({"year", "citation", "significance", "plus_minus_second"})
_INTERVAL = re.compile(
    r"(?:[0-9]{2}\\?%\s?)?(?<![a-z])(?:cis?|confidence intervals?|credible intervals?)\b[^0-9.;]{0,12}"
    r"[-+]?[0-9.]{1,12}\\?%?\s?(?:,|--?|–|to)\s?[-+]?[0-9.]{1,12}|[0-9]{2}\\?%\s(?:ci|confidence|credible)\b"
)
_ORDINAL_ENDINGS = frozenset({"st", "nd", "rd", "th"})


@lru_cache(maxsize=1)
def _bound_pattern() -> re.Pattern[str]:
    phrases = sorted(result_lexicon().bounds, key=len, reverse=True)
    spelled = "|".join(re.escape(phrase).replace(r"\ ", r"\s") for phrase in phrases if phrase[0].isalpha())
    symbols = "|".join(re.escape(phrase) for phrase in phrases if not phrase[0].isalpha())
    return re.compile(
        rf"(?:(?<![^\W_])(?P<word>{spelled})(?:\s(?:by|a|an|the|only))?[\s$\-+({{~]{{1,4}}|(?P<sign>{symbols})[\s${{]{{0,3}})$"
    )


def find_quantities(text: str) -> list[Quantity]:
    """All numbers of a text that could state something, in text order. Time grows linearly with the text."""
    lower = text.lower() if text.isascii() else lower_same_length(text)
    excluded: list[tuple[int, int]] = []
    if any(cue in lower for cue in _ADDRESS_CUES):
        excluded = [match.span() for match in _ADDRESS.finditer(lower)]
    if "ci" in lower or "interval" in lower or "confidence" in lower:
        # The bounds of an interval belong to the number before it and are no results of their own.
        excluded = sorted([*excluded, *(match.span() for match in _INTERVAL.finditer(lower))])
    found: list[Quantity] = []
    position = 0
    for match in _NUMBER.finditer(text):
        while position < len(excluded) and excluded[position][1] <= match.start():
            position += 1
        if position < len(excluded) and excluded[position][0] <= match.start():
            continue
        quantity = _read(text, match.start(), match.end())
        if quantity is not None and (not found or quantity.start >= found[-1].phrase_end):
            found.append(quantity)
    linked = [quantity for quantity in link_neighbours(text, found) if not quantity.flags & _NEVER_RESULTS]
    if not any(cue in lower for cue in _SPELLED_CUES):
        return linked
    spelled = [_read_spelled(text, match) for match in _SPELLED.finditer(lower)]
    return sorted([*linked, *spelled], key=lambda quantity: quantity.start)


def _read(text: str, start: int, end: int) -> Quantity | None:
    """The quantity whose digits are `text[start:end]`, or None where they are part of something else."""
    flags: set[str] = set()
    sign = _read_sign(text, start, flags)
    if sign is None or _DIMENSION.match(text, end) or _DIMENSION_BEFORE.search(text[max(0, start - 12) : start]):
        return None
    digits = text[start:end]
    value: str | None = sign + plain_decimal(digits)
    unit_class, unit, scale, phrase_end = "", None, None, end
    if (power := _POWER.match(text, end)) is not None:
        flags.add("power")
        value = _raise(Decimal(sign + plain_decimal(digits)), power)
        end = phrase_end = power.end()
    elif text[end : end + 1] == "." and text[end + 1 : end + 2].isdigit():
        return None
    elif (letters := _LETTERS.match(text, end)) is not None:
        attached, phrase_end = letters.group(), letters.end()
        if attached in SINGLE_LETTER_SCALES:
            scale = result_lexicon().scales[attached.lower()]
            flags.add("attached_scale")
        elif attached in ("x", "X"):
            unit_class, unit = "times", "x"
        elif attached in _ORDINAL_ENDINGS:
            flags.add("ordinal")
        else:
            known = known_unit(attached)
            if known is None or text[phrase_end : phrase_end + 1].isdigit():
                return None
            unit_class, unit = known
    if value is None or text[phrase_end : phrase_end + 1] == "_":
        return None
    if text[phrase_end : phrase_end + 1] == "+":
        flags.add("plus_after")
        phrase_end += 1
    if not unit_class and "ordinal" not in flags:
        unit_class, unit, scale, phrase_end = read_unit(text, phrase_end, scale)
    if text[end : end + 1] in ("-", "‐", "‑") and text[end + 1 : end + 2].isalpha():
        flags.add("compound")
    if not unit_class and _is_marker(text, start, end, digits):
        return None
    if text[start - 1 : start] == "[" and text[end : end + 1] in "]," and digits.isdigit() and len(digits) <= 3:
        flags.add("citation")
    if not unit_class and not scale and _YEAR.match(digits) and "ordinal" not in flags:
        flags.add("year")
    if _SIGNIFICANCE.search(text[max(0, start - 12) : start]):
        flags.add("significance")
    phrase_start, bound = _read_bound(text, start)
    if bound == "exact" and "plus_after" in flags:
        bound = "at_least"
    return Quantity(start, end, phrase_start, phrase_end, value, None, unit_class, unit, scale, bound, frozenset(flags))


def _read_sign(text: str, start: int, flags: set[str]) -> str | None:
    """The sign before a number, "" or "-"; None where the number is an index, an exponent or part of a name."""
    before = text[max(0, start - 3) : start]
    last = before[-1:]
    if last in ("_", "^") or before[-2:] in ("_{", "^{", "^-", "^−") or before == "^{-":
        return None
    if not last or last not in "-‐‑–−+":
        return ""
    outer = before[-2:-1]
    if outer and (outer.isalnum() or outer in ")]}"):
        # Of names with a hyphen and a number only "sub-200M" counts one; after a digit it is a range.
        return "" if outer.isdigit() or text[max(0, start - 4) : start - 1].lower() == "sub" else None
    if last == "+":
        flags.add("plus")
        return ""
    flags.add("minus")
    return "-"


def _raise(base: Decimal, power: re.Match[str]) -> str | None:
    """A power (`10^{-2}`, `1e-4`) as a plain decimal, or None where it is longer than any stated result."""
    exponent = int((power.group(1) or power.group(2)).replace("−", "-"))
    if not base:
        return "0"
    value = format(base**exponent if power.group(1) else base.scaleb(exponent), "f")
    return value if len(value) <= 40 else None


def _is_marker(text: str, start: int, end: int, digits: str) -> bool:
    """Whether a number of one or two digits marks a list item: `(1)` or `2)`."""
    if len(digits) > 2 or text[end : end + 1] != ")":
        return False
    if text[start - 1 : start] == "(":
        return text[end + 1 : end + 2].strip() == ""
    opener = text.rfind("(", max(0, start - 60), start)
    return text[end + 1 : end + 2] == " " and (opener < 0 or ")" in text[opener:start])


def _read_bound(text: str, start: int) -> tuple[int, str]:
    """Where the phrase of a number at `start` begins (its bound word included), and the bound."""
    offset = max(0, start - 28)
    window = text[offset:start].lower()
    match = _bound_pattern().search(window)
    if match is None:
        return start, "exact"
    name = "word" if match.group("word") else "sign"
    return offset + match.start(name), result_lexicon().bounds[re.sub(r"\s", " ", match.group(name))]


def _read_spelled(text: str, match: re.Match[str]) -> Quantity:
    """The quantity of a spelled-out number such as `twice` or `an order of magnitude`."""
    name = match.lastgroup or ""
    word = match.group(name).lower()
    numbers = result_lexicon().numbers
    unit_class, unit, scale = "times", "x", None
    end = match.end()
    if name == "orders":
        unit = "orders of magnitude"
    elif name == "count":
        scale = text[match.end() + 1 : match.end() + 9].split(maxsplit=1)[0]
        unit_class, unit = "count", scale
        end = match.end() + 1 + len(scale)
    phrase_start, bound = _read_bound(text, match.start())
    return Quantity(
        match.start(),
        match.end(),
        phrase_start,
        end,
        f"{numbers[word]:g}",
        None,
        unit_class,
        unit,
        scale,
        bound,
        frozenset({"spelled", f"spelled_{name}"}),
    )
