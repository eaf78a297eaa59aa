"""`kg trends`: what rises."""

import csv
import sys
from pathlib import Path
from typing import get_args

import click

from kg.cli.console import GRAPH_ARGUMENT, JSON_FORMAT_OPTION, QUIET_OPTION, print_json, print_table
from kg.trends import Period


@click.command()
@GRAPH_ARGUMENT
@click.option("--type", "type_name", default="Method", show_default=True, help="Method, Dataset, Metric or Task.")
@click.option(
    "--by", default="year", show_default=True, type=click.Choice(get_args(Period)), help="Length of a period."
)
@click.option("--top", default=20, show_default=True, type=click.IntRange(1), help="Entities shown.")
@click.option(
    "--format", "format_name", default="table", show_default=True, type=click.Choice(["table", "csv", "json"])
)
@JSON_FORMAT_OPTION
@click.option(
    "--plot", type=click.Path(path_type=Path), help="Also draw the counts to a .png or .svg file (matplotlib)."
)
@QUIET_OPTION
def trends(graph: Path, type_name: str, by: Period, top: int, format_name: str, plot: Path | None, quiet: bool) -> None:
    """Entities whose share of the papers grows fastest, with their papers by period.

    \b
    Example:
      kg trends graph/ --type method --by year
    """
    from kg.graph import open_graph
    from kg.trends import trends as rising

    found = rising(open_graph(graph), type_name.capitalize(), by, top)
    periods = list(found[0].counts) if found else []
    rows = [(t.label, t.papers, f"{t.growth:+.2f}", *t.counts.values()) for t in found]
    headers = ("entity", "papers", "growth", *periods)
    if format_name == "json":
        print_json(found)
    elif format_name == "csv":
        csv.writer(sys.stdout).writerows([headers, *rows])
    else:
        print_table(headers, rows)
    if plot:
        from kg.trends_plot import plot_trends

        plot_trends(found, plot)
        if not quiet:
            click.echo(str(plot), err=True)
