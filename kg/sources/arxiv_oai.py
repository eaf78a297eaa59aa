"""arXiv's OAI-PMH interface, https://oaipmh.arxiv.org/oai, with the metadata prefixes `arXiv` and `arXivRaw`.

Fields: https://info.arxiv.org/help/oa/index.html; the protocol is https://www.openarchives.org/OAI/openarchivesprotocol.html.
"""

from collections.abc import Iterator
from typing import Final
from xml.etree.ElementTree import Element

from kg.records import Paper, Reject
from kg.sources.arxiv import author_list, iso_day, unwrapped
from kg.sources.entries import Author, Entry, paper_of
from kg.sources.inputs import Input
from kg.sources.registry import ReadOptions
from kg.sources.xml_stream import text_in, xml_records, xml_root

_RECORD: Final = frozenset({"record"})


class ArxivOai:
    """Reader of the answers to ListRecords and GetRecord."""

    name = "arxiv-oai"

    def sniff(self, head: str) -> bool:
        """Whether it is an answer of OAI-PMH."""
        return xml_root(head) in {"OAI-PMH", "ListRecords"}

    def read(self, source: Input, options: ReadOptions) -> Iterator[Paper | Reject]:
        """One paper a record. Deleted records hold nothing but their number and are passed over."""
        for item in xml_records(source, _RECORD):
            if isinstance(item, Reject):
                yield item
                continue
            header, metadata = item.element.find("header"), item.element.find("metadata")
            if header is not None and header.get("status") == "deleted":
                continue
            body = metadata[0] if metadata is not None and len(metadata) else None
            if body is None or body.tag not in {"arXiv", "arXivRaw"}:
                reason = "the record is not of metadataPrefix arXiv or arXivRaw; harvest with one of them"
                yield Reject(source.name, item.line, reason)
            else:
                yield from paper_of(_entry(body), self.name, source.name, item.line, item.number)


def _entry(body: Element) -> Entry:
    number = text_in(body, "id")
    return Entry(
        title=text_in(body, "title"),
        abstract=unwrapped(text_in(body, "abstract")),
        identifiers=(number, text_in(body, "doi").split(" ")[0]),
        published=_published(body),
        authors=_authors(body),
        url=f"https://arxiv.org/abs/{number}" if number else "",
        categories=text_in(body, "categories").split(),
        latex=True,
    )


def _published(body: Element) -> str:
    """`created` in arXiv; the date of version v1 in arXivRaw."""
    if created := text_in(body, "created"):
        return created
    versions = body.findall("version")
    first = next((version for version in versions if version.get("version") == "v1"), versions[0] if versions else None)
    return iso_day(text_in(first, "date"))


def _authors(body: Element) -> list[Author]:
    """Names in parts in arXiv, one string of all in arXivRaw."""
    people = [
        Author(" ".join(filter(None, (text_in(author, part) for part in ("forenames", "keyname", "suffix")))))
        for author in body.iterfind("authors/author")
    ]
    return people or author_list(text_in(body, "authors"))
