"""arXiv's query API: Atom feeds of https://export.arxiv.org/api/query.

Fields: https://info.arxiv.org/help/api/user-manual.html, section 3.3; Atom is RFC 4287.
"""

import re
from collections.abc import Iterator
from typing import Final
from xml.etree.ElementTree import Element

from kg.records import Paper, Reject
from kg.sources.arxiv import unwrapped
from kg.sources.entries import Author, Entry, paper_of
from kg.sources.inputs import Input
from kg.sources.registry import ReadOptions
from kg.sources.xml_stream import text_in, xml_records, xml_root

_ENTRY: Final = frozenset({"entry"})
# What the API answers to a query that it cannot understand is an entry, too.
_ERROR: Final = "/api/errors"


class ArxivAtom:
    """Reader of the feeds."""

    name = "arxiv-atom"

    def sniff(self, head: str) -> bool:
        """Whether it is a feed that speaks of arXiv."""
        return xml_root(head) in {"feed", "entry"} and "arxiv.org" in head.lower()

    def read(self, source: Input, options: ReadOptions) -> Iterator[Paper | Reject]:
        """One paper an entry; the date is that of the first version, which Atom calls published."""
        for item in xml_records(source, _ENTRY):
            if isinstance(item, Reject):
                yield item
            elif _ERROR in text_in(item.element, "id"):
                message = " ".join(text_in(item.element, "summary").split())
                yield Reject(source.name, item.line, f"arXiv answered with an error: {message[:200]}")
            else:
                yield from paper_of(_entry(item.element), self.name, source.name, item.line, item.number)


def _entry(entry: Element) -> Entry:
    address = text_in(entry, "id")
    terms = [text for category in entry.iterfind("category") if (text := category.get("term", ""))]
    primary = entry.find("primary_category")
    return Entry(
        title=text_in(entry, "title"),
        abstract=unwrapped(text_in(entry, "summary")),
        identifiers=(address, text_in(entry, "doi").split(" ")[0]),
        published=text_in(entry, "published"),
        authors=[Author(text_in(author, "name")) for author in entry.iterfind("author")],
        url=re.sub(r"v\d+\Z", "", address.replace("http://", "https://", 1)),
        categories=[*([primary.get("term", "")] if primary is not None else []), *terms],
        latex=True,
    )
