"""`kg sparql`: a SPARQL query on a graph."""

import io
import sys
from pathlib import Path
from typing import TextIO

import click

from kg.cli.console import GRAPH_ARGUMENT, JSON_FORMAT_OPTION, QUIET_OPTION, print_table
from kg.cli.query import QUERY_ARGUMENT, QUERY_FILE_OPTION, query_text
from kg.sparql.answer import parse_json
from kg.sparql.engine import FORMATS, formats_for
from kg.sparql.job import DEFAULT_MEMORY, DEFAULT_TIMEOUT, QueryJob
from kg.wording import counted

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
@QUERY_ARGUMENT
@QUERY_FILE_OPTION
@click.option("--format", "format_name", default="table", show_default=True, type=click.Choice(FORMATS), help="Output.")
@JSON_FORMAT_OPTION
@click.option("--limit", type=click.IntRange(0), help="Print at most so many rows or triples.")
@TIMEOUT_OPTION
@MEMORY_OPTION
@QUIET_OPTION
def sparql(
    graph: Path,
    query: str | None,
    query_file: TextIO | None,
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

    job = QueryJob(
        query_text(query, query_file), *formats_for(format_name), limit=limit, timeout=timeout, memory=memory
    )
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


def _print_answer(data: bytes, quiet: bool) -> None:
    """Rows as a table, a truth as a word."""
    answer = parse_json(data)
    if answer.truth is not None:
        click.echo("yes" if answer.truth else "no")
        return
    print_table(answer.variables, [[row.get(name) for name in answer.variables] for row in answer.rows])
    if not quiet:
        click.echo(counted(len(answer), "row"), err=True)
