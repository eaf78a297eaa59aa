"""How a build on Spark with one and two executors compares with the local engine, on the same papers.

    python benchmarks/spark_scale.py PAPERS.jsonl[.gz] [--model fast] [--masters local-cluster[1,1,2048] ...]

Every run is a process of its own and starts with an empty graph. The ratio is to the local engine with one process.
The tables of all runs must be the same files; the script stops where they are not.
"""

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from kg.store import GraphStore

_COMMAND = "from kg.cli import main; main()"
_MASTERS = ["local-cluster[1,1,2048]", "local-cluster[2,1,2048]"]


def run(source: Path, graph: Path, model: str, *options: str) -> float:
    """Seconds of a build, start and all."""
    started = time.perf_counter()
    command = [sys.executable, "-c", _COMMAND, "build", str(source), "-o", str(graph), "--model", model, "--quiet"]
    subprocess.run([*command, *options], check=True)
    return time.perf_counter() - started


def main() -> None:
    """Print one line a way of building."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("papers", type=Path)
    parser.add_argument("--model", default="fast")
    parser.add_argument("--masters", nargs="+", default=_MASTERS)
    arguments = parser.parse_args()
    ways = [("local, 1 process", ["--jobs", "1"]), ("local, all cores", [])]
    ways += [(f"spark, {master}", ["--engine", "spark", "--master", master]) for master in arguments.masters]
    print("| engine | papers | s | papers/s | speed relative to local, 1 process |\n|---|---|---|---|---|")
    first: float | None = None
    tables: dict[str, str] | None = None
    with tempfile.TemporaryDirectory() as folder:
        for number, (name, options) in enumerate(ways):
            graph = Path(folder) / str(number)
            seconds = run(arguments.papers, graph, arguments.model, *options)
            manifest = GraphStore(graph).manifest()
            first, tables = first or seconds, tables or manifest.tables
            if manifest.tables != tables:
                sys.exit(f"{name}: the tables differ from those of the local engine")
            papers = manifest.rows["papers"]
            print(
                f"| {name} | {papers:,} | {seconds:.1f} | {papers / seconds:.1f} | {first / seconds:.2f} |", flush=True
            )


if __name__ == "__main__":
    main()
