"""A number of a text as a record, and the two plain conversions that go with it."""

from dataclasses import dataclass
from typing import Final

#: What a unit can be, in the order that the trained weights have them in; "" stands for a bare number.
UNIT_CLASSES: Final = ("percent", "points", "times", "time", "memory", "rate", "physical", "count", "scale")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number of a text; all offsets are characters of that text, end exclusive.

    `start:end` is the number (both numbers of a hyphen range), `phrase_end` lies after its unit. `value` is a plain
    decimal (`upper` the other end of a range). `unit_class` is a table name of `[unit]` in the lexicon, `scale`,
    `count` (a counted noun) or "". `flags` say how the number is written and linked to its neighbours.
    """

    start: int
    end: int
    phrase_start: int
    phrase_end: int
    value: str
    upper: str | None
    unit_class: str
    unit: str | None
    scale: str | None
    bound: str
    flags: frozenset[str]


def lower_same_length(text: str) -> str:
    """The text in lower case with every offset kept; the few letters that grow when lowered (`İ`) stay as they are."""
    lower = text.lower()
    return lower if len(lower) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def plain_decimal(written: str) -> str:
    """A number as written, without thousands separators and with a leading zero: `1{,}890` -> `1890`, `.5` -> `0.5`."""
    plain = written.replace("{,}", "").replace("\\,", "").replace(",", "")
    return f"0{plain}" if plain.startswith(".") else plain
