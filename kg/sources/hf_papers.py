"""Hugging Face's Daily Papers as its API gives them, https://huggingface.co/api/daily_papers: an array of objects."""

from typing import Any

from kg.sources.entries import Author, Entry
from kg.sources.json_formats import JsonSource
from kg.sources.json_values import at, list_at, text_at


class HfPapers(JsonSource):
    """Reader of the API's answer."""

    name = "hf-papers"

    def entry(self, record: dict[str, Any]) -> Entry:
        """The fields of a record; the date is that of the paper, not of its day on the page."""
        paper = at(record, "paper")
        identifier = text_at(paper, "id")
        return Entry(
            title=text_at(paper, "title") or text_at(record, "title"),
            abstract=text_at(paper, "summary") or text_at(record, "summary"),
            identifiers=(identifier,),
            published=text_at(paper, "publishedAt") or text_at(record, "publishedAt"),
            authors=[Author(text_at(author, "name")) for author in list_at(paper, "authors")],
            url=f"https://huggingface.co/papers/{identifier}" if identifier else "",
            latex=True,
        )
