"""`kg export`: a graph in another format."""

from pathlib import Path
from typing import Any

import click

from kg.cli.console import GRAPH_ARGUMENT, QUIET_OPTION
from kg.cli.cut import cut_of, cut_options


@click.command()
@GRAPH_ARGUMENT
@click.option(
    "--format", "format_name", required=True, help="turtle, nt, jsonl, graphml, leaderboard, pyvis, explorer."
)
@click.option("--output", "-o", required=True, type=click.Path(path_type=Path), help="File, or folder for jsonl.")
@cut_options
@QUIET_OPTION
def export(graph: Path, format_name: str, output: Path, quiet: bool, **cut: Any) -> None:
    """Write a graph as RDF, GraphML, JSON Lines, leaderboards or a web page.

    The options from --focus to --top are for the explorer page.

    \b
    Example:
      kg export graph/ --format turtle -o graph.ttl
      kg export graph/ --format explorer --since 2020 -o graph.html
    """
    from exports import EXPORTERS
    from exports.explorer import Explorer
    from kg.graph import open_graph

    if format_name not in EXPORTERS.names():
        raise click.BadParameter(f"{format_name!r} is not one of {', '.join(EXPORTERS.names())}", param_hint="--format")
    exporter, chosen = EXPORTERS.get(format_name), cut_of(cut)
    if chosen is not None:
        if not isinstance(exporter, Explorer):
            raise click.UsageError("--focus, --hops, --since, --min-support and --top are for --format explorer")
        exporter = exporter.configured(chosen)
    written = exporter.export(open_graph(graph), output)
    if not quiet:
        for path in written:
            click.echo(f"{path} ({path.stat().st_size:,} bytes)")
