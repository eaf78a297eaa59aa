"""What was found in one text, by name: the view of an extraction for people, with the words instead of numbers."""

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from extractors.pipeline import DEFAULT_MODEL, extract
from extractors.records import (
    Abbreviation,
    Bound,
    Extraction,
    Kind,
    Mention,
    Relation,
    Role,
    Section,
    StatedResult,
)

_BLANK_LINE: Final = re.compile(r"[^\S\n]*\n[^\S\n]*\n\s*")
# A first paragraph of more characters than titles have is text.
_LONGEST_TITLE: Final = 250


@dataclass(frozen=True, slots=True)
class FoundEntity:
    """What mentions of one name share; `role` is what it is to the text, such as `introduces` or `uses`.

    `name` is its most frequent spelling, `names` are all spellings, `score` that of its surest mention.
    """

    name: str
    type: str
    role: str | None
    names: tuple[str, ...]
    mentions: int
    score: float


@dataclass(frozen=True, slots=True)
class FoundRelation:
    """A stated relation between two entities, by name, and the sentence that states it."""

    subject: str
    predicate: str
    object: str
    score: float
    sentence: str


@dataclass(frozen=True, slots=True)
class FoundResult:
    """A stated value, with the names of what it is about and the words that state it; `value` is a decimal as text."""

    method: str | None
    task: str | None
    dataset: str | None
    metric: str | None
    value: str
    unit: str | None
    bound: Bound
    kind: Kind
    score: float
    quote: str


@dataclass(frozen=True)
class Findings:
    """What was found in a title and an abstract; the offsets of mentions are characters into the section they name."""

    title: str
    abstract: str
    extraction: Extraction

    @property
    def mentions(self) -> tuple[Mention, ...]:
        """The mentions, in the order of the text."""
        return self.extraction.mentions

    @property
    def abbreviations(self) -> tuple[Abbreviation, ...]:
        """The short forms that the text defines."""
        return self.extraction.abbreviations

    @cached_property
    def entities(self) -> tuple[FoundEntity, ...]:
        """The entities, in the order of their first mentions."""
        roles = {role.cluster: role.predicate for role in self.extraction.roles}
        found = []
        for cluster, mentions in sorted(self._clusters.items()):
            spellings = Counter(mention.text for mention in mentions)
            found.append(
                FoundEntity(
                    name=spellings.most_common(1)[0][0],
                    type=mentions[0].type,
                    role=roles.get(cluster),
                    names=tuple(spellings),
                    mentions=len(mentions),
                    score=max(mention.score for mention in mentions),
                )
            )
        return tuple(found)

    @cached_property
    def relations(self) -> tuple[FoundRelation, ...]:
        """The stated relations, in the order of the text."""
        return tuple(
            FoundRelation(
                subject=self._name(relation.head) or "",
                predicate=relation.predicate,
                object=self._name(relation.tail) or "",
                score=relation.score,
                sentence=self._words(relation.section, relation.sentence_start, relation.sentence_end),
            )
            for relation in self.extraction.relations
        )

    @cached_property
    def results(self) -> tuple[FoundResult, ...]:
        """The stated values, in the order of the text."""
        return tuple(
            FoundResult(
                method=self._name(result.method),
                task=self._name(result.task),
                dataset=self._name(result.dataset),
                metric=self._name(result.metric),
                value=result.value,
                unit=result.unit,
                bound=result.bound,
                kind=result.kind,
                score=result.score,
                quote=self._words(result.section, result.quote_start, result.quote_end),
            )
            for result in self.extraction.results
        )

    @cached_property
    def _clusters(self) -> dict[int, list[Mention]]:
        clusters: dict[int, list[Mention]] = {}
        for mention in self.extraction.mentions:
            clusters.setdefault(mention.cluster, []).append(mention)
        return clusters

    def _name(self, cluster: int | None) -> str | None:
        if cluster is None or cluster not in self._clusters:
            return None
        return Counter(mention.text for mention in self._clusters[cluster]).most_common(1)[0][0]

    def _words(self, section: Section, start: int, end: int) -> str:
        return (self.title if section == "title" else self.abstract)[start:end]


def read(text: str, abstract: str | None = None, model: str = DEFAULT_MODEL) -> Findings:
    """What a model finds in a title and abstract, or in one text as `split_text` parts it.

    Raises:
        ModelError: the model is unknown or damaged.
    """
    if abstract is None:
        start = split_text(text)
        title, abstract = title_of(text, start), text[start:]
    else:
        title = text
    (extraction,) = extract([(title, abstract)], model)
    return Findings(title, abstract, extraction)


def split_text(text: str) -> int:
    """Where the abstract begins in a text: after its first blank line, if no more than a title is before it, or at 0.

    >>> split_text("A Title\\n\\nAn abstract."), split_text("An abstract.")
    (9, 0)
    """
    blank = _BLANK_LINE.search(text)
    if blank is None or not 0 < len(text[: blank.start()].strip()) <= _LONGEST_TITLE:
        return 0
    return blank.end()


def title_of(text: str, abstract_start: int) -> str:
    """The title in a text whose abstract begins there; offsets into it are offsets into the text."""
    return text[:abstract_start].rstrip()


def from_plain(plain: dict[str, Any]) -> Extraction:
    """An extraction from what `dataclasses.asdict` made of it, lists in place of tuples included."""
    classes = {
        "mentions": Mention,
        "abbreviations": Abbreviation,
        "roles": Role,
        "relations": Relation,
        "results": StatedResult,
    }
    return Extraction(**{name: tuple(record(**item) for item in plain[name]) for name, record in classes.items()})
