"""`kg sparql`: a SPARQL query on a graph."""

import io
import sys
from pathlib import Path

import click

from kg.cli.console import GRAPH_ARGUMENT, JSON_FORMAT_OPTION, QUIET_OPTION, counted, print_table
from kg.sparql.answer import parse_json
from kg.sparql.engine import FORMATS, formats_for
from kg.sparql.job import DEFAULT_MEMORY, DEFAULT_TIMEOUT, QueryJob

TIMEOUT_OPTION = click.option(
    "--timeout",
    default=DEFAULT_TIMEOUT,
    show_default=True,
    type=click.FloatRange(0, min_open=True),
    help="Seconds that a query may take.",
)
MEMORY_OPTION = click.option(
    "--memory",
    default=DEFAULT_MEMORY,
    show_default=True,
    type=click.IntRange(64),
    help="Megabytes that a query may take (Linux).",
)


@click.command()
@GRAPH_ARGUMENT
@click.argument("query", required=False)
@click.option("--file", "-f", "query_file", type=click.File(encoding="utf-8"), help="Read the query from a file or -.")
@click.option("--format", "format_name", default="table", show_default=True, type=click.Choice(FORMATS), help="Output.")
@JSON_FORMAT_OPTION
@click.option("--limit", type=click.IntRange(0), help="Print at most so many rows or triples.")
@TIMEOUT_OPTION
@MEMORY_OPTION
@QUIET_OPTION
def sparql(
    graph: Path,
    query: str | None,
    query_file: click.File | None,
    format_name: str,
    limit: int | None,
    timeout: float,
    memory: int,
    quiet: bool,
) -> None:
    """Ask a graph in SPARQL 1.1; the project's prefixes (pkg, skos, dcterms, ...) are known.

    \b
    Example:
      kg sparql graph/ 'SELECT ?label WHERE { ?m a pkg:Method ; skos:prefLabel ?label } LIMIT 5'
      kg sparql graph/ 'DESCRIBE ?m { ?m skos:prefLabel "ImageNet" }' --format turtle
    """
    from kg.graph import open_graph
    from kg.sparql import run_job

    if (query is None) == (query_file is None):
        raise click.UsageError("give the query as an argument or with -f FILE, one of the two")
    text = query if query is not None else _read(query_file)
    job = QueryJob(text, *formats_for(format_name), limit=limit, timeout=timeout, memory=memory)
    table = io.BytesIO()
    found = run_job(open_graph(graph), job, table if format_name == "table" else sys.stdout.buffer)
    if format_name == "table" and found.kind != "triples":
        _print_answer(table.getvalue(), quiet)
    else:
        sys.stdout.buffer.write(table.getvalue())
    sys.stdout.buffer.flush()
    if found.cut and not quiet:
        what = "triples" if found.kind == "triples" else "rows"
        click.echo(f"the answer was cut after {limit:,} {what}; there are more", err=True)


def _read(query_file: click.File | None) -> str:
    """The text of a query file.

    Raises:
        QueryError: it is not UTF-8.
    """
    from kg.errors import QueryError

    try:
        text: str = query_file.read()  # type: ignore[union-attr]
    except UnicodeDecodeError as error:
        raise QueryError(f"the query is not UTF-8 (byte {error.start:,}); save it as UTF-8") from error
    return text


def _print_answer(data: bytes, quiet: bool) -> None:
    """Rows as a table, a truth as a word."""
    answer = parse_json(data)
    if answer.truth is not None:
        click.echo("yes" if answer.truth else "no")
        return
    print_table(answer.variables, [[row.get(name) for name in answer.variables] for row in answer.rows])
    if not quiet:
        click.echo(counted(len(answer), "row"), err=True)
