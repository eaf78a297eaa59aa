"""`kg export`: a graph in another format."""

from pathlib import Path

import click

from kg.cli.console import GRAPH_ARGUMENT, QUIET_OPTION


@click.command()
@GRAPH_ARGUMENT
@click.option(
    "--format", "format_name", required=True, help="turtle, nt, jsonl, graphml, neo4j-csv, cypher, leaderboard, pyvis."
)
@click.option(
    "--output", "-o", required=True, type=click.Path(path_type=Path), help="File, or folder for jsonl, neo4j-csv."
)
@QUIET_OPTION
def export(graph: Path, format_name: str, output: Path, quiet: bool) -> None:
    """Write a graph as RDF, GraphML, JSON Lines, files for Neo4j, leaderboards or a web page.

    \b
    Example:
      kg export graph/ --format turtle -o graph.ttl
    """
    from exports import EXPORTERS
    from exports.registry import WithNextStep
    from kg.graph import open_graph

    if format_name not in EXPORTERS.names():
        raise click.BadParameter(f"{format_name!r} is not one of {', '.join(EXPORTERS.names())}", param_hint="--format")
    exporter = EXPORTERS.get(format_name)
    written = exporter.export(open_graph(graph), output)
    if not quiet:
        for path in written:
            click.echo(f"{path} ({path.stat().st_size:,} bytes)")
        if isinstance(exporter, WithNextStep):
            click.echo(exporter.next_step(output))
