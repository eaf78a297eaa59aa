"""Which format a file of JSON is of, told by the keys of its first record; and the reader that they all share."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import Any, ClassVar, Final

from kg.records import Paper, Reject
from kg.sources.entries import Entry, paper_of
from kg.sources.inputs import Input
from kg.sources.json_layout import layout
from kg.sources.json_stream import json_records
from kg.sources.registry import ReadOptions

#: Keys that only records of one format have, in the order in which they are looked for.
SIGNATURES: Final = (
    ("arxiv", frozenset({"authors_parsed", "versions", "submitter", "update_date"})),
    ("hf-papers", frozenset({"paper"})),
    ("openalex", frozenset({"abstract_inverted_index", "authorships", "primary_location", "open_access"})),
    ("semantic-scholar", frozenset({"paperId", "corpusid", "corpusId", "externalIds", "externalids"})),
    ("crossref", frozenset({"DOI", "issued", "container-title", "is-referenced-by-count"})),
)
#: Records of this project's own exchange format, and those that have no signature.
PLAIN: Final = "jsonl"


def json_format(head: str) -> str | None:
    """The name of the format that JSON beginning so is of, or None where it is no JSON of records."""
    found = layout(head)
    if found is None:
        return None
    for name, signature in SIGNATURES:
        if found.keys & signature:
            return name
    return PLAIN if found.path is None or found.keys >= {"title", "abstract"} else None


class JsonSource(ABC):
    """A format whose records are JSON objects; a subclass says what an entry of it is."""

    name: ClassVar[str]

    def sniff(self, head: str) -> bool:
        """Whether the first record has keys of this format."""
        return json_format(head) == self.name

    def read(self, source: Input, options: ReadOptions) -> Iterator[Paper | Reject]:
        """One paper a record; what is no record with title and abstract is rejected."""
        for item in json_records(source):
            if isinstance(item, Reject):
                yield item
            else:
                yield from paper_of(self.entry(item.value), self.name, source.name, item.line, item.number)

    @abstractmethod
    def entry(self, record: dict[str, Any]) -> Entry:
        """What a record says of its paper."""
