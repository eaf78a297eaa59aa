"""What a corpus takes on a cluster: time, cost, memory, shuffle and storage, computed from a graph that is there.

    python benchmarks/cluster_model.py GRAPH [--papers 2500000 200000000] [--core-seconds 0.032] [--cores 64]

Rows and bytes for each abstract are those of the graph; how the number of distinct names grows is a fit of Heaps' law
(names = K * papers ** beta) to growing parts of it. All else is multiplication, with the factors below; those that are
called assumptions have not been measured.
"""

import argparse
import math
from pathlib import Path

import duckdb

from kg.store import GraphStore

# Bytes of the driver for each distinct name: with 100,000 arXiv abstracts the process that resolves grew by 338 MB
# beside DuckDB, for 510,445 names of which 116,152 have to do with others.
DRIVER_BYTES_PER_NAME = 700
# Bytes of a row in a shuffle, an assumption: compressed rows with an id of 20 characters, a name and some numbers.
SHUFFLE_BYTES_PER_ROW = 60
# How often the rows of a table go through a shuffle, an assumption: grouping, windows, joins, the last sort.
SHUFFLES = {"papers": 2, "extractions": 2, "mentions": 8, "claims": 5, "results": 6, "entities": 2}
# SQL over a row, in core seconds, all steps together: an assumption, ten times what DuckDB takes.
SQL_CORE_SECONDS_PER_ROW = 5e-5
# Share of the cores' time that is work, an assumption: the rest is start, stragglers and shuffles.
EFFICIENCY = 0.8
# Dollars for an hour of one core with 4 GB on demand, an assumption: prices differ by provider and date.
DOLLARS_PER_CORE_HOUR = 0.05
PARTS = (16, 8, 4, 2, 1)


def main() -> None:
    """Print what was measured and the model."""
    arguments = parsed()
    store = GraphStore(arguments.graph)
    manifest = store.manifest()
    count = manifest.rows["papers"]
    size = {name: (store.path / file).stat().st_size for name, file in manifest.tables.items()}
    size["extractions"] = sum(path.stat().st_size for path in store.extractions.glob("part-*.parquet"))
    rows = {**manifest.rows, "extractions": count}
    print(f"{count:,} papers\n\n| table | rows an abstract | bytes an abstract |\n|---|---|---|")
    for name in sorted(size):
        print(f"| {name} | {rows[name] / count:.2f} | {size[name] / count:,.0f} |")
    scale, beta, points = heaps(store, count)
    grown = ", ".join(f"{papers:,}: {names:,}" for papers, names in points)
    print(f"\ndistinct names by papers ({grown}): {scale:.1f} * papers ** {beta:.3f}\n")
    print("| papers | core hours, extraction | core hours, SQL | hours on the cores | dollars | names, millions "
          "| driver, GB | shuffled, TB | stored, GB |\n|---|---|---|---|---|---|---|---|---|")  # fmt: skip
    for papers in arguments.papers:
        extraction = papers * arguments.core_seconds / 3600 / EFFICIENCY
        all_rows = papers * sum(rows[name] / count for name in ("mentions", "claims", "results"))
        linking = all_rows * SQL_CORE_SECONDS_PER_ROW / 3600 / EFFICIENCY
        names = scale * papers**beta
        shuffled = papers * sum(
            times * (size[name] if name in ("papers", "extractions") else rows[name] * SHUFFLE_BYTES_PER_ROW) / count
            for name, times in SHUFFLES.items()
        )
        hours = (extraction + linking) / arguments.cores
        print(f"| {papers:,} | {extraction:,.0f} | {linking:,.0f} | {hours:,.1f} "
              f"| {(extraction + linking) * DOLLARS_PER_CORE_HOUR:,.0f} | {names / 1e6:,.1f} "
              f"| {names * DRIVER_BYTES_PER_NAME / 1e9:,.0f} | {shuffled / 1e12:,.2f} "
              f"| {papers * sum(size.values()) / count / 1e9:,.0f} |")  # fmt: skip


def parsed() -> argparse.Namespace:
    """The arguments of the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("graph", type=Path)
    parser.add_argument("--papers", type=int, nargs="+", default=[2_500_000, 200_000_000])
    parser.add_argument("--core-seconds", type=float, default=0.032, help="of extraction, for an abstract")
    parser.add_argument("--cores", type=int, default=64)
    return parser.parse_args()


def heaps(store: GraphStore, count: int) -> tuple[float, float, list[tuple[int, int]]]:
    """K and beta of Heaps' law by least squares of the logarithms, and the points: entities named by so many papers.

    Papers are taken in the order of a hash, so that a part is a sample of the whole.
    """
    mentions = str(store.table_path("mentions"))
    points = []
    for part in PARTS:
        found = duckdb.execute(
            "SELECT count(DISTINCT entity) FROM read_parquet($1) WHERE hash(paper) % $2 = 0", [mentions, part]
        ).fetchone()
        assert found is not None
        points.append((count // part, int(found[0])))
    logs = [(math.log(papers), math.log(names)) for papers, names in points]
    x, y = (sum(values) / len(logs) for values in zip(*logs, strict=True))
    beta = sum((a - x) * (b - y) for a, b in logs) / sum((a - x) ** 2 for a, _ in logs)
    return math.exp(y - beta * x), beta, points


if __name__ == "__main__":
    main()
