"""Annotated papers with roles and relations, and Docs whose mentions are the gold ones or those of a tagger."""

import argparse
import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from spacy.tokens import Doc
from spacy.vocab import Vocab

from extractors.annotation import RELATION_NAMES, ROLE_NAMES, normalised
from extractors.sentences import sentences
from extractors.spans import MENTIONS, add_mention, paper_text, set_sections
from extractors.tokenizer import WordTokenizer
from extractors.training.data import gold_spans

#: Parts that the papers are cut into for cross-validation of roles and relations.
FOLDS = 5


@dataclass(frozen=True, slots=True)
class AnnotatedPaper:
    """One paper; `types`, `surfaces` and `roles` are parallel, `relations` are (head, predicate, tail) by their index.

    `relations` is None for a paper whose relations were not annotated.
    """

    id: str
    title: str
    abstract: str
    types: tuple[str, ...]
    surfaces: tuple[tuple[str, ...], ...]
    roles: tuple[str, ...]
    relations: frozenset[tuple[int, str, int]] | None


@dataclass(frozen=True, slots=True)
class PredictedSpan:
    """A mention proposed by a tagger, in characters of the paper's text."""

    start: int
    end: int
    label: str
    score: float


#: A tagger's mentions by paper id.
Predictions = Mapping[str, Sequence[PredictedSpan]]


def fold_of(identifier: str) -> int:
    """The fold of a paper, the same in every run."""
    return zlib.crc32(identifier.encode()) % FOLDS


def read_papers(path: Path) -> list[AnnotatedPaper]:
    """The papers of a JSONL file, one a line.

    Raises:
        ValueError: a line does not follow the format; the text names file and line.
    """
    papers = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            papers.append(_paper(json.loads(line)))
        except (KeyError, TypeError, json.JSONDecodeError) as error:
            raise ValueError(f"{path}:{number}: not an annotated paper ({error!r})") from error
    return papers


def read_predictions(path: Path) -> dict[str, list[PredictedSpan]]:
    """A tagger's mentions by paper id, from JSONL with id, start, end, label, score: offsets into the paper's text.

    They must come from models that have not seen the paper, or the figures on them mean nothing.

    Raises:
        ValueError: a line does not follow the format; the text names file and line.
    """
    found: dict[str, list[PredictedSpan]] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            r = json.loads(line)
            span = PredictedSpan(int(r["start"]), int(r["end"]), str(r["label"]), float(r["score"]))
            found.setdefault(str(r["id"]), []).append(span)
        except (KeyError, TypeError, json.JSONDecodeError) as error:
            raise ValueError(f"{path}:{number}: not a predicted mention ({error!r})") from error
    return found


def _paper(record: Mapping[str, object]) -> AnnotatedPaper:
    entities: list[dict[str, object]] = record["entities"]  # type: ignore[assignment]
    index = {entity["name"]: i for i, entity in enumerate(entities)}
    relations = None
    if record.get("relations"):
        relations = frozenset(
            (index[r["head"]], RELATION_NAMES[r["type"]], index[r["tail"]])
            for r in record["relations"]  # type: ignore[attr-defined]
            if r["head"] in index and r["tail"] in index
        )
    return AnnotatedPaper(
        id=str(record["id"]),
        title=str(record["title"]),
        abstract=str(record.get("abstract") or ""),
        types=tuple(str(entity["type"]) for entity in entities),
        surfaces=tuple(tuple(entity["surfaces"]) for entity in entities),  # type: ignore[arg-type]
        roles=tuple(ROLE_NAMES[str(entity["role"])] for entity in entities),
        relations=relations,
    )


def _document(vocab: Vocab, paper: AnnotatedPaper, spans: Sequence[tuple[int, int, str, float, int]]) -> Doc:
    """A Doc with mentions given as (start, end, type, score, cluster)."""
    doc: Doc = sentences(WordTokenizer(vocab)(paper_text(paper.title, paper.abstract)))
    set_sections(doc, paper.title)
    doc.spans[MENTIONS] = []
    for start, end, label, score, cluster in spans:
        span = doc.char_span(start, end, label=label, alignment_mode="expand")
        if span is not None:
            span._.cluster = cluster
            add_mention(doc, span, score=score, extractor="training")
    return doc


def gold_document(vocab: Vocab, paper: AnnotatedPaper) -> tuple[Doc, dict[int, int]]:
    """A Doc with the gold mentions, clusters numbered as the entities, and the entity of each cluster."""
    owner: dict[tuple[str, str], int] = {}
    for i, (kind, surfaces) in enumerate(zip(paper.types, paper.surfaces, strict=True)):
        for surface in surfaces:
            owner.setdefault((kind, surface), i)
    text = paper_text(paper.title, paper.abstract)
    listed = gold_spans(text, [(t, s, True) for t, s in zip(paper.types, paper.surfaces, strict=True)])
    spans = [(start, end, kind, 1.0, owner[kind, text[start:end]]) for start, end, kind, _ in listed]
    return _document(vocab, paper, spans), {i: i for i in range(len(paper.types))}


def predicted_document(
    vocab: Vocab, paper: AnnotatedPaper, found: Sequence[PredictedSpan]
) -> tuple[Doc, dict[int, int]]:
    """A Doc with a tagger's mentions, clustered by type and normalised text, and the gold entity of each if any.

    A gold entity matches the first cluster of its type that bears one of its names.
    """
    text = paper_text(paper.title, paper.abstract)
    numbers: dict[tuple[str, str], int] = {}
    spans = []
    for span in sorted(found, key=lambda s: (s.start, -s.end)):
        cluster = numbers.setdefault((span.label, normalised(text[span.start : span.end])), len(numbers))
        spans.append((span.start, span.end, span.label, span.score, cluster))
    entity_of: dict[int, int] = {}
    taken: set[int] = set()
    names = [{normalised(surface) for surface in surfaces} for surfaces in paper.surfaces]
    for (kind, name), cluster in numbers.items():
        for i, known in enumerate(names):
            if i not in taken and paper.types[i] == kind and name in known:
                entity_of[cluster] = i
                taken.add(i)
                break
    return _document(vocab, paper, spans), entity_of


def read_arguments(description: str | None) -> argparse.Namespace:
    """The command line of the trainings on annotated papers: `abstracts`, `predicted` (a path or None), `save`."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("abstracts", type=Path)
    parser.add_argument("--predicted", type=Path, help="a tagger's out-of-fold mentions to add")
    parser.add_argument("--save", action="store_true")
    return parser.parse_args()
