"""Proposes names that no list can hold: what a paper's own wording presents as new.

A name before a title's colon, after "we propose", before ", a ... framework", after "called", and a defined acronym.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from spacy.language import Language
from spacy.tokens import Doc

from extractors.abbreviations import find_definitions
from extractors.settings import MentionSettings, load_settings
from extractors.spans import add_mention, start_mentions, text_of

# A name: a word, and a second one if both are capitalised or the second is a number.
# Repeats are bounded, so that no text takes more than linear time.
_WORD = r"[\w.+*/-]{0,60}[\w+*]"
_NAME = rf"(?:[A-Z]{_WORD} (?:[A-Z]{_WORD}|\d[\d.]*)|[^\W_]{_WORD})"
# A coined one holds two capitals or digits, or a capital after small letters.
_COINED = re.compile(r"[A-Z0-9].*[A-Z0-9]|[a-z]+[A-Z]")


class Patterns:
    """Finds presented names by regular expressions over the text."""

    def __init__(self, settings: MentionSettings) -> None:
        self.settings = settings
        naming = "|".join(settings.naming)
        introducing = "|".join(settings.introducing)
        heads = "|".join(sorted({head for group in settings.heads.values() for head in group}))
        self.title = re.compile(rf"\s*(?P<name>{_NAME})\s*:\s*(?P<rest>\S.*)")
        self.naming = re.compile(
            rf"(?<![\w-])(?P<rest>[\w-]{{1,60}}),?\s+(?:{naming})\s+(?:as\s+)?[\"'`]*(?P<name>{_NAME})"
        )
        self.introducing = re.compile(
            rf"\b[Ww]e\s+(?:\w+ly\s+)?(?:{introducing})\s+(?P<name>{_NAME})(?P<rest>[^.]{{0,120}})"
        )
        self.apposition = re.compile(
            rf"(?<![\w.+*/-])(?P<name>{_NAME}),\s+an?\s+(?P<rest>(?:[\w-]{{1,60}}\s+){{0,8}}?(?:{heads}))\b"
        )

    def find(self, text: str, title_end: int) -> Iterator[tuple[int, int, str]]:
        """Character offsets and type of each presented name."""
        if match := self.title.match(text, 0, title_end):
            yield from self._accept(match)
        for pattern in (self.naming, self.introducing, self.apposition):
            for match in pattern.finditer(text):
                yield from self._accept(match)
        for definition in find_definitions(text):
            type_name = self.type_of(text[definition.long_start : definition.long_end], "")
            if type_name:
                yield definition.short_start, definition.short_end, type_name
                yield definition.long_start, definition.long_end, type_name

    def _accept(self, match: re.Match[str]) -> Iterator[tuple[int, int, str]]:
        name = match["name"]
        if _COINED.search(name) and name.lower() not in self.settings.generic:
            yield match.start("name"), match.end("name"), self.type_of(match.group("rest"), "Method") or "Method"

    def type_of(self, description: str, default: str) -> str:
        """The type that the first head word of a description tells."""
        for word in re.findall(r"\w+", description.lower()):
            for type_name, heads in self.settings.heads.items():
                if word in heads:
                    return type_name
        return default


@lru_cache(maxsize=1)
def _patterns() -> Patterns:
    return Patterns(load_settings())


@Language.component("patterns")
def patterns(doc: Doc) -> Doc:
    """Propose presented names as mentions."""
    start_mentions(doc)
    score = load_settings().votes["pattern"]
    title_end = int(doc._.abstract_start) or len(text_of(doc))
    for start, end, type_name in sorted(set(_patterns().find(text_of(doc), title_end))):
        span = doc.char_span(start, end, label=type_name)
        if span is not None:
            add_mention(doc, span, score=score, extractor="pattern")
    return doc
