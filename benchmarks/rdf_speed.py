"""Seconds, triples a second and peak memory of RDF exports and of the SPARQL index, against pyoxigraph and rdflib.

    PYTHONPATH=. python benchmarks/rdf_speed.py graph/ --rdflib nt rdfxml

Each measurement is a process of its own; its time is CPU time, user and system, so that other work on the machine
matters little. pyoxigraph dumps the same triples from a store in memory, rdflib serialises them from its memory; the
time to load them is not counted. rdflib's Turtle takes minutes for 500,000 triples and is left out unless asked for.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import rdflib

import kg
from exports import EXPORTERS
from kg.sparql.index import fresh_index

FORMATS = {
    "nt": (ox.RdfFormat.N_TRIPLES, "nt"),
    "nquads": (ox.RdfFormat.N_QUADS, "nquads"),
    "turtle": (ox.RdfFormat.TURTLE, "turtle"),
    "trig": (ox.RdfFormat.TRIG, "trig"),
    "jsonld": (ox.RdfFormat.JSON_LD, "json-ld"),
    "rdfxml": (ox.RdfFormat.RDF_XML, "xml"),
}
INDEX = "index"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("graph", type=Path)
    parser.add_argument("--formats", nargs="*", choices=FORMATS, default=list(FORMATS))
    parser.add_argument("--rdflib", nargs="*", choices=[*FORMATS, INDEX], default=["nt", "rdfxml", "jsonld", INDEX])
    parser.add_argument("--only", nargs=3, metavar=("WHO", "WHAT", "TRIPLES"), help="print one measurement and stop")
    options = parser.parse_args()
    if options.only:
        print(json.dumps(measure(options.graph, *options.only)))
        return
    with tempfile.TemporaryDirectory() as folder:
        triples = Path(folder) / "graph.nt"
        EXPORTERS.get("nt").export(kg.open(options.graph), triples)
        count = sum(1 for _ in triples.open("rb"))
        print(f"{count:,} triples, {triples.stat().st_size / 1e6:,.0f} MB of N-Triples")
        print(f"{'':<10}{'CPU s':>8}{'triples/s':>12}{'peak MB':>9}{'x pyoxigraph':>14}{'x rdflib':>10}")
        for name in [*options.formats, INDEX]:
            own = run(options.graph, "paperkg", name, triples)
            peer = run(options.graph, "pyoxigraph", name, triples) if name != INDEX else None
            other = run(options.graph, "rdflib", name, triples) if name in options.rdflib else None
            seconds, memory = own
            ratios = [f"{them[0] / seconds:.2f}" if them else "" for them in (peer, other)]
            print(
                f"{name:<10}{seconds:>8.2f}{count / seconds:>12,.0f}{memory:>9.0f}{ratios[0]:>14}{ratios[1]:>10}",
                flush=True,
            )


def run(graph: Path, who: str, what: str, triples: Path) -> tuple[float, float]:
    """CPU seconds and peak megabytes of one measurement in a process of its own."""
    command = [sys.executable, __file__, str(graph), "--only", who, what, str(triples)]
    seconds, memory = json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout)
    return seconds, memory


def measure(graph: Path, who: str, what: str, triples: str) -> tuple[float, float]:
    """CPU seconds and peak megabytes in this process."""
    with tempfile.TemporaryDirectory() as folder:
        seconds = timed(prepared(graph, who, what, triples, Path(folder)))
    return seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def timed(work: Callable[[], object]) -> float:
    """CPU seconds of some work, threads included."""
    began = time.process_time()
    work()
    return time.process_time() - began


def prepared(graph: Path, who: str, what: str, triples: str, folder: Path) -> Callable[[], object]:
    """The work to time, with what it needs in memory."""
    target = folder / "out"
    if who == "paperkg":
        opened = kg.open(graph)
        if what != INDEX:
            return lambda: EXPORTERS.get(what).export(opened, target)
        opened.store.index_folder = lambda name: folder / name  # type: ignore[method-assign]
        return lambda: fresh_index(opened)
    if who == "pyoxigraph":
        store = ox.Store()
        store.bulk_load(path=triples, format=ox.RdfFormat.N_TRIPLES)
        rdf_format = FORMATS[what][0]
        graph_name = None if rdf_format.supports_datasets else ox.DefaultGraph()
        return lambda: store.dump(str(target), rdf_format, from_graph=graph_name)
    if what == INDEX:
        return lambda: rdflib.Graph().parse(triples, format="nt")
    loaded = rdflib.Dataset() if what in {"nquads", "trig"} else rdflib.Graph()
    loaded.parse(triples, format="nt")
    return lambda: loaded.serialize(target, format=FORMATS[what][1], encoding="utf-8")


if __name__ == "__main__":
    main()
