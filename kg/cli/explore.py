"""`kg explore`: a graph in the browser."""

import tempfile
import webbrowser
from pathlib import Path
from typing import Any

import click

from kg.cli.console import GRAPH_ARGUMENT, QUIET_OPTION
from kg.cli.cut import cut_options, take_cut


@click.command()
@GRAPH_ARGUMENT
@cut_options
@click.option("--no-open", is_flag=True, help="Only write the page.")
@QUIET_OPTION
def explore(graph: Path, no_open: bool, quiet: bool, **cut: Any) -> None:
    """Open a graph as a page in the browser: search, filters, time, evidence. The page is a temporary file.

    \b
    Example:
      kg explore graph/ --focus transformer --hops 2
    """
    from exports.explorer import Cut, Explorer
    from kg.graph import open_graph

    chosen = take_cut(cut)
    opened = open_graph(graph)
    page = Path(tempfile.mkdtemp(prefix="paperkg-")) / f"{graph.resolve().name}.html"
    Explorer(chosen or Cut()).export(opened, page)
    if not quiet:
        click.echo(str(page))
    if not no_open:
        webbrowser.open(page.as_uri())
