"""OpenAlex works: pages of https://api.openalex.org/works, single works, and the JSON Lines of the snapshot.

Fields: https://docs.openalex.org/api-entities/works/work-object
"""

from typing import Any, Final

from kg.sources.entries import Author, Entry
from kg.sources.json_formats import JsonSource
from kg.sources.json_values import at, list_at, text_at
from kg.sources.markup import markup_to_text

#: The last place that a word of an abstract may have; indexes beyond it are damage.
_MAX_WORDS: Final = 100_000


class OpenAlex(JsonSource):
    """Reader of works."""

    name = "openalex"

    def entry(self, record: dict[str, Any]) -> Entry:
        """The fields of a work; its abstract is put together from the places of its words."""
        landing = [text_at(place, "landing_page_url") for place in list_at(record, "locations")]
        primary = text_at(record, "primary_location", "landing_page_url")
        doi = text_at(record, "ids", "doi") or text_at(record, "doi")
        return Entry(
            title=markup_to_text(text_at(record, "title") or text_at(record, "display_name")),
            abstract=markup_to_text(_abstract(record)),
            identifiers=(doi, primary, *landing),
            published=text_at(record, "publication_date") or text_at(record, "publication_year"),
            authors=[
                Author(
                    text_at(authorship, "author", "display_name") or text_at(authorship, "raw_author_name"),
                    text_at(authorship, "author", "orcid"),
                )
                for authorship in list_at(record, "authorships")
            ],
            url=primary or doi or text_at(record, "id"),
            categories=[text_at(topic, "display_name") for topic in list_at(record, "topics")],
        )


def _abstract(record: dict[str, Any]) -> str:
    """The words of the inverted index, {word: [places]}, in the order of their places."""
    index = at(record, "abstract_inverted_index")
    if not isinstance(index, dict):
        return text_at(record, "abstract")
    words = {
        place: word
        for word, places in index.items()
        if isinstance(places, list)
        for place in places
        if type(place) is int and 0 <= place <= _MAX_WORDS
    }
    return " ".join(words[place] for place in sorted(words))
