"""Soft labels: what one or more trained networks think of unlabelled abstracts, as span probabilities."""

from __future__ import annotations

import gzip
import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from extractors.training.checkpoint import load_checkpoint
from extractors.training.data import Example, read_lines
from extractors.training.loop import span_probabilities
from extractors.words import WordEncoder

#: Spans less probable than this are left out of the soft labels: they carry about 1 % of the expected mentions.
FLOOR = 0.01
_CHUNK = 256


@dataclass(frozen=True, slots=True)
class SoftLabels:
    """The probable spans of one text, as (first word, words - 1, label, probability)."""

    id: str
    text: str
    spans: list[tuple[int, int, int, float]]


def label_texts(
    teachers: Sequence[Path], texts: Sequence[tuple[str, str]], progress: Callable[[int, int], None] | None = None
) -> Iterator[SoftLabels]:
    """Labels (id, text) pairs with the mean span probability of the teachers (checkpoint folders).

    Only the first window of a text (512 word pieces) is labelled.
    """
    networks = [load_checkpoint(folder) for folder in teachers]
    for begin in range(0, len(texts), _CHUNK):
        part = texts[begin : begin + _CHUNK]
        total: list[defaultdict[tuple[int, int, int], float]] = [defaultdict(float) for _ in part]
        for network, _, encoder in networks:
            examples = [first_window(name, text, encoder) for name, text in part]
            for found, probability in zip(total, span_probabilities(network, examples), strict=True):
                for i, w, t in zip(*(axis.tolist() for axis in np.nonzero(probability > FLOOR)), strict=True):
                    found[i, w, t] += float(probability[i, w, t]) / len(networks)
        for (name, text), found in zip(part, total, strict=True):
            yield SoftLabels(name, text, [(i, w, t, round(p, 4)) for (i, w, t), p in sorted(found.items())])
        if progress is not None:
            progress(begin + len(part), len(texts))


def first_window(name: str, text: str, encoder: WordEncoder) -> Example:
    """A text without targets."""
    return Example(name, encoder.windows(encoder(text))[0])


def write_soft_labels(path: Path, labels: Iterator[SoftLabels]) -> int:
    """Writes soft labels as JSONL (gzip); returns their number. The file appears only when it is complete."""
    partial = path.with_name(path.name + ".part")
    count = 0
    with gzip.open(partial, "wt", encoding="utf-8") as lines:
        for label in labels:
            lines.write(json.dumps({"id": label.id, "text": label.text, "spans": label.spans}) + "\n")
            count += 1
    partial.rename(path)
    return count


def soft_examples(path: Path, encoder: WordEncoder, width: int) -> list[Example]:
    """Reads soft labels as training examples for a network with this word encoder and span width."""
    examples = []
    for _, line in read_lines(path):
        record = json.loads(line)
        example = first_window(record["id"], record["text"], encoder)
        example.targets = [(i, w, t, p) for i, w, t, p in record["spans"] if w < width and i + w < len(example.window)]
        examples.append(example)
    return examples
