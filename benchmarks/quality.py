"""How many claims and results of a graph are right: a random sample to be judged, and the tables of what was judged.

    PYTHONPATH=. python benchmarks/quality.py draw graph/ sample.csv --claims 200 --results 100 --seed 1
    PYTHONPATH=. python benchmarks/quality.py tables judged.csv

`draw` writes one line a claim or result with the words of its paper; the judge fills the column `verdict` with `yes`,
`no` (and why, in `note`). `tables` needs neither words nor graph, so that a judged sample can be passed on without the
texts, which belong to their authors. Intervals are Wilson's at 95 % (Wilson 1927, JASA 22, 209-212).
"""

import argparse
import csv
import math
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, fields
from pathlib import Path

import kg

_BINS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
# The order of a digest with the seed in it is as good as chance, and the same on every machine.
_CLAIMS = """
WITH drawn AS (
    SELECT * FROM claims ORDER BY md5(concat_ws(' ', ?, subject, predicate, object, paper)) LIMIT ?
), name AS (
    SELECT id, label || ' (' || type || ')' AS name FROM entities
)
SELECT 'claim', d.paper, coalesce(s.name, d.subject), d.predicate, coalesce(o.name, d.object), d.score,
    (SELECT count(*) FROM claims AS c
     WHERE (c.subject, c.predicate, c.object) = (d.subject, d.predicate, d.object)),
    d.sentence_start, d.sentence_end, d.section = 'title', p.title, p.abstract
FROM drawn AS d JOIN papers AS p ON p.id = d.paper
LEFT JOIN name AS s ON s.id = d.subject LEFT JOIN name AS o ON o.id = d.object
ORDER BY d.predicate, d.paper, d.object
"""
_RESULTS = """
WITH drawn AS (
    SELECT * FROM results ORDER BY md5(concat_ws(' ', ?, id)) LIMIT ?
), name AS (
    SELECT id, label FROM entities
)
SELECT 'result', d.paper,
    concat_ws('; ', concat_ws(' ', d.bound, d.value, d.unit, '[' || d.kind || ']'), 'metric: ' || e.label,
        'dataset: ' || t.label, 'method: ' || m.label, 'task: ' || k.label),
    '', '', d.score, 1, d.quote_start, d.quote_end, d.section = 'title', p.title, p.abstract
FROM drawn AS d JOIN papers AS p ON p.id = d.paper
LEFT JOIN name AS e ON e.id = d.metric LEFT JOIN name AS t ON t.id = d.dataset
LEFT JOIN name AS m ON m.id = d.method LEFT JOIN name AS k ON k.id = d.task
ORDER BY d.paper, d.id
"""


@dataclass(frozen=True, slots=True)
class Item:
    """A claim or a result as the judge sees it; `support` is the number of papers with the claim, 1 for a result."""

    kind: str
    paper: str
    subject: str
    predicate: str
    object: str
    confidence: float
    support: int
    start: int
    end: int
    verdict: str = ""
    note: str = ""


def main() -> None:
    """Draw a sample, or print the tables of one."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    tasks = parser.add_subparsers(dest="task", required=True)
    drawing = tasks.add_parser("draw")
    drawing.add_argument("graph", type=Path)
    drawing.add_argument("out", type=Path)
    drawing.add_argument("--claims", type=int, default=200)
    drawing.add_argument("--results", type=int, default=100)
    drawing.add_argument("--seed", type=int, default=1)
    telling = tasks.add_parser("tables")
    telling.add_argument("judged", type=Path)
    options = parser.parse_args()
    if options.task == "draw":
        draw(options)
    else:
        tables(options.judged)


def draw(options: argparse.Namespace) -> None:
    """Write the sample as CSV."""
    graph = kg.open(options.graph)
    with options.out.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow([field.name for field in fields(Item)] + ["title", "sentence", "abstract"])
        for query, count in ((_CLAIMS, options.claims), (_RESULTS, options.results)):
            for *item, in_title, title, abstract in graph.sql(query, (options.seed, count)).fetchall():
                drawn = Item(*item)
                words = (title if in_title else abstract)[drawn.start : drawn.end]
                writer.writerow([*asdict(drawn).values(), title, words, abstract])


def tables(judged: Path) -> None:
    """Print precision of claims by predicate, confidence and support, and of results by confidence."""
    with judged.open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["verdict"]]
    claims, results = ([row for row in rows if row["kind"] == kind] for kind in ("claim", "result"))
    show("all claims", claims, lambda _: "")
    show("claims by predicate", claims, lambda row: row["predicate"])
    show("claims by confidence", claims, confidence_bin)
    show("claims by support", claims, lambda row: "3 or more" if int(row["support"]) >= 3 else row["support"])
    sure = [row for row in claims if float(row["confidence"]) >= 0.8 or int(row["support"]) >= 3]
    show("claims of confidence 0.8 or support 3 and more", sure, lambda _: "")
    show("all results", results, lambda _: "")
    show("results by confidence", results, confidence_bin)


def confidence_bin(row: dict[str, str]) -> str:
    """The fifth of the scale in which the confidence lies."""
    value = float(row["confidence"])
    low = max(edge for edge in _BINS[:-1] if value >= edge)
    return f"{low:.1f} to {low + 0.2:.1f}"


def show(title: str, rows: Iterable[dict[str, str]], key: Callable[[dict[str, str]], str]) -> None:
    """A table of precision, mean confidence and interval by a key."""
    groups: dict[str, list[dict[str, str]]] = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    print(f"\n{title}\n{'':<14}{'judged':>8}{'right':>8}{'precision':>11}{'95 %':>14}{'mean confidence':>17}")
    for name, members in sorted(groups.items()):
        right = sum(row["verdict"] == "yes" for row in members)
        low, high = wilson(right, len(members))
        mean = sum(float(row["confidence"]) for row in members) / len(members)
        share, interval = right / len(members), f"{low:.2f}-{high:.2f}"
        print(f"{name:<14}{len(members):>8}{right:>8}{share:>11.2f}{interval:>14}{mean:>17.2f}")


def wilson(right: int, count: int, z: float = 1.96) -> tuple[float, float]:
    """The interval of a share."""
    share, square = right / count, z * z / count
    middle = (share + square / 2) / (1 + square)
    reach = z / (1 + square) * math.sqrt(share * (1 - share) / count + square / (4 * count))
    return middle - reach, middle + reach


if __name__ == "__main__":
    main()
