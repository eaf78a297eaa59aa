"""`kg remove`: papers out of a graph."""

from pathlib import Path
from typing import TextIO

import click

from kg.cli.console import GRAPH_ARGUMENT, QUIET_OPTION, ProgressBar
from kg.cli.interrupt import interruptible


@click.command()
@GRAPH_ARGUMENT
@click.argument("papers", nargs=-1, metavar="[PAPER_ID...]")
@click.option(
    "--from",
    "file",
    type=click.File(encoding="utf-8", errors="replace"),
    help="A file of ids, one a line; - is standard input.",
)
@QUIET_OPTION
def remove(graph: Path, papers: tuple[str, ...], file: TextIO | None, quiet: bool) -> None:
    """Remove papers from a graph, with all that only they said.

    An id the graph does not have is an error, and nothing is removed.

    \b
    Example:
      kg remove graph/ arxiv/2310.08513 doi/10.1000/182
      kg remove graph/ --from withdrawn.txt
    """
    from kg.removal import remove as remove_papers

    lines = (line.strip() for line in file) if file else ()
    ids = list(dict.fromkeys([*papers, *(line for line in lines if line and not line.startswith("#"))]))
    if not ids:
        raise click.UsageError("name the papers to remove, as arguments or with --from")
    with interruptible(graph), ProgressBar("", quiet) as progress:
        manifest = remove_papers(graph, ids, progress=progress.update, stage=progress.stage)
    if not quiet:
        click.echo(
            f"{graph}: {len(ids):,} removed; {manifest.rows['papers']:,} papers, "
            f"{manifest.rows['entities']:,} entities, {manifest.rows['claims']:,} claims stay"
        )
