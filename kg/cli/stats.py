"""`kg stats`: the numbers of a graph."""

from pathlib import Path

import click

from kg.cli.console import GRAPH_ARGUMENT, JSON_OPTION, QUIET_OPTION, print_json, print_table
from kg.stats import Stats


@click.command()
@GRAPH_ARGUMENT
@click.option("--top", default=5, show_default=True, type=click.IntRange(0), help="Entities shown of each type.")
@JSON_OPTION
@QUIET_OPTION
def stats(graph: Path, top: int, as_json: bool, quiet: bool) -> None:
    """Counts by type, dates covered, most frequent entities, and what was rejected.

    \b
    Example:
      kg stats graph/ --top 10
    """
    from kg.graph import open_graph
    from kg.stats import stats as numbers_of

    numbers = numbers_of(open_graph(graph), top)
    if as_json:
        print_json(numbers)
    elif not quiet:
        print_stats(numbers)


def print_stats(numbers: Stats) -> None:
    """The numbers as tables."""
    dates = f"{numbers.first} to {numbers.last}" if numbers.first else "no dates"
    click.echo(
        f"{numbers.papers:,} papers, {dates} ({numbers.dated:,} dated, {numbers.year_inferred:,} with an inferred year)"
    )
    click.echo(
        f"{sum(numbers.entities.values()):,} entities, {numbers.mentions:,} mentions, "
        f"{sum(numbers.claims.values()):,} claims, {numbers.results:,} results\n"
    )
    rows = [
        (name, count, ", ".join(f"{entity.label} ({entity.paper_count})" for entity in numbers.top[name]))
        for name, count in numbers.entities.items()
    ]
    print_table(("type", "entities", "in most papers"), rows)
    click.echo()
    print_table(("claims", "count"), numbers.claims.items())
    if numbers.rejects:
        click.echo(f"\n{len(numbers.rejects):,} rejected:")
        for reject in numbers.rejects:
            click.echo(f"  {reject}")
