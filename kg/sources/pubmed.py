"""PubMed: XML of E-utilities and of the yearly baseline, `PubmedArticleSet`.

Elements: https://dtd.nlm.nih.gov/ncbi/pubmed/doc/out/250101/ (DTD of PubMed) and
https://www.nlm.nih.gov/bsd/licensee/elements_descriptions.html.
"""

import re
from collections.abc import Iterator
from typing import Final
from xml.etree.ElementTree import Element

from kg.dates import as_far_as_real, earliest, month_number
from kg.records import Paper, Reject
from kg.sources.entries import Author, Entry, paper_of
from kg.sources.inputs import Input
from kg.sources.markup import element_text
from kg.sources.registry import ReadOptions
from kg.sources.xml_stream import text_in, xml_records, xml_root

_RECORDS: Final = frozenset({"PubmedArticle", "PubmedBookArticle"})
_ARTICLE: Final = "MedlineCitation/Article"
_YEAR: Final = re.compile(r"\b(1[5-9]\d\d|20\d\d)\b(?:\s+([A-Z][a-z]{2,8})\b(?:\s+(\d{1,2})\b)?)?")


class PubMed:
    """Reader of sets of articles."""

    name = "pubmed"

    def sniff(self, head: str) -> bool:
        """Whether the outermost element is a set of articles or one article."""
        return xml_root(head) in {"PubmedArticleSet", "PubmedArticle"}

    def read(self, source: Input, options: ReadOptions) -> Iterator[Paper | Reject]:
        """One paper an article; chapters of books are rejected."""
        for item in xml_records(source, _RECORDS):
            if isinstance(item, Reject):
                yield item
            elif item.element.tag == "PubmedBookArticle":
                yield Reject(source.name, item.line, "the record is of a book, not of an article")
            else:
                yield from paper_of(_entry(item.element), self.name, source.name, item.line, item.number)


def _entry(record: Element) -> Entry:
    article = record.find(_ARTICLE)
    number = text_in(record, "MedlineCitation/PMID")
    if article is None:
        return Entry("", "")
    identifiers = [*article.iterfind("ELocationID[@EIdType='doi']")]
    identifiers += record.iterfind("PubmedData/ArticleIdList/ArticleId[@IdType='doi']")
    dates = [
        _date(place) for path in ("ArticleDate", "Journal/JournalIssue/PubDate") for place in article.iterfind(path)
    ]
    return Entry(
        title=_title(article),
        abstract=_abstract(article),
        identifiers=[(element.text or "").strip() for element in identifiers],
        published=earliest(filter(None, dates)) or "",
        authors=[_author(author) for author in article.iterfind("AuthorList/Author")],
        url=f"https://pubmed.ncbi.nlm.nih.gov/{number}/" if number else "",
        categories=[
            text_in(name) for name in record.iterfind("MedlineCitation/MeshHeadingList/MeshHeading/DescriptorName")
        ],
    )


def _title(article: Element) -> str:
    """The title without the full stop that PubMed sets, and without the brackets around translated ones."""
    element = article.find("ArticleTitle")
    title = element_text(element) if element is not None else ""
    if title.endswith(".") and not title.endswith(".."):
        title = title[:-1]
    if title.startswith("[") and title.endswith("]"):
        title = title[1:-1].removesuffix(".")
    return title


def _abstract(article: Element) -> str:
    """The parts of the abstract, a line each, with their labels: `METHODS: ...`."""
    parts = []
    for part in article.iterfind("Abstract/AbstractText"):
        label, text = part.get("Label", "").strip(": "), element_text(part)
        if text:
            parts.append(f"{label}: {text}" if label and label.upper() != "UNLABELLED" else text)
    return "\n".join(parts)


def _date(place: Element) -> str:
    """A date in elements, month as a number or an English name, or the first date of free text in MedlineDate."""
    year = text_in(place, "Year")
    if not year:
        match = _YEAR.search(text_in(place, "MedlineDate"))
        if not match:
            return ""
        year, month, day = match.group(1), match.group(2) or "", match.group(3) or ""
    else:
        month, day = text_in(place, "Month"), text_in(place, "Day")
    return as_far_as_real(year, month if month.isdigit() else str(month_number(month) or ""), day) or year


def _author(author: Element) -> Author:
    """A person with the ORCID iD, or a group by its name."""
    forename = text_in(author, "ForeName") or text_in(author, "Initials")
    person = " ".join(filter(None, (forename, text_in(author, "LastName"), text_in(author, "Suffix"))))
    collective = author.find("CollectiveName")
    name = person or (element_text(collective) if collective is not None else "")
    return Author(name, text_in(author, "Identifier[@Source='ORCID']"))
