"""JSON Lines, or a JSON array: objects with title, abstract and any of the other fields of a paper.

The others are id, published, authors, author_count, url, categories, doi, arxiv_id and orcids. Authors are names or
objects with `name` and `orcid`. An `id` counts as an arXiv number or a DOI, in any usual form; what is neither, such as
the number of a row, would name other papers in other files, and is not kept.
"""

from collections.abc import Iterator
from typing import Any

from kg.dates import read_date
from kg.identifiers import identify, orcid
from kg.records import Paper, Reject
from kg.sources.inputs import Input
from kg.sources.json_formats import json_format
from kg.sources.json_stream import json_records
from kg.sources.registry import ReadOptions
from kg.sources.text import one_line, paragraph


class JsonLines:
    """The plain exchange format of this project and of many others."""

    name = "jsonl"

    def sniff(self, head: str) -> bool:
        """Whether it begins with a JSON object that is of no other format."""
        return json_format(head) == self.name

    def read(self, source: Input, options: ReadOptions) -> Iterator[Paper | Reject]:
        """One paper an object; what is no JSON object with title and abstract is rejected."""
        for item in json_records(source):
            if isinstance(item, Reject):
                yield item
                continue
            place = "" if item.line is not None else f"record {item.number}: "
            for required in ("title", "abstract"):
                value = item.value.get(required)
                if not isinstance(value, str) or not one_line(value):
                    yield Reject(source.name, item.line, f"{place}the record has no {required}")
                    break
            else:
                yield from self._paper(source.name, item.line, place, item.value)

    def _paper(self, name: str, line: int | None, place: str, record: dict[str, Any]) -> Iterator[Paper | Reject]:
        stated = record.get("published")
        published, precision, fault = read_date(str(stated), "ISO date") if stated is not None else (None, None, None)
        if fault:
            yield Reject(name, line, f"{place}{fault}", "field")
        title = one_line(record["title"])
        authors, orcids = _authors(record.get("authors"), record.get("orcids"))
        count = record.get("author_count")
        url = one_line(record["url"]) if isinstance(record.get("url"), str) else None
        stated_ids = [record.get(field) for field in ("arxiv_id", "doi", "id")]
        identity = identify(title, *(one_line(str(value)) for value in stated_ids if value is not None), url)
        yield Paper(
            id=identity.id,
            title=title,
            abstract=paragraph(record["abstract"]),
            published=published,
            published_precision=precision,
            year_inferred=record.get("year_inferred") is True,
            authors=authors,
            author_count=count if type(count) is int and 0 <= count < 2**31 else len(authors) or None,
            url=url or None,
            source=self.name,
            categories=_strings(record.get("categories")),
            doi=identity.doi,
            arxiv_id=identity.arxiv_id,
            orcids=orcids,
        )


def _authors(value: object, orcids: object) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Names and, if any is known, their ORCID iDs: from objects with `name` and `orcid`, or from a list beside them."""
    items = value if isinstance(value, list) else [value]
    beside = orcids if isinstance(orcids, list) and len(orcids) == len(items) else [None] * len(items)
    names, known = [], []
    for item, other in zip(items, beside, strict=True):
        name, stated = (item.get("name"), item.get("orcid")) if isinstance(item, dict) else (item, other)
        if isinstance(name, str) and one_line(name):
            names.append(one_line(name))
            known.append(orcid(stated) if isinstance(stated, str) else "")
    return tuple(names), tuple(known) if any(known) else ()


def _strings(value: object) -> tuple[str, ...]:
    """A list of strings, or one string, as a tuple."""
    items = value if isinstance(value, list) else [value]
    return tuple(one_line(item) for item in items if isinstance(item, str) and one_line(item))
