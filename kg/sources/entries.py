"""From what a bibliographic source says of a paper to the record of it: text cleaned, identifiers in one form."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.dates import read_date
from kg.identifiers import identify, orcid
from kg.records import Paper, Reject
from kg.sources.latex import latex_to_text
from kg.sources.text import one_line, paragraph

# So much of a value is shown in a message (characters).
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Author:
    """An author as a source writes the name, with an ORCID iD or its address, or nothing."""

    name: str
    orcid: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A paper as a source gives it: strings as they are, empty where unknown.

    `identifiers` are texts that may be a DOI or an arXiv number; `published` is an ISO date of any precision. `latex`
    says that accents and styles of the texts are written in LaTeX.
    """

    title: str
    abstract: str
    identifiers: Sequence[str] = ()
    published: str = ""
    authors: Sequence[Author] = ()
    author_count: int | None = None
    url: str = ""
    categories: Sequence[str] = ()
    latex: bool = False


def paper_of(entry: Entry, format_name: str, file: str, line: int | None, record: int) -> Iterator[Paper | Reject]:
    """The paper of an entry; a reject where title or abstract is missing, and beside the paper for a date that is none.

    `record` is the number of the record in the file, which messages give where there is no line.
    """
    place = "" if line is not None else f"record {record}: "
    title, abstract = one_line(_clean(entry.title, entry.latex)), paragraph(_clean(entry.abstract, entry.latex))
    if not title or not abstract:
        named = f" {title[:_SHOWN]!r}" if title else ""
        yield Reject(file, line, f"{place}the record{named} has no {'abstract' if title else 'title'}")
        return
    published, precision, fault = read_date(entry.published) if entry.published.strip() else (None, None, None)
    if fault:
        yield Reject(file, line, f"{place}{fault}", "field")
    people = [(one_line(_clean(author.name, entry.latex)), orcid(author.orcid)) for author in entry.authors]
    people = [(name, identifier) for name, identifier in people if name]
    known = identify(title, *entry.identifiers)
    yield Paper(
        id=known.id,
        title=title,
        abstract=abstract,
        published=published,
        published_precision=precision,
        authors=tuple(name for name, _ in people),
        author_count=entry.author_count or len(people) or None,
        url=one_line(entry.url) or None,
        source=format_name,
        categories=tuple(dict.fromkeys(category for text in entry.categories if (category := one_line(text)))),
        doi=known.doi,
        arxiv_id=known.arxiv_id,
        orcids=tuple(identifier for _, identifier in people) if any(found for _, found in people) else (),
    )


def _clean(text: str, latex: bool) -> str:
    """Text with letters that a wrong encoding broke (`Ã©` for `é`) put right, and its LaTeX printed if it has any."""
    if not text.isascii():
        import ftfy

        text = ftfy.fix_encoding(text)
    return latex_to_text(text) if latex else text
