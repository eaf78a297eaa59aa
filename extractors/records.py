"""What the pipeline finds in one paper, as plain records that can be stored and compared.

Offsets are characters into the section (title or abstract) exactly as stored, end exclusive. A *cluster* is the number,
counted from 0 by first occurrence, that all mentions of one thing in one paper share (long form, acronym, plural).
"""

from dataclasses import dataclass
from typing import Final, Literal

#: The types that mentions have, in the order that the trained weights have them in; the ontology says what they mean.
TYPES: Final = ("Method", "Dataset", "Metric", "Task")
Section = Literal["title", "abstract"]
Bound = Literal["exact", "up_to", "at_least", "approx"]
Kind = Literal["absolute", "improvement", "reduction", "speedup", "size", "other"]


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of text that names a method, dataset, metric or task; `section_text[start:end] == text`."""

    section: Section
    start: int
    end: int
    text: str
    type: str
    score: float
    extractor: str
    cluster: int


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """A short form that the paper itself defines, with its long form as written there."""

    short: str
    long: str


@dataclass(frozen=True, slots=True)
class Role:
    """What a cluster is to its paper: `predicate` is one of the ontology's paper-to-entity predicates."""

    cluster: int
    predicate: str
    score: float
    section: Section
    sentence_start: int
    sentence_end: int


@dataclass(frozen=True, slots=True)
class Relation:
    """A stated relation between two clusters, with the sentence that states it."""

    head: int
    predicate: str
    tail: int
    score: float
    section: Section
    sentence_start: int
    sentence_end: int


@dataclass(frozen=True, slots=True)
class StatedResult:
    """A number stated for an outcome; the four slots are clusters of this paper or None, `value` a decimal as text."""

    method: int | None
    task: int | None
    dataset: int | None
    metric: int | None
    value: str
    unit: str | None
    bound: Bound
    kind: Kind
    section: Section
    quote_start: int
    quote_end: int
    score: float


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that was found in one paper."""

    mentions: tuple[Mention, ...] = ()
    abbreviations: tuple[Abbreviation, ...] = ()
    roles: tuple[Role, ...] = ()
    relations: tuple[Relation, ...] = ()
    results: tuple[StatedResult, ...] = ()
