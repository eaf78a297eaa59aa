"""`kg push`: a graph into a Neo4j database."""

from pathlib import Path

import click

from kg.cli.console import GRAPH_ARGUMENT, QUIET_OPTION, ProgressBar
from kg.cli.login import login_of, server_options


@click.command()
@GRAPH_ARGUMENT
@click.option("--uri", required=True, help="Address of the server, such as bolt://localhost:7687.")
@server_options
@click.option("--prune", is_flag=True, help="Remove what an earlier push left and the graph does not have.")
@QUIET_OPTION
def push(graph: Path, uri: str, user: str, database: str, prune: bool, quiet: bool) -> None:
    """Load a graph into Neo4j; a second time changes nothing, and a broken push is run again.

    The password is read from NEO4J_PASSWORD, or asked for on a terminal.

    \b
    Example:
      NEO4J_PASSWORD=... kg push graph/ --uri bolt://localhost:7687 --prune
    """
    from kg.graph import open_graph
    from kg.neo4j import push as push_graph

    opened = open_graph(graph)
    login = login_of(uri, user, database)
    with ProgressBar("loading", quiet) as progress:
        report = push_graph(opened, login, prune=prune, progress=progress.update)
    if quiet:
        return
    removed = (
        f", removed {report.removed_nodes:,} nodes and {report.removed_relationships:,} relationships" if prune else ""
    )
    click.echo(f"{uri}: {report.nodes:,} nodes, {report.relationships:,} relationships{removed}")
    if report.kept_nodes:
        click.echo(f"note: {report.kept_nodes:,} stale nodes stay, since other data is linked to them", err=True)
