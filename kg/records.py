"""The graph's records outside the extractors: papers as read, what was refused, and the rows a graph answers with."""

from dataclasses import dataclass, field
from typing import Final, Literal

from extractors.records import Bound, Kind, Section

Precision = Literal["day", "month", "year"]
#: Field of a result, and column of its table, by the predicate from the result to the entity in it.
RESULT_SLOTS: Final = {"ofMethod": "method", "onDataset": "dataset", "forTask": "task", "inMetric": "metric"}


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper as its source gives it.

    `published` is an ISO date cut to its precision (`2018-06-20`, `2018-06`, `2018`) or None; `year_inferred` says that
    the source left the year out. `author_count` may be known where `authors` is empty. A DOI that arXiv gave
    (10.48550/arxiv...) stands in `arxiv_id` alone.
    """

    id: str
    title: str
    abstract: str
    published: str | None = None
    published_precision: Precision | None = None
    year_inferred: bool = False
    authors: tuple[str, ...] = ()
    author_count: int | None = None
    url: str | None = None
    source: str = ""
    categories: tuple[str, ...] = ()
    doi: str | None = None  # lower case, without resolver prefix
    arxiv_id: str | None = None  # version stripped, e.g. "2310.08513" or "math/0309136"
    orcids: tuple[str, ...] = ()  # parallel to authors, "" where unknown, or empty altogether; form 0000-0002-1825-0097


@dataclass(frozen=True, slots=True)
class Reject:
    """Input that could not be used: a whole file, a record, or one field of a record that was kept without it."""

    file: str
    line: int | None
    reason: str
    scope: Literal["file", "record", "field"] = "record"

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line is not None else self.file
        return f"{place}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Mention:
    """A mention in a paper, linked to its entity; offsets are characters into the section as stored."""

    paper: str
    section: Section
    start: int
    end: int
    text: str
    type: str
    score: float
    extractor: str
    entity: str


@dataclass(frozen=True, slots=True)
class MergeStep:
    """Why a name belongs to an entity: the name, the step of resolution that joined it, and what it joined."""

    name: str
    step: str
    into: str


@dataclass(frozen=True, slots=True)
class Entity:
    """A method, dataset, metric or task, with the names merged into it and its dates in the papers."""

    id: str
    type: str
    label: str
    aliases: tuple[str, ...]
    first_seen: str | None
    last_seen: str | None
    paper_count: int
    mention_count: int
    merges: tuple[MergeStep, ...] = ()
    broader: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """One paper's statement of subject, predicate and object, with the sentence that says so."""

    subject: str
    predicate: str
    object: str
    paper: str
    section: Section
    sentence_start: int
    sentence_end: int
    score: float
    extractor: str

    def sentence(self, paper: Paper) -> str:
        """The words of the paper that say so; `paper` is the one that the claim names."""
        text = paper.title if self.section == "title" else paper.abstract
        return text[self.sentence_start : self.sentence_end]


@dataclass(frozen=True, slots=True)
class Statement:
    """A claim over all papers: support is their number, confidence the chance that at least one states it."""

    subject: str
    predicate: str
    object: str
    support: int
    confidence: float
    first_seen: str | None
    last_seen: str | None


@dataclass(frozen=True, slots=True)
class Result:
    """A number stated for an outcome; the four slots hold entity ids or None."""

    id: str
    paper: str
    method: str | None
    task: str | None
    dataset: str | None
    metric: str | None
    value: str
    unit: str | None
    bound: Bound
    kind: Kind
    section: Section
    quote_start: int
    quote_end: int
    quote: str
    score: float

    def slots(self) -> dict[str, str]:
        """The entities it is about, by the predicate that leads to them; empty slots are left out."""
        values = {predicate: getattr(self, name) for predicate, name in RESULT_SLOTS.items()}
        return {predicate: entity for predicate, entity in values.items() if entity}


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did, for its closing summary."""

    papers: int
    added: int
    extracted: int
    entities: int
    mentions: int
    claims: int
    results: int
    rejects: tuple[Reject, ...] = field(default=())
    notes: tuple[str, ...] = field(default=())
