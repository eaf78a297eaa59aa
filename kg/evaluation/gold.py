"""Annotated papers: JSON Lines with title, abstract, entities, results and perhaps relations."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extractors.annotation import RELATION_NAMES, ROLE_NAMES, occurrences
from kg.errors import SourceError
from kg.records import Reject
from kg.sources.text import one_line, paragraph
from ontology import load_vocabulary


@dataclass(frozen=True, slots=True)
class GoldEntity:
    """An annotated entity; `agreed` is False where only one annotator had it: then it counts neither way."""

    type: str
    name: str
    surfaces: tuple[str, ...]
    predicate: str
    agreed: bool = True


@dataclass(frozen=True, slots=True)
class GoldResult:
    """An annotated result; the slots are entity names or None."""

    value: str
    metric: str | None
    dataset: str | None


@dataclass(frozen=True, slots=True)
class GoldPaper:
    """An annotated paper; `relations` are (head name, predicate, tail name)."""

    title: str
    abstract: str
    published: str | None
    entities: tuple[GoldEntity, ...]
    results: tuple[GoldResult, ...]
    relations: frozenset[tuple[str, str, str]]


def read_gold(path: Path) -> tuple[list[GoldPaper], list[Reject]]:
    """The annotated papers of a file and the lines that are none.

    Raises:
        SourceError: the file cannot be read.
    """
    papers, rejects = [], []
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(f"{path}: the annotations cannot be read ({error})") from error
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            papers.append(_paper(json.loads(line)))
        except (ValueError, LookupError, TypeError, AttributeError) as error:
            rejects.append(Reject(str(path), number, f"no annotated paper: {type(error).__name__} {error}"))
    return papers, rejects


def _paper(record: dict[str, Any]) -> GoldPaper:
    entities = tuple(
        GoldEntity(
            type=e["type"],
            name=e.get("name", e["surfaces"][0]),
            surfaces=tuple(e["surfaces"]),
            predicate=ROLE_NAMES[e.get("role", "mentions")],
            agreed=e.get("agreed", True),
        )
        for e in record["entities"]
    )
    unknown = {entity.type for entity in entities} - set(load_vocabulary().entity_types())
    if unknown:
        raise ValueError(f"unknown entity type {sorted(unknown)[0]!r}")
    results = tuple(GoldResult(str(r["value"]), r.get("metric"), r.get("dataset")) for r in record.get("results", []))
    relations = frozenset(
        (r["head"], RELATION_NAMES[r["type"]], r["tail"])
        for r in record.get("relations", [])
        if r["type"] in RELATION_NAMES
    )
    return GoldPaper(
        title=one_line(record["title"]),
        abstract=paragraph(record["abstract"]),
        published=record.get("published"),
        entities=entities,
        results=results,
        relations=relations,
    )


def gold_spans(text: str, entities: tuple[GoldEntity, ...]) -> list[tuple[int, int, GoldEntity]]:
    """Every occurrence of a surface on word boundaries; where they overlap the longest wins."""
    return occurrences(text, ((entity, entity.surfaces) for entity in entities))
