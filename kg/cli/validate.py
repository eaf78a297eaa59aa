"""`kg validate`: a graph's RDF against its SHACL shapes."""

from pathlib import Path

import click

from kg.cli.console import GRAPH_ARGUMENT, JSON_FORMAT_OPTION, QUIET_OPTION, ProgressBar


@click.command()
@GRAPH_ARGUMENT
@click.option(
    "--shapes", type=click.Path(path_type=Path), help="Your own SHACL shapes in Turtle (needs the graph in memory)."
)
@click.option(
    "--format",
    "format_name",
    default="text",
    show_default=True,
    type=click.Choice(("text", "json", "turtle")),
    help="Output.",
)
@JSON_FORMAT_OPTION
@click.option(
    "--limit", default=10, show_default=True, type=click.IntRange(0), help="Violations shown of each rule; 0 for all."
)
@click.option("--files", is_flag=True, help="Only compare the bytes of tables and indexes with what was written.")
@QUIET_OPTION
def validate(graph: Path, shapes: Path | None, format_name: str, limit: int, files: bool, quiet: bool) -> None:
    """Check that a graph's files are undamaged and, with SHACL, its RDF; exit 0 if it conforms, 1 if not.

    A damaged index is removed, and the next query makes it anew.

    \b
    Example:
      kg validate graph/
      kg validate graph/ --files
    """
    from kg.graph import open_graph
    from kg.indexes import discard_all_damaged
    from kg.validation import FORMATS
    from kg.validation import validate as check

    opened = open_graph(graph)
    opened.store.check()
    for name in discard_all_damaged(opened):
        click.echo(f"note: the {name} index was damaged and is removed; the next query makes it anew", err=True)
    if files:
        if not quiet:
            click.echo(f"the {len(opened.manifest.tables)} tables are as they were written")
        return
    with ProgressBar("validating", quiet) as progress:
        report = check(opened, shapes=shapes, limit=limit or None, progress=progress.update)
    if not (quiet and format_name == "text"):
        click.echo(FORMATS[format_name](report), nl=False)
    if not report.conforms:
        raise click.exceptions.Exit(1)
