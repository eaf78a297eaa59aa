"""`kg compare`: stated results side by side."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from kg.cli.console import GRAPH_ARGUMENT, JSON_OPTION, QUIET_OPTION, print_json, print_table

if TYPE_CHECKING:
    from kg.compare import ComparedResult

_ARROWS: Final = {"higher": " ↑", "lower": " ↓", None: ""}


@click.command()
@GRAPH_ARGUMENT
@click.option("--task", help="Only results on this task, by name or id.")
@click.option("--dataset", help="Only results on this dataset.")
@click.option("--metric", help="Only results in this metric.")
@JSON_OPTION
@QUIET_OPTION
def compare(graph: Path, task: str | None, dataset: str | None, metric: str | None, as_json: bool, quiet: bool) -> None:
    """Stated results of methods on a task, dataset or metric, best first.

    An arrow says which values of a metric are better; where that is not known, the latest result comes first.

    \b
    Example:
      kg compare graph/ --dataset ImageNet --metric 'top-1 accuracy'
    """
    from kg.graph import open_graph

    if task is None and dataset is None and metric is None:
        raise click.UsageError("results are compared on something: give --task, --dataset or --metric")
    found = open_graph(graph).compare(task=task, dataset=dataset, metric=metric)
    if as_json:
        print_json(found)
        return
    print_results(found, {"task": task, "dataset": dataset})
    if not quiet:
        click.echo(f"{len(found):,} results", err=True)


def print_results(found: "Iterable[ComparedResult]", fixed: dict[str, str | None]) -> None:
    """Results as a table, without the columns of what is the same in all."""
    columns = [name for name in ("task", "dataset") if fixed.get(name) is None]
    rows = [
        (
            result.method,
            result_text(result),
            f"{result.metric}{_ARROWS[result.better]}" if result.metric else None,
            *(getattr(result, column) for column in columns),
            result.published,
            result.title,
        )
        for result in found
    ]
    print_table(("method", "value", "metric", *columns, "date", "paper"), rows)


def result_text(result: "ComparedResult") -> str:
    """A value with its bound, unit and kind."""
    bound = "" if result.bound == "exact" else result.bound.replace("_", " ") + " "
    unit = f" {result.unit}" if result.unit else ""
    kind = "" if result.kind == "absolute" else f" ({result.kind})"
    return f"{bound}{result.value}{unit}{kind}"
