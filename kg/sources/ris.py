"""RIS, which reference managers and publishers export: tagged lines from `TY` to `ER`.

Tags: https://en.wikipedia.org/wiki/RIS_(file_format). rispy reads one record at a time, so that a broken one does no
harm to the next.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from kg.dates import loose_date, read_date
from kg.records import Paper, Reject
from kg.sources.entries import Author, Entry, paper_of
from kg.sources.inputs import Input
from kg.sources.lines import Block, Line, text_lines
from kg.sources.registry import ReadOptions

_TAG = re.compile(r"([A-Z][A-Z0-9])  -(?: |$)")
_BEGIN = re.compile(r"TY  -")


class Ris:
    """Reader of records."""

    name = "ris"

    def sniff(self, head: str) -> bool:
        """Whether the first line that is not blank says a type of reference."""
        return bool(_BEGIN.match(head.lstrip("\ufeff \t\r\n")))

    def read(self, source: Input, options: ReadOptions) -> Iterator[Paper | Reject]:
        """One paper a record; records without end, title or abstract are rejected."""
        for number, record in enumerate(_records(text_lines(source)), start=1):
            if record.fault:
                yield Reject(source.name, record.line, record.fault)
                continue
            yield from paper_of(_entry(_fields(record.lines)), self.name, source.name, record.line, number)


def _records(lines: Iterable[Line]) -> Iterator[Block]:
    """Records, and runs of lines outside of one as records with a fault."""
    record: Block | None = None
    stray: Block | None = None
    for line in lines:
        begins = bool(_BEGIN.match(line.text.lstrip()))
        if begins and record:
            record.fault = record.fault or "the record has no ER line at its end"
            yield record
            record = None
        if begins:
            record = _record(line.number)
        if record:
            if stray:
                yield stray
                stray = None
            record.add(line)
            if re.match(r"ER  -", line.text.lstrip()):
                yield record
                record = None
        elif line.text.strip() or line.fault:
            stray = stray or _record(
                line.number, fault="text outside of a record, which begins with TY and ends with ER"
            )
    for rest in (stray, record):
        if rest:
            rest.fault = rest.fault or "the record has no ER line at its end"
            yield rest


def _record(line: int, fault: str | None = None) -> Block:
    return Block(line, "record", "is its ER line missing?", fault=fault)


def _fields(lines: list[str]) -> dict[str, Any]:
    """The fields of a record by rispy's names; those that only a later line of text is of are put to the one before."""
    import rispy

    joined: list[str] = []
    for line in (text.strip() for text in lines):
        if _TAG.match(line) or not joined:
            joined.append(line)
        elif line:
            joined[-1] += f" {line}"
    parsed = rispy.RisParser(skip_unknown_tags=True).parse_lines(iter(joined))
    return dict(parsed[0]) if parsed else {}


def _entry(fields: dict[str, Any]) -> Entry:
    def text(*names: str) -> str:
        return next((str(fields[name]) for name in names if isinstance(fields.get(name), str) and fields[name]), "")

    def items(*names: str) -> list[str]:
        return next(([str(item) for item in fields[name]] for name in names if isinstance(fields.get(name), list)), [])

    urls = items("urls")
    dates = [date for name in ("date", "year", "publication_year") if (date := loose_date(text(name)))]
    return Entry(
        title=text("title", "primary_title"),
        abstract=text("abstract", "notes_abstract"),
        identifiers=[text("doi"), *urls, text("note"), text("id")],
        published=max(dates, key=_soundness, default=text("year", "publication_year", "date")),
        authors=[Author(_given_first(name)) for name in items("authors", "first_authors")],
        url=urls[0] if urls else "",
        categories=items("keywords"),
    )


def _soundness(date: str) -> tuple[int, bool]:
    """How precise a date is as far as it exists, and whether all of it does."""
    kept = read_date(date)[0] or ""
    return len(kept), kept == date


def _given_first(name: str) -> str:
    """`Family, Given, Suffix` turned round."""
    parts = [part.strip() for part in name.split(",") if part.strip()]
    return " ".join([*parts[1:2], *parts[:1], *parts[2:]])
