"""Leaderboards: for each task, dataset and metric the stated values, best documented by method, paper and date."""

import csv
import io
from pathlib import Path

from exports.registry import replacing
from extractors.names import clean_name
from kg.graph import Graph

_COLUMNS = (
    "task",
    "dataset",
    "metric",
    "method",
    "value",
    "unit",
    "bound",
    "kind",
    "paper",
    "title",
    "published",
    "quote",
)
# A cell that a spreadsheet would run as a formula is quoted (OWASP, "CSV Injection").
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def leaderboard_rows(graph: Graph) -> list[dict[str, str]]:
    """Results with a metric and a task or dataset, sorted by these, then by kind, value (largest first) and paper."""
    labels = {entity.id: entity.label for entity in graph.entities()}
    papers = {paper.id: paper for paper in graph.papers()}
    rows = []
    for result in graph.results():
        if result.metric is None or (result.task is None and result.dataset is None):
            continue
        paper = papers[result.paper]
        rows.append(
            {
                "task": labels.get(result.task or "", ""),
                "dataset": labels.get(result.dataset or "", ""),
                "metric": labels[result.metric],
                "method": labels.get(result.method or "", ""),
                "value": result.value,
                "unit": result.unit or "",
                "bound": result.bound,
                "kind": result.kind,
                "paper": paper.id,
                "title": clean_name(paper.title),
                "published": paper.published or "",
                "quote": result.quote,
            }
        )
    return sorted(
        rows,
        key=lambda r: (r["task"], r["dataset"], r["metric"], r["kind"], -float(r["value"]), r["paper"], r["quote"]),
    )


class Leaderboard:
    """CSV for a file name ending in .csv, Markdown for any other."""

    name = "leaderboard"
    summary = "stated results by task, dataset and metric, as .csv or .md"

    def export(self, graph: Graph, path: Path) -> list[Path]:
        """Write one file."""
        rows = leaderboard_rows(graph)
        with replacing(path) as out:
            out.write((_csv(rows) if path.suffix == ".csv" else _markdown(rows)).encode())
        return [path]


def _csv(rows: list[dict[str, str]]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, _COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: _safe(name, cell) for name, cell in row.items()} for row in rows)
    return text.getvalue()


def _safe(name: str, cell: str) -> str:
    return "'" + cell if name != "value" and cell.startswith(_FORMULA) else cell


def _markdown(rows: list[dict[str, str]]) -> str:
    lines: list[str] = []
    heading = None
    for row in rows:
        here = " / ".join(row[name] for name in ("task", "dataset", "metric") if row[name])
        if here != heading:
            lines += ["", f"## {_cell(here)}", "", "| method | value | kind | paper | date |", "|---|---|---|---|---|"]
            heading = here
        value = f"{row['value']} {row['unit']}".strip()
        value = value if row["bound"] == "exact" else f"{row['bound'].replace('_', ' ')} {value}"
        cells = (row["method"] or "?", value, row["kind"], row["title"], row["published"] or "?")
        lines.append("| " + " | ".join(_cell(cell) for cell in cells) + " |")
    return "\n".join(["# Leaderboard", *lines]) + "\n"


def _cell(text: str) -> str:
    for character in "\\|<>*_`[]":
        text = text.replace(character, "\\" + character)
    return " ".join(text.split())
