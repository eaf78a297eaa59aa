"""The light key of a record: what decides which paper it is of."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from kg.identifiers import normalise_title
from kg.records import Paper

# First words of an abstract that are taken for it, and the characters that make them telling: sources differ in
# mathematics, cut ends and appended links.
_FIRST_WORDS: Final = 12
_TELLING_CHARACTERS: Final = 50
# DOI prefixes of preprint servers: bioRxiv, medRxiv, ChemRxiv, Preprints.org, PsyArXiv, Research Square, SSRN,
# TechRxiv.
_PREPRINT_PREFIXES: Final = (
    *("10.1101/", "10.26434/", "10.20944/", "10.31234/", "10.21203/", "10.2139/ssrn", "10.36227/"),
)


@dataclass(frozen=True, slots=True, order=True)
class Key:
    """What of a record decides which paper it is of; empty and 0 where unknown.

    `id` is empty too where it is made of the title. `title` is normalised, `year` a stated one, `surnames` are sorted,
    `text` begins the abstract, as a digest; `telling` says that its words are enough to know a paper by.
    """

    id: str
    arxiv_id: str
    doi: str
    title: str
    year: int
    surnames: tuple[str, ...]
    text: str
    telling: bool


def key(paper: Paper) -> Key:
    """The key of a record."""
    start = " ".join(normalise_title(paper.abstract[: _FIRST_WORDS * 40]).split()[:_FIRST_WORDS])
    return Key(
        id="" if is_made_of_title(paper.id) else paper.id,
        arxiv_id=paper.arxiv_id or "",
        doi=paper.doi or "",
        title=normalise_title(paper.title),
        year=int(paper.published[:4]) if paper.published and not paper.year_inferred else 0,
        surnames=tuple(sorted({name for name in map(surname, paper.authors) if name})),
        text=hashlib.sha256(start.encode()).hexdigest()[:16],
        telling=len(start) >= _TELLING_CHARACTERS,
    )


def is_made_of_title(identifier: str) -> bool:
    """Whether an identifier is `paper/...`, which other works of the title would have too."""
    return identifier.startswith("paper/")


def surname(author: str) -> str:
    """The last word of a surname, folded: `berg` of "Jo van den Berg", "van den Berg, Jo" and "J. v. d. Berg Jr."."""
    family, _, _ = author.partition(",")
    words = normalise_title(family).split()
    while len(words) > 1 and words[-1] in {"jr", "sr", "ii", "iii", "iv"}:
        words.pop()
    return words[-1] if words else ""


def is_preprint_doi(doi: str) -> bool:
    """Whether a preprint server gave the DOI."""
    return doi.startswith(_PREPRINT_PREFIXES)


def preferred_doi(dois: Iterable[str | None]) -> str | None:
    """The first publisher's DOI, else the first of all; None of none."""
    return min((doi for doi in dois if doi), key=lambda doi: (is_preprint_doi(doi), doi), default=None)
