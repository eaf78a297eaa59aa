"""Crossref works: answers of https://api.crossref.org/works, single works, and the public data file; also CSL-JSON.

Fields: https://github.com/CrossRef/rest-api-doc/blob/master/api_format.md. CSL-JSON, which reference managers export,
has the same names: https://docs.citationstyles.org/en/stable/specification.html.
"""

from typing import Any, Final

from kg.dates import as_far_as_real, earliest
from kg.sources.entries import Author, Entry
from kg.sources.json_formats import JsonSource
from kg.sources.json_values import at, list_at, text_at
from kg.sources.markup import markup_to_text

#: The dates at which a work became public.
_DATES: Final = ("published", "issued", "published-online", "published-print", "posted")


class Crossref(JsonSource):
    """Reader of works."""

    name = "crossref"

    def entry(self, record: dict[str, Any]) -> Entry:
        """The fields of a work; the earliest of its dates counts."""
        title = text_at(record, "title") or text_at(record, "title", 0)
        subtitle = text_at(record, "subtitle", 0)
        doi = text_at(record, "DOI")
        return Entry(
            title=markup_to_text(f"{title}: {subtitle}" if title and subtitle and subtitle not in title else title),
            abstract=markup_to_text(text_at(record, "abstract")),
            identifiers=(doi, text_at(record, "URL")),
            published=earliest(filter(None, (_date(at(record, name)) for name in _DATES))) or "",
            authors=[Author(_name(author), text_at(author, "ORCID")) for author in list_at(record, "author")],
            url=text_at(record, "URL") or (f"https://doi.org/{doi}" if doi else ""),
            categories=[text_at(subject) for subject in list_at(record, "subject")],
        )


def _date(value: object) -> str:
    """The ISO date of {"date-parts": [[year, month?, day?]]}; "" where the year is null, as Crossref says "unknown"."""
    parts = [text_at(value, "date-parts", 0, place) for place in range(3)]
    if not parts[0]:
        return text_at(value, "raw")
    return as_far_as_real(*parts) or parts[0]


def _name(author: object) -> str:
    """Given name, family name and suffix of a person; or the name of a group."""
    person = (text_at(author, key) for key in ("given", "non-dropping-particle", "family", "suffix"))
    return " ".join(filter(None, person)) or text_at(author, "name") or text_at(author, "literal")
