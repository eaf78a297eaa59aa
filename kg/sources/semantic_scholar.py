"""Semantic Scholar: answers of the Academic Graph API, and the JSON Lines of the S2AG datasets.

Fields: https://api.semanticscholar.org/api-docs/graph and https://api.semanticscholar.org/api-docs/datasets. Of the
datasets `papers` has no abstracts and `abstracts` no titles; docs/sources.md shows how to join them.
"""

from typing import Any

from kg.sources.entries import Author, Entry
from kg.sources.json_formats import JsonSource
from kg.sources.json_values import at, list_at, text_at
from kg.sources.markup import markup_to_text


class SemanticScholar(JsonSource):
    """Reader of papers."""

    name = "semantic-scholar"

    def entry(self, record: dict[str, Any]) -> Entry:
        """The fields of a record, whose names the API writes with capitals and the datasets without."""
        identifiers = at(record, "externalIds") or at(record, "externalids")
        fields = list_at(record, "s2FieldsOfStudy") or list_at(record, "s2fieldsofstudy")
        return Entry(
            title=markup_to_text(text_at(record, "title")),
            abstract=markup_to_text(text_at(record, "abstract")),
            identifiers=(text_at(identifiers, "ArXiv"), text_at(identifiers, "DOI")),
            published=text_at(record, "publicationDate")
            or text_at(record, "publicationdate")
            or text_at(record, "year"),
            authors=[
                Author(text_at(author, "name"), _orcid(at(author, "externalIds") or at(author, "externalids")))
                for author in list_at(record, "authors")
            ],
            url=text_at(record, "url"),
            categories=[text_at(field) for field in list_at(record, "fieldsOfStudy")]
            or [text_at(field, "category") for field in fields],
        )


def _orcid(identifiers: object) -> str:
    return text_at(identifiers, "ORCID") or text_at(identifiers, "ORCID", 0)
