"""Annotated and unlabelled abstracts as training examples: words, word pieces, and the spans to find."""

import gzip
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from extractors.annotation import occurrences
from extractors.records import TYPES
from extractors.spans import paper_text
from extractors.words import Window, WordEncoder, Words

#: What the network marks, in the order of its outputs.
LABELS = TYPES


@dataclass(frozen=True, slots=True)
class CharSpan:
    """A typed span of a text, by character offsets."""

    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class Annotated:
    """One annotated paper: its text (title, blank line, abstract), gold spans and gold entities.

    `entities` holds (type, surfaces, counted) triples; `counted` is false where the annotators did not agree.
    """

    id: str
    text: str
    spans: tuple[CharSpan, ...]
    entities: tuple[tuple[str, tuple[str, ...], bool], ...]


@dataclass(frozen=True, slots=True)
class Rejected:
    """A line that could not be used: where, and why."""

    file: str
    line: int
    reason: str


@dataclass(slots=True)
class Example:
    """A window of a text with its target spans: (first word, words - 1, label, probability) each."""

    id: str
    window: Window
    targets: list[tuple[int, int, int, float]] = field(default_factory=list)
    weight: float = 1.0


def gold_spans(text: str, entities: Iterable[tuple[str, Sequence[str], bool]]) -> list[tuple[int, int, str, bool]]:
    """Every occurrence of the surfaces on word boundaries as (start, end, type, counted); the longest wins overlaps."""
    named = (((label, counted), surfaces) for label, surfaces, counted in entities)
    return [(start, end, label, counted) for start, end, (label, counted) in occurrences(text, named)]


def fold_of(identifier: str, folds: int) -> int:
    """The cross-validation fold of a paper: a hash of its id, so it stays put when papers are added."""
    return int(hashlib.sha256(identifier.encode()).hexdigest()[:8], 16) % folds


def read_lines(path: Path) -> Iterator[tuple[int, str]]:
    """The non-empty lines of a JSONL file (gzip by suffix), numbered from 1."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8", errors="replace") as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                yield number, line


def read_annotated(path: Path) -> tuple[list[Annotated], list[Rejected]]:
    """Reads annotated papers; a line that does not follow the format is rejected with its reason, the rest goes on."""
    papers: list[Annotated] = []
    rejected: list[Rejected] = []
    for number, line in read_lines(path):
        try:
            papers.append(_annotated(json.loads(line), number))
        except json.JSONDecodeError as error:
            rejected.append(Rejected(str(path), number, f"not JSON: {error.msg}"))
        except ValueError as error:
            rejected.append(Rejected(str(path), number, str(error)))
    return papers, rejected


def _annotated(record: object, number: int) -> Annotated:
    if not isinstance(record, Mapping):
        raise ValueError("not a JSON object")
    title, abstract = record.get("title"), record.get("abstract") or ""
    if not isinstance(title, str) or not title.strip():
        raise ValueError("no title")
    if not isinstance(abstract, str):
        raise ValueError("the abstract is not a text")
    listed = record.get("entities")
    if not isinstance(listed, list):
        raise ValueError("no list of entities")
    text = paper_text(title, abstract)
    entities = tuple(_entity(entity, text) for entity in listed)
    spans = tuple(CharSpan(start, end, label) for start, end, label, _ in gold_spans(text, entities))
    return Annotated(str(record.get("id") or f"line {number}"), text, spans, entities)


def _entity(entity: Any, text: str) -> tuple[str, tuple[str, ...], bool]:
    if not isinstance(entity, Mapping):
        raise ValueError("an entity is not a JSON object")
    label, surfaces = entity.get("type"), entity.get("surfaces")
    if label not in LABELS:
        raise ValueError(f"entity type {label!r} is none of {', '.join(LABELS)}")
    if not isinstance(surfaces, list) or not surfaces or not all(isinstance(s, str) and s.strip() for s in surfaces):
        raise ValueError("an entity has no list of surfaces")
    for surface in surfaces:
        if surface not in text:
            raise ValueError(f"the surface {surface!r} is not in the title or abstract")
    return label, tuple(surfaces), entity.get("agreed", True) is not False


def read_texts(path: Path, limit: int | None = None) -> list[tuple[str, str]]:
    """(id, text) of unlabelled papers, at most `limit`; lines without a title are passed over."""
    texts: list[tuple[str, str]] = []
    for number, line in read_lines(path):
        if limit is not None and len(texts) >= limit:
            break
        try:
            record = json.loads(line)
        except json.JSONDecodeError:
            continue
        if isinstance(record, Mapping) and isinstance(record.get("title"), str) and record["title"].strip():
            abstract = record.get("abstract")
            text = paper_text(record["title"], abstract if isinstance(abstract, str) else "")
            texts.append((str(record.get("id") or f"line {number}"), text))
    return texts


def example_of(paper: Annotated, encoder: WordEncoder, width: int) -> tuple[Example, Words]:
    """The first window of a paper with its gold spans as certain targets.

    Spans longer than `width` words, or cut by the window's end (512 word pieces), are left out.
    """
    words = encoder(paper.text)
    window = encoder.windows(words)[0]
    first = {start: index for index, start in enumerate(words.starts[: len(window)])}
    last = {end: index for index, end in enumerate(words.ends[: len(window)])}
    targets = [
        (first[span.start], last[span.end] - first[span.start], LABELS.index(span.label), 1.0)
        for span in paper.spans
        if span.start in first and span.end in last and last[span.end] - first[span.start] < width
    ]
    return Example(paper.id, window, targets), words
