"""arXiv's metadata as JSON Lines: the snapshot that arXiv keeps at Kaggle, and copies of it.

Fields: https://www.kaggle.com/datasets/Cornell-University/arxiv
"""

import re
from email.utils import parsedate_to_datetime
from typing import Any

from kg.sources.entries import Author, Entry
from kg.sources.json_formats import JsonSource
from kg.sources.json_values import list_at, text_at

# A line that begins with blanks begins a paragraph; every other line end is one of the width of a terminal.
_WRAP = re.compile(r"[ \t]*\n(?![ \t]|\Z)")
_INSTITUTION = re.compile(r"\s*\([^()]*\)")
_BETWEEN_AUTHORS = re.compile(r"\s*,\s+(?:and\s+)?|\s+and\s+")


class ArxivSnapshot(JsonSource):
    """Reader of the snapshot."""

    name = "arxiv"

    def entry(self, record: dict[str, Any]) -> Entry:
        """The fields of a line; the date is that of the first version, else the year and month of the number."""
        identifier = text_at(record, "id")
        return Entry(
            title=text_at(record, "title"),
            abstract=unwrapped(text_at(record, "abstract")),
            identifiers=(identifier, text_at(record, "doi").split(" ")[0]),
            published=_first_version(record) or text_at(record, "update_date"),
            authors=_authors(record),
            url=f"https://arxiv.org/abs/{identifier}" if identifier else "",
            categories=text_at(record, "categories").split(),
            latex=True,
        )


def unwrapped(abstract: str) -> str:
    """An abstract of arXiv without its hard line breaks; paragraphs, which are indented, stay."""
    lines = abstract.replace("\r\n", "\n").strip("\n").rstrip()
    return "\n".join(" ".join(part.split()) for part in _WRAP.sub(" ", lines).split("\n") if part.strip())


def iso_day(text: str) -> str:
    """An ISO date for a date as in mail, RFC 2822: `Mon, 2 Apr 2007 19:18:42 GMT`; what is none stays."""
    try:
        return parsedate_to_datetime(text).date().isoformat()
    except (ValueError, OverflowError):
        return text


def author_list(text: str) -> list[Author]:
    """The authors of one string, `Ada Example (Some Institute), Bo Sample and Cy Third`, without institutions."""
    bare = text
    while (without := _INSTITUTION.sub("", bare)) != bare:
        bare = without
    return [Author(name) for name in _BETWEEN_AUTHORS.split(bare)]


def _first_version(record: dict[str, Any]) -> str:
    versions = [version for version in list_at(record, "versions") if text_at(version, "created")]
    first = next((version for version in versions if text_at(version, "version") == "v1"), None)
    return iso_day(text_at(first or versions[0], "created")) if versions else ""


def _authors(record: dict[str, Any]) -> list[Author]:
    """`authors_parsed` holds [surname, other names, suffix]; `authors` is one string of all."""
    parsed = [
        Author(" ".join(filter(None, (text_at(parts, 1), text_at(parts, 0), text_at(parts, 2)))))
        for parts in list_at(record, "authors_parsed")
    ]
    return parsed or author_list(text_at(record, "authors"))
