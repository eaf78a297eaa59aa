"""`kg sparql`: a SPARQL query on a graph."""

import sys
from pathlib import Path

import click

from kg.cli.console import GRAPH_ARGUMENT, QUIET_OPTION, print_table
from kg.sparql.answer import parse_json
from kg.sparql.engine import DEFAULT_TIMEOUT, FORMATS


@click.command()
@GRAPH_ARGUMENT
@click.argument("query", required=False)
@click.option("--file", "-f", "query_file", type=click.File(encoding="utf-8"), help="Read the query from a file or -.")
@click.option("--format", "format_name", default="table", show_default=True, type=click.Choice(FORMATS), help="Output.")
@click.option(
    "--timeout", default=DEFAULT_TIMEOUT, show_default=True, type=click.FloatRange(0, min_open=True), help="Seconds."
)
@QUIET_OPTION
def sparql(
    graph: Path, query: str | None, query_file: click.File | None, format_name: str, timeout: float, quiet: bool
) -> None:
    """Ask a graph in SPARQL 1.1; the project's prefixes (pkg, skos, dcterms, ...) are known.

    \b
    Example:
      kg sparql graph/ 'SELECT ?label WHERE { ?m a pkg:Method ; skos:prefLabel ?label } LIMIT 5'
    """
    from kg.graph import open_graph
    from kg.sparql import run_query

    if (query is None) == (query_file is None):
        raise click.UsageError("give the query as an argument or with -f FILE, one of the two")
    text = query if query is not None else query_file.read()  # type: ignore[union-attr]
    kind, data = run_query(open_graph(graph), text, "json" if format_name == "table" else format_name, timeout=timeout)
    if format_name != "table" or kind == "triples":
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    answer = parse_json(data)
    if answer.truth is not None:
        click.echo("yes" if answer.truth else "no")
        return
    print_table(answer.variables, [[row.get(name) for name in answer.variables] for row in answer.rows])
    if not quiet:
        click.echo(f"{len(answer):,} rows", err=True)
