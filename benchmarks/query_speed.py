"""How long the indexes of a graph take to make, and its queries to answer, against rdflib on the same triples.

    PYTHONPATH=. python benchmarks/query_speed.py graph/ --rounds 3

Makes both indexes of a copy of the graph, loads rdflib with its triples, and asks every question of the cookbook in
Cypher (ladybug), in SPARQL (pyoxigraph) and, once and with a time limit, the same SPARQL of rdflib. Engines are asked
in this process, so that the figures are theirs; a last table says what the command and its child process add.
"""

import argparse
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pyoxigraph as ox

from kg import cypher, sparql
from kg.cookbook import load_cookbook
from kg.cypher import dialect, tokens, worker
from kg.cypher import index as cypher_index
from kg.graph import Graph, open_graph
from kg.rdf import PREFIXES
from kg.sparql import index as sparql_index

T = TypeVar("T")


def main() -> None:
    """Time and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("graph", type=Path)
    parser.add_argument("--rounds", type=int, default=3, help="of which the median counts")
    parser.add_argument("--limit", type=int, default=20, help="seconds that rdflib has for a query")
    parser.add_argument("--without-rdflib", action="store_true")
    parser.add_argument("--in-place", action="store_true", help="use the indexes that the graph has")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        copy = options.graph
        if not options.in_place:
            copy = Path(folder) / "graph"
            shutil.copytree(options.graph, copy, ignore=shutil.ignore_patterns("indexes", "extractions"))
        graph = open_graph(copy)
        print(graph, flush=True)
        cypher_folder, cypher_seconds = timed(lambda: cypher_index.fresh_index(graph))
        sparql_folder, sparql_seconds = timed(lambda: sparql_index.fresh_index(graph))
        print(f"index of ladybug     {cypher_seconds:8.1f} s {size(cypher_folder):8.1f} MB", flush=True)
        print(f"index of pyoxigraph  {sparql_seconds:8.1f} s {size(sparql_folder):8.1f} MB", flush=True)
        engines = {
            "ladybug": cypher_times(cypher_folder, options.rounds),
            "pyoxigraph": sparql_times(sparql_folder, options.rounds),
        }
        if not options.without_rdflib:
            engines["rdflib"] = rdflib_times(graph, options.limit)
        print_times(engines, options.limit)
        print_command(copy)


def timed(work: Callable[[], T]) -> tuple[T, float]:
    """The result of some work and the seconds it took."""
    began = time.perf_counter()
    result = work()
    return result, time.perf_counter() - began


def size(folder: Path) -> float:
    """Megabytes of the files in a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


def cypher_times(folder: Path, rounds: int) -> list[float]:
    """Seconds a question."""
    connection = worker.connect(str(folder / cypher_index.DATABASE))
    times = []
    for question in load_cookbook():
        query = dialect.translate(question.cypher, tokens.tokenise(question.cypher))
        request = {"query": query, "parameters": {}, "limit": cypher.DEFAULT_LIMIT, "timeout": cypher.DEFAULT_TIMEOUT}
        reply = worker.answer(connection, request)
        if "error" in reply:
            raise SystemExit(f"{question.title}: {reply['error']}")
        times.append(statistics.median(timed(lambda r=request: worker.answer(connection, r))[1] for _ in range(rounds)))
    return times


def sparql_times(folder: Path, rounds: int) -> list[float]:
    """Seconds a question."""
    store = ox.Store.read_only(str(folder))
    times = []
    for question in load_cookbook():

        def ask(query: str = question.sparql) -> bytes | None:
            return store.query(query, prefixes=PREFIXES).serialize(format=ox.QueryResultsFormat.JSON)

        ask()
        times.append(statistics.median(timed(ask)[1] for _ in range(rounds)))
    return times


def rdflib_times(graph: Graph, limit: int) -> list[float]:
    """Seconds a question, once; the limit where it was reached."""

    def stop(*_: object) -> None:
        raise TimeoutError

    loaded, seconds = timed(graph.to_rdflib)
    print(f"loading of rdflib    {seconds:8.1f} s, {len(loaded):,} triples", flush=True)
    signal.signal(signal.SIGALRM, stop)
    times = []
    for question in load_cookbook():
        signal.alarm(limit)
        try:
            times.append(timed(lambda q=question: list(loaded.query(q.sparql)))[1])
        except TimeoutError:
            times.append(float(limit))
        finally:
            signal.alarm(0)
    return times


def print_times(engines: dict[str, list[float]], limit: int) -> None:
    """Milliseconds by question and engine, and the medians."""
    print(f"\n{'milliseconds':<28}" + "".join(f"{name:>12}" for name in engines))
    for index, question in enumerate(load_cookbook()):
        cells = "".join(f"{times[index] * 1e3:>12.1f}" for times in engines.values())
        print(f"{question.title:<28}{cells}")
    medians = {name: statistics.median(times) for name, times in engines.items()}
    print(f"{'median':<28}" + "".join(f"{value * 1e3:>12.1f}" for value in medians.values()))
    if peer := engines.get("rdflib"):
        print(
            f"{'x rdflib, of the medians':<28}" + "".join(f"{medians['rdflib'] / v:>12.1f}" for v in medians.values())
        )
        late = sum(seconds >= limit for seconds in peer)
        ratios = [[p / s for p, s in zip(peer, times, strict=True)] for times in engines.values()]
        print(f"{'x rdflib, median ratio':<28}" + "".join(f"{statistics.median(r):>12.1f}" for r in ratios))
        print(f"rdflib reached the limit of {limit} s in {late} questions")


def print_command(graph: Path) -> None:
    """What a query takes as a command and from Python, index and engine being there."""
    program = [sys.executable, "-c", "from kg.cli import main; main()"]
    for name, query in (("cypher", "RETURN 1 AS x"), ("sparql", "SELECT (1 AS ?x) {}")):
        command = [*program, name, str(graph), query]
        seconds = min(timed(lambda c=command: subprocess.run(c, check=True, capture_output=True))[1] for _ in range(3))
        print(f"\n`kg {name}` of nothing: {seconds * 1e3:.0f} ms, best of 3")
    opened = open_graph(graph)
    opened.cypher("RETURN 1 AS x")
    again = min(timed(lambda: opened.cypher("RETURN 1 AS x"))[1] for _ in range(10))
    print(f"Graph.cypher() of nothing, its process running: {again * 1e3:.1f} ms, best of 10")
    once = min(timed(lambda: sparql.query_index(opened, "SELECT (1 AS ?x) {}"))[1] for _ in range(3))
    print(f"Graph.sparql() of nothing: {once * 1e3:.1f} ms, best of 3")


if __name__ == "__main__":
    main()
