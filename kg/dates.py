"""Dates as sources write them, kept at the precision they have."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Final

from kg.records import Precision

_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2})(?:[T ].*)?)?)?\s*\Z", re.ASCII)
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


def month_number(name: str) -> int | None:
    """1 to 12 for an English month name or its first letters, three at least."""
    key = name.strip(". ").lower()
    return next((number for number, month in enumerate(_MONTHS, 1) if len(key) >= 3 and month.startswith(key)), None)


def full_date(year: int, month: int, day: int) -> str | None:
    """An ISO date, or None where there is no such day."""
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def earliest(dates: Iterable[str]) -> str | None:
    """The earliest of ISO dates, as precisely as any of them gives it: of 2020, 2020-03-12 and 2020-05 the second."""
    found: str | None = None
    for day in sorted(dates):
        if found is None or day.startswith(found):
            found = day
    return found
