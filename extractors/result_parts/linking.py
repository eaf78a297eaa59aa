"""How neighbouring numbers belong together: ranges, "from A to B", arrows, "A out of B", error margins, lists."""

import re
from dataclasses import replace

from extractors.result_parts.quantity import Quantity

_DASH = re.compile(r"\$?\s?\$?(?:--?|–|—|−|‐|‑|\\sim|~)\$?\s?[+$]?\s?")
_ARROW = re.compile(r"\s?\$?(?:→|->|=>|⇒|\\to|\\rightarrow|\\Rightarrow)\$?\s?")
_TO = re.compile(
    r"[\s,$]{1,3}to\s(?:just |only |about |around |approximately |nearly |over |under |below |a |an )?[$~]{0,2}"
)
_OUT_OF = re.compile(r"\s?(?:out of|of the|of|/)\s?(?:the )?")
_PLUS_MINUS = re.compile(r"\s?\$?(?:±|\\pm|\+/-|\+-)\$?\s?")
_VERSUS = re.compile(r"[\s,;(]{0,3}(?:vs\.?|versus|compared (?:to|with)|against|over|than)\s(?:the |an? )?[$~]{0,2}")
_LIST = re.compile(r"[\s,;/$]{0,3}(?:and|or|&)?\s?[+$~]{0,3}")
# In the order in which they are tried; the flags are `<name>_first` and `<name>_second`.
_JOINTS = (
    ("arrow", _ARROW),
    ("to", _TO),
    ("plus_minus", _PLUS_MINUS),
    ("out_of", _OUT_OF),
    ("versus", _VERSUS),
    ("list", _LIST),
)


def link_neighbours(text: str, found: list[Quantity]) -> list[Quantity]:
    """Join hyphen ranges into one quantity and flag how neighbours belong together."""
    merged: list[Quantity] = []
    for quantity in found:
        previous = merged[-1] if merged else None
        if previous is not None and previous.upper is None and quantity.start - previous.phrase_end <= 4:
            gap = text[previous.phrase_end : quantity.start]
            written = text[previous.phrase_end - 1 : quantity.start] if gap == "" else gap
            if _DASH.fullmatch(written) and "year" not in quantity.flags:
                merged[-1] = replace(
                    previous,
                    end=quantity.end,
                    phrase_end=quantity.phrase_end,
                    upper=quantity.value.lstrip("-"),
                    unit_class=quantity.unit_class or previous.unit_class,
                    unit=quantity.unit or previous.unit,
                    scale=quantity.scale or previous.scale,
                    flags=(previous.flags | quantity.flags | {"range"}) - {"minus", "plus"},
                )
                continue
        merged.append(quantity)
    for index in range(1, len(merged)):
        first, second = merged[index - 1], merged[index]
        if second.start - first.phrase_end > 40:
            continue
        kind = _gap_kind(text, first, second)
        if kind:
            merged[index - 1] = replace(first, flags=first.flags | {f"{kind}_first"})
            merged[index] = replace(second, flags=second.flags | {f"{kind}_second"})
            if kind in ("to", "arrow", "list") and second.unit_class in ("percent", "times") and not first.unit_class:
                unit_class, unit = second.unit_class, second.unit
                merged[index - 1] = replace(merged[index - 1], unit_class=unit_class, unit=unit)
    return merged


def _gap_kind(text: str, first: Quantity, second: Quantity) -> str:
    """How two neighbouring numbers are joined by the words between them, or ""."""
    gap = text[first.phrase_end : second.start]
    kind = next((name for name, pattern in _JOINTS if pattern.fullmatch(gap)), "")
    lead = text[max(0, first.phrase_start - 9) : first.phrase_start].lower()
    if kind == "to" and lead[-6:].strip(" $~").endswith("from"):
        return "from"
    if kind == "list" and "between " in lead:
        return "to"
    return kind
