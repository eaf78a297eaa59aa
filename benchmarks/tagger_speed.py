"""Speed of the taggers alone, in abstracts per second, beside the tokenizer's and other spaCy pipelines'.

    python benchmarks/tagger_speed.py ABSTRACTS.jsonl [--limit 200] [--threads 2] [--spacy en_core_web_sm]

Reads `title` and `abstract` from JSON Lines. Every contender sees the same texts in one process, one after the other,
after a warm-up; the best of three rounds counts.
"""

import argparse
import json
import sys
import time
from collections.abc import Callable, Sequence
from itertools import islice
from pathlib import Path

import spacy

from extractors.onnx_tagger import OnnxTagger

ROUNDS = 3


def read(path: Path, limit: int) -> list[str]:
    """The first `limit` texts: title, blank line, abstract."""
    with path.open(encoding="utf-8") as lines:
        records = [json.loads(line) for line in islice(lines, limit)]
    return [f"{record['title']}\n\n{record.get('abstract') or ''}" for record in records]


def rate(work: Callable[[Sequence[str]], object], texts: Sequence[str]) -> float:
    """Texts per second, best of `ROUNDS`."""
    work(texts[:10])
    best = 0.0
    for _ in range(ROUNDS):
        began = time.perf_counter()
        work(texts)
        best = max(best, len(texts) / (time.perf_counter() - began))
    return best


def main() -> None:
    """Prints one line per contender: load time in seconds, abstracts per second."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("abstracts", type=Path)
    parser.add_argument("--limit", type=int, default=200)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--spacy", action="append", default=[], help="installed spaCy pipelines to compare with")
    arguments = parser.parse_args()
    texts = read(arguments.abstracts, arguments.limit)

    def line(name: str, load: float, work: Callable[[Sequence[str]], object]) -> None:
        sys.stdout.write(f"{name:32} load {load:5.2f} s   {rate(work, texts):8.1f} abstracts/s\n")

    blank = spacy.blank("en")
    line("spacy.blank('en')", 0.0, lambda part: list(blank.pipe(part)))
    for model in ("accurate", "fast"):
        began = time.perf_counter()
        tagger = OnnxTagger(model, arguments.threads)
        line(f"{model} tagger", time.perf_counter() - began, tagger.predict)
    for name in arguments.spacy:
        began = time.perf_counter()
        nlp = spacy.load(name)
        line(name, time.perf_counter() - began, lambda part, nlp=nlp: list(nlp.pipe(part)))  # type: ignore[misc]


if __name__ == "__main__":
    main()
