"""Which columns of a table hold what of a paper, and the entry that a row is."""

import ast
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from kg.dates import loose_date
from kg.errors import SourceError
from kg.sources.entries import Author, Entry

#: Usual names of columns by field, the surest first; case and signs between words do not count.
GUESSES: Final[Mapping[str, tuple[str, ...]]] = {
    "title": ("title", "paper title", "article title", "document title", "titles", "paper"),
    "abstract": ("abstract", "summary", "abstracts", "abstract note", "abstract text", "description"),
    "published": (
        *("published", "publication date", "date published", "published date", "pub date", "date", "created"),
        *("publication year", "pub year", "year", "py"),
    ),
    "authors": ("authors", "author", "author names", "authors names", "author full names", "creators"),
    "doi": ("doi", "doi link", "paper doi"),
    "arxiv_id": ("arxiv id", "arxiv", "arxiv number", "eprint"),
    "url": ("url", "link", "urls", "paper url", "pdf url", "entry id"),
    "categories": ("categories", "category", "keywords", "author keywords", "subjects", "fields of study"),
    "id": ("id", "paper id", "identifier", "key"),
}
#: What a table must have.
REQUIRED: Final = ("title", "abstract")


@dataclass(frozen=True, slots=True)
class Columns:
    """The name of the column of each field that a table has."""

    by_field: Mapping[str, str]

    def missing(self) -> list[str]:
        """The fields that every table must have and this one has not."""
        return [name for name in REQUIRED if name not in self.by_field]

    def complaint(self, names: Iterable[str]) -> str:
        """What to tell the user about columns that were not found among those of a table."""
        missing, listed = self.missing()[0], ", ".join(repr(name[:40]) for name in list(names)[:20])
        return f"no column for the {missing} among {listed}; name it with --map {missing}=COLUMN"


def absent(names: Sequence[str], given: Mapping[str, str]) -> list[str]:
    """What to tell the user about each named column that a table has not, in any spelling."""
    folded = {_fold(name) for name in names}
    return [
        f"there is no column {column[:40]!r} for {wanted}; papers are kept without it"
        for wanted, column in given.items()
        if wanted not in REQUIRED and column not in names and _fold(column) not in folded
    ]


def parse_map(text: str) -> dict[str, str]:
    """`title=Title,published=Year` as columns by field.

    Raises:
        SourceError: a part is no FIELD=COLUMN, or the field is none of a paper.
    """
    found: dict[str, str] = {}
    for part in filter(None, (piece.strip() for piece in text.split(","))):
        name, equals, column = (piece.strip() for piece in part.partition("="))
        if not equals or not column:
            raise SourceError(f"--map {part!r} is not of the form FIELD=COLUMN, as in title=Title,published=Year")
        found[name] = column
    require_fields(found)
    return found


def require_fields(columns: Mapping[str, str]) -> None:
    """Check the fields that columns are named for.

    Raises:
        SourceError: one is none of a paper.
    """
    for name in columns:
        if name not in GUESSES:
            raise SourceError(f"--map: {name!r} is no field of a paper; the fields are {', '.join(GUESSES)}")


def choose(names: Sequence[str], given: Mapping[str, str]) -> Columns:
    """The columns of a table: those that the user names, else those with a usual name."""
    folded = {_fold(name): name for name in reversed(names)}
    found: dict[str, str] = {}
    for wanted, guesses in GUESSES.items():
        if wanted in given:
            exact = given[wanted] if given[wanted] in names else folded.get(_fold(given[wanted]))
            if exact is not None:
                found[wanted] = exact
            continue
        usual = next((folded[guess] for guess in guesses if guess in folded), None)
        if usual is not None and usual not in given.values():
            found[wanted] = usual
    return Columns(found)


def _fold(name: str) -> str:
    """A name in lower case with single spaces; `Article_Title` and `articleTitle` are alike."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
    return " ".join(re.findall(r"[^\W_]+", spaced.casefold()))


def entry_of(row: Mapping[str, Any], columns: Columns) -> Entry:
    """The entry that a row is; cells are text, numbers, dates, lists, or lists written as text."""

    def text(name: str) -> str:
        value = row.get(columns.by_field.get(name, ""), "")
        return "" if value is None or value != value else str(value).strip()  # noqa: PLR0124 - NaN is not itself

    return Entry(
        title=text("title"),
        abstract=text("abstract"),
        identifiers=[text("arxiv_id"), text("doi"), text("id"), text("url")],
        published=loose_date(text("published")) or text("published"),
        authors=_authors(row.get(columns.by_field.get("authors", ""))),
        url=text("url"),
        categories=_listed(row.get(columns.by_field.get("categories", "")), r"[;,|]"),
    )


def _authors(value: Any) -> list[Author]:
    """People of a cell: a list of names or of objects with `name`, or names between semicolons, `and`, or commas.

    Commas part names only where every part has two words: `Example, Ada` is one person.
    """
    if isinstance(items := _literal(value), list):
        people = [(item.get("name"), item.get("orcid")) if isinstance(item, dict) else (item, "") for item in items]
        return [Author(str(name), str(orcid or "")) for name, orcid in people if name]
    text = str(items or "")
    for separator in (r";", r"\|", r"\s+and\s+|\s*&\s*"):
        if len(parts := [part.strip() for part in re.split(separator, text) if part.strip()]) > 1:
            break
    else:
        parts = [text.strip()] if text.strip() else []
    names = []
    for part in parts:
        pieces = [piece.strip() for piece in part.split(",")]
        if len(pieces) > 1 and all(len(piece.split()) > 1 for piece in pieces):
            names += pieces
        else:
            names.append(f"{pieces[1]} {pieces[0]}" if len(pieces) == 2 else part)
    return [Author(name) for name in names]


def _listed(value: Any, separator: str) -> list[str]:
    if isinstance(items := _literal(value), list):
        return [str(item) for item in items if item]
    return [part.strip() for part in re.split(separator, str(items or "")) if part.strip()]


def _literal(value: Any) -> Any:
    """A list that is written as text, as pandas and JSON write it, as a list; else the value, None for NaN."""
    if isinstance(value, str) and value.strip().startswith("[") and value.strip().endswith("]"):
        for parse in (json.loads, ast.literal_eval):
            try:
                return parse(value.strip())
            except (ValueError, SyntaxError, MemoryError, RecursionError):
                continue
        return value
    return None if isinstance(value, float) and value != value else value  # noqa: PLR0124 - NaN is not itself
