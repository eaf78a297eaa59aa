"""Dates as sources write them, kept at the precision they have."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Final

from kg.records import Precision

_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2})(?:[T ].*)?)?)?\s*\Z", re.ASCII)
_SLASHED = re.compile(r"(\d{4})(?:[/.-](\d{1,2})?(?:[/.-](\d{1,2})?(?:[/.-].*)?)?)?\Z", re.ASCII)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})\Z", re.ASCII)
_WITH_WORD = re.compile(
    r"(?:(?P<first>\d{1,2})\.?\s+)?(?P<month>[A-Za-z]{3,})\.?(?:\s+(?P<second>\d{1,2}))?,?\s+(?P<year>\d{4})\Z",
    re.ASCII,
)
# So much of a text is shown in a message (characters).
_SHOWN: Final = 60
_MONTHS: Final = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)


def parse_iso(text: str) -> tuple[str, Precision] | None:
    """`2018`, `2018-06`, `2018-06-20` or an ISO date-time as (date cut to its precision, precision).

    None where the text is none of these or no real date.
    """
    match = _ISO.match(text.strip())
    if not match:
        return None
    year, month, day = match.groups()
    try:
        date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None
    if day:
        return f"{year}-{month}-{day}", "day"
    return (f"{year}-{month}", "month") if month else (year, "year")


def as_far_as_real(year: str, month: str = "", day: str = "") -> str | None:
    """The ISO date of numbers as texts, as far as it exists: 2025-02 of 2025, 2 and 30; None if the year is none."""
    found: str | None = None
    for part in (year.zfill(4), month.zfill(2) if month else "", day.zfill(2) if day else ""):
        longer = part if found is None else f"{found}-{part}"
        if not part or not parse_iso(longer):
            break
        found = longer
    return found


def read_date(text: str, form: str = "date") -> tuple[str | None, Precision | None, str | None]:
    """The ISO date that a source states, its precision, and what to tell the user if it does not exist as it stands.

    Of a month or day that does not exist, what is before it is kept; `form` is what the source should have written.
    """
    shown = repr(text.strip()[:_SHOWN])
    if parsed := parse_iso(text):
        return *parsed, None
    stated = _ISO.match(text.strip())
    kept = as_far_as_real(*(part or "" for part in stated.groups())) if stated else None
    if kept is None or not (parsed := parse_iso(kept)):
        return None, None, f"published {shown} is no {form}; the paper is kept without one"
    return *parsed, f"published {shown} is no day or month that there is; the paper is kept with {kept}"


def month_number(name: str) -> int | None:
    """1 to 12 for an English month name or its first letters, three at least."""
    key = name.strip(". ").lower()
    return next((number for number, month in enumerate(_MONTHS, 1) if len(key) >= 3 and month.startswith(key)), None)


def earliest(dates: Iterable[str]) -> str | None:
    """The earliest of ISO dates, as precisely as any of them gives it: of 2020, 2020-03-12 and 2020-05 the second."""
    found: str | None = None
    for day in sorted(dates):
        if found is None or day.startswith(found):
            found = day
    return found


def loose_date(text: str) -> str | None:
    """In ISO's form, which `read_date` judges, what tables and reference managers write: also 2019/05/12/, 2019.0,
    20190512, 12 May 2019, May 12, 2019. None where it is none of these; 12/05/2019 is May in one country and December
    in another.
    """
    text = re.sub(r"(\d{4})\.0\Z", r"\1", text.strip())
    if parsed := parse_iso(text):
        return parsed[0]
    if match := _SLASHED.match(text) or _COMPACT.match(text):
        parts = [part for part in match.groups() if part]
    elif match := _WITH_WORD.match(text):
        month = month_number(match["month"])
        day = match["first"] or match["second"]
        parts = [match["year"], *([str(month)] if month else []), *([day] if month and day else [])]
    else:
        return None
    return "-".join([parts[0], *(part.zfill(2) for part in parts[1:])])
