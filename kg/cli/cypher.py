"""`kg cypher`: a Cypher query on a graph."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from kg.cli.console import GRAPH_ARGUMENT, JSON_FORMAT_OPTION, QUIET_OPTION, print_table
from kg.cli.login import login_of, server_options
from kg.cli.query import QUERY_ARGUMENT, QUERY_FILE_OPTION, query_text
from kg.cypher import DEFAULT_LIMIT, DEFAULT_TIMEOUT, CypherAnswer, CypherEngine, Value, open_embedded
from kg.wording import counted

if TYPE_CHECKING:
    from kg.graph import Graph

# Characters of a cell in a table, which is for reading; the other formats are whole.
_CELL = 1_000


def parse_parameters(
    context: click.Context | None, option: click.Parameter | None, values: tuple[str, ...]
) -> dict[str, Value]:
    """`name=value` pairs as parameters: JSON where the value is some, else the text as it is."""
    parameters: dict[str, Value] = {}
    for pair in values:
        name, equals, text = pair.partition("=")
        name = name.strip().removeprefix("$")
        if not equals or not name:
            raise click.BadParameter(f"{pair!r} is not NAME=VALUE, as in year=2023", context, option)
        try:
            parameters[name] = json.loads(text)
        except ValueError:
            parameters[name] = text
    return parameters


@click.command()
@GRAPH_ARGUMENT
@QUERY_ARGUMENT
@QUERY_FILE_OPTION
@click.option(
    "--param",
    "-p",
    "parameters",
    multiple=True,
    callback=parse_parameters,
    metavar="NAME=VALUE",
    help="Value of $NAME, as JSON or else as text. Repeatable.",
)
@click.option(
    "--format",
    "format_name",
    default="table",
    show_default=True,
    type=click.Choice(("table", "json", "csv")),
    help="Output.",
)
@JSON_FORMAT_OPTION
@click.option(
    "--timeout", default=DEFAULT_TIMEOUT, show_default=True, type=click.FloatRange(0, min_open=True), help="Seconds."
)
@click.option("--limit", default=DEFAULT_LIMIT, show_default=True, type=click.IntRange(1), help="Most rows to print.")
@click.option("--uri", help="Ask the Neo4j server at this address, such as bolt://localhost:7687.")
@server_options
@click.option("--push-first", is_flag=True, help="Load the graph into that server before asking.")
@QUIET_OPTION
def cypher(
    graph: Path,
    query: str | None,
    query_file: TextIO | None,
    parameters: dict[str, Value],
    format_name: str,
    timeout: float,
    limit: int,
    uri: str | None,
    user: str,
    database: str,
    push_first: bool,
    quiet: bool,
) -> None:
    """Ask a graph in Cypher, without a server; see docs/cypher.md for the labels and properties.

    With --uri the Neo4j server answers that the graph was pushed to; its password is read from NEO4J_PASSWORD, or asked
    for on a terminal.

    \b
    Example:
      kg cypher graph/ 'MATCH (p:Paper)-[:USES]->(m:Method) WHERE p.year >= $year
                        RETURN m.label, count(*) AS papers ORDER BY papers DESC LIMIT 5' --param year=2020
    """
    from kg.graph import open_graph

    text = query_text(query, query_file)
    if push_first and uri is None:
        raise click.UsageError("--push-first loads into a server: give its --uri")
    opened = open_graph(graph)
    with open_embedded(opened) if uri is None else _server(opened, uri, user, database, push_first) as engine:
        answer = engine.query(text, parameters, timeout=timeout, limit=limit)
    _print(answer, format_name)
    if answer.truncated:
        click.echo(f"only the first {limit:,} rows are printed; raise --limit for more", err=True)
    elif format_name == "table" and not quiet:
        click.echo(counted(len(answer), "row"), err=True)


@contextmanager
def _server(graph: "Graph", uri: str, user: str, database: str, push_first: bool) -> Iterator[CypherEngine]:
    """The engine that asks a server, after loading the graph into it if wanted."""
    from kg.neo4j import Neo4jCypher, push

    login = login_of(uri, user, database)
    if push_first:
        push(graph, login)
    yield Neo4jCypher(login)


def _short(cell: str) -> str:
    return cell if len(cell) <= _CELL else cell[:_CELL] + "..."


def _print(answer: CypherAnswer, format_name: str) -> None:
    if format_name == "json":
        click.echo(answer.to_json(), nl=False)
    elif format_name == "csv":
        click.echo(answer.to_csv(), nl=False)
    else:
        print_table(answer.columns, ([_short(cell) for cell in row] for row in answer.text_rows()))
