"""`kg serve`: a graph over HTTP."""

import os
import re
from pathlib import Path

import click

from kg.cli.console import GRAPH_ARGUMENT, QUIET_OPTION
from kg.cli.sparql import MEMORY_OPTION
from kg.graph import Graph
from kg.server.options import ServerOptions

_DEFAULTS = ServerOptions()


@click.command()
@GRAPH_ARGUMENT
@click.option("--host", default=_DEFAULTS.host, show_default=True, help="Address to listen on.")
@click.option(
    "--port", default=_DEFAULTS.port, show_default=True, type=click.IntRange(0, 65_535), help="Port; 0 takes any."
)
@click.option(
    "--timeout",
    default=_DEFAULTS.timeout,
    show_default=True,
    type=click.FloatRange(0, min_open=True),
    help="Seconds that a query may take.",
)
@click.option(
    "--max-rows",
    default=_DEFAULTS.max_rows,
    show_default=True,
    type=click.IntRange(1),
    help="Rows or triples of an answer.",
)
@click.option(
    "--workers", default=_DEFAULTS.workers, show_default=True, type=click.IntRange(1, 64), help="Queries at a time."
)
@MEMORY_OPTION
@click.option("--cors", metavar="ORIGIN", help="Let pages of this origin ask, such as https://example.org.")
@QUIET_OPTION
def serve(
    graph: Path,
    host: str,
    port: int,
    timeout: float,
    max_rows: int,
    workers: int,
    memory: int,
    cors: str | None,
    quiet: bool,
) -> None:
    """Serve a graph, read-only: the explorer at /, a query page at /query, SPARQL 1.1 Protocol at
    /sparql.

    Only this machine can ask. A --host that others reach needs a secret in the environment variable PAPERKG_TOKEN,
    which clients send as `Authorization: Bearer SECRET`.

    \b
    Example:
      kg serve graph/
      curl http://127.0.0.1:7878/sparql --data-urlencode 'query=ASK { ?m a pkg:Method }'
    """
    from exports.explorer import explorer_page
    from kg.server.run import TOKEN_VARIABLE
    from kg.server.run import serve as run_server

    if cors is not None and not re.fullmatch(r"https?://[^/\s*]+", cors):
        raise click.UsageError("--cors takes one origin: scheme, host and port, such as https://example.org")
    token = os.environ.get(TOKEN_VARIABLE, "").strip() or None
    options = ServerOptions(host, port, timeout, max_rows, workers, memory, cors, token)

    def ready(address: str) -> None:
        if not quiet:
            click.echo(
                f"{graph} is served at {address} (query page: {address}query, SPARQL: {address}sparql); Ctrl-C ends it"
            )

    def explorer(served: Graph) -> tuple[str, str]:
        page = explorer_page(served, query_page="query")
        return page.html, page.policy

    run_server(graph, options, explorer, ready)
