"""The query of a command that asks: its argument, or the file that holds it."""

from typing import TextIO

import click

QUERY_ARGUMENT = click.argument("query", required=False)
QUERY_FILE_OPTION = click.option(
    "--file", "-f", "query_file", type=click.File(encoding="utf-8"), help="Read the query from a file or -."
)


def query_text(query: str | None, query_file: TextIO | None) -> str:
    """The text of the query.

    Raises:
        click.UsageError: both are given, or neither.
        QueryError: the file is not UTF-8.
    """
    from kg.errors import QueryError

    if query is not None and query_file is None:
        return query
    if query_file is None or query is not None:
        raise click.UsageError("give the query as an argument or with -f FILE, one of the two")
    try:
        return query_file.read()
    except UnicodeDecodeError as error:
        raise QueryError(f"the query is not UTF-8 (byte {error.start:,}); save it as UTF-8") from error
