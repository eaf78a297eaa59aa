"""`kg demo`: the shipped example, from page to picture."""

import webbrowser
from pathlib import Path

import click

import kg
from kg.cli.build import print_report
from kg.cli.console import QUIET_OPTION, ProgressBar
from kg.cli.stats import print_stats

EXAMPLE = "landmark-papers.txt"


def examples_folder() -> Path:
    """The shipped examples: inside the installed package, or beside it in a checkout."""
    installed = Path(kg.__file__).with_name("examples")
    return installed if installed.is_dir() else Path(kg.__file__).parent.parent / "examples"


@click.command()
@click.option(
    "--output", "-o", default="kg-demo", show_default=True, type=click.Path(path_type=Path), help="Folder to write."
)
@click.option("--open", "open_page", is_flag=True, help="Open the picture in the browser.")
@QUIET_OPTION
def demo(output: Path, open_page: bool, quiet: bool) -> None:
    """Build the shipped example of landmark papers, print its numbers, write its picture.

    \b
    Example:
      kg demo --open
    """
    from exports import EXPORTERS
    from kg.builder import build
    from kg.graph import open_graph
    from kg.stats import stats

    folder, page = output / "graph", output / "graph.html"
    with ProgressBar("reading abstracts", quiet) as progress:
        report = build(examples_folder() / EXAMPLE, folder, fresh=True, progress=progress.update)
    graph = open_graph(folder)
    EXPORTERS.get("explorer").export(graph, page)
    if not quiet:
        print_report(report, folder)
        print_stats(stats(graph))
        click.echo(f"\npicture: {page}")
        click.echo(
            f"ask it:  kg sparql {folder} 'SELECT ?label WHERE {{ ?m a pkg:Method ; skos:prefLabel ?label }} LIMIT 5'"
        )
    if open_page:
        webbrowser.open(page.resolve().as_uri())
