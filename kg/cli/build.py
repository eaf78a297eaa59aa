"""`kg build`: sources to a graph directory."""

from pathlib import Path

import click

from kg.cli.console import QUIET_OPTION, ProgressBar
from kg.cli.interrupt import interruptible
from kg.records import BuildReport
from kg.sources import AUTO, SOURCES

# Rejects listed in the closing summary; `kg stats` lists all.
_SHOWN_REJECTS = 10


@click.command()
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option("--output", "-o", required=True, metavar="PATH", help="Folder of the graph.")
@click.option(
    "--format",
    "format_name",
    default=AUTO,
    show_default=True,
    help=f"Format of the sources: {AUTO} (by content), {', '.join(SOURCES.names())}; docs/sources.md tells of each.",
)
@click.option("--model", default=None, help="accurate (default), fast, rules, a folder of `kg train`, or a .toml file.")
@click.option("--page-year", type=click.IntRange(1900, 2999), help="Year of the dates that a page writes without one.")
@click.option(
    "--map",
    "columns",
    metavar="FIELD=COLUMN,...",
    help="Columns of a table (csv, tsv, parquet), as title=Title,published=Year; usual names are known without it.",
)
@click.option(
    "--curation",
    type=click.Path(path_type=Path),
    help="CSV of merge, split, rename and drop lines; kept with the graph.",
)
@click.option("--strict", is_flag=True, help="Fail if anything of the input is rejected.")
@click.option("--fresh", is_flag=True, help="Forget the papers that the graph holds.")
@click.option(
    "--replace",
    is_flag=True,
    help="Papers read stand in place of the graph's of the same work, instead of adding to them.",
)
@click.option("--jobs", type=click.IntRange(1), help="Processes that read abstracts; by default one a core.")
@click.option("--engine", default="local", show_default=True, help="local, or spark for a cluster (docs/cluster.md).")
@click.option("--master", help="Address of the Spark cluster: spark://host:7077, local[8].")
@QUIET_OPTION
def build(
    sources: tuple[str, ...],
    output: str,
    format_name: str,
    model: str | None,
    page_year: int | None,
    columns: str | None,
    curation: Path | None,
    strict: bool,
    fresh: bool,
    replace: bool,
    jobs: int | None,
    engine: str,
    master: str | None,
    quiet: bool,
) -> None:
    """Add the papers of files, folders or - (standard input) to a graph.

    Ctrl-C leaves the graph as it was and keeps what has been read (exit code 130); the same command goes on from there.

    \b
    Example:
      kg build page.txt more.jsonl.gz -o graph/
      kg build library.bib -o graph/
      kg build papers/ -o /nfs/graph --engine spark --master spark://head:7077
      kg build hdfs:///papers -o hdfs:///graph --engine spark --master yarn
    """
    from extractors.pipeline import MODELS
    from kg.builder import build as build_graph
    from kg.engines import ENGINES, LOCAL, SPARK
    from kg.errors import SourceError
    from kg.resolution import read_curation
    from kg.sources.columns import parse_map

    if format_name not in (known := [AUTO, *SOURCES.names()]):
        raise click.BadParameter(f"{format_name!r} is not one of {', '.join(known)}", param_hint="--format")
    if engine not in ENGINES:
        raise click.BadParameter(f"{engine!r} is not one of {', '.join(ENGINES)}", param_hint="--engine")
    if engine == SPARK and jobs is not None:
        raise click.UsageError("--jobs is for the local engine; the cores of a Spark cluster are set by its --master")
    if engine == LOCAL and master is not None:
        raise click.UsageError("--master is the address of a Spark cluster; add --engine spark")
    if model is not None and model not in MODELS and not Path(model).exists():
        models = ", ".join(MODELS)
        raise click.BadParameter(f"{model!r} is not one of {models}, nor a folder or file", param_hint="--model")
    try:
        mapped = parse_map(columns or "")
    except SourceError as error:
        raise click.UsageError(str(error)) from error
    with interruptible(output), ProgressBar("", quiet) as progress:
        report = build_graph(
            sources,
            output,
            format=format_name,
            model=model,
            page_year=page_year,
            columns=mapped,
            curation=read_curation(curation) if curation else None,
            strict=strict,
            fresh=fresh,
            replace=replace,
            jobs=jobs,
            engine=engine,
            master=master,
            progress=progress.update,
            stage=progress.stage,
        )
    if not quiet:
        print_report(report, output)


def print_report(report: BuildReport, output: str | Path) -> None:
    """The closing summary of a build."""
    click.echo(
        f"{output}: {report.papers:,} papers ({report.added:,} added, {report.extracted:,} read), "
        f"{report.entities:,} entities, {report.mentions:,} mentions, "
        f"{report.claims:,} claims, {report.results:,} results"
    )
    for note in report.notes:
        click.echo(f"note: {note}", err=True)
    if report.rejects:
        click.echo(f"{len(report.rejects):,} rejected:", err=True)
        for reject in report.rejects[:_SHOWN_REJECTS]:
            click.echo(f"  {reject}", err=True)
        if len(report.rejects) > _SHOWN_REJECTS:
            click.echo(f"  and {len(report.rejects) - _SHOWN_REJECTS:,} more; `kg stats {output}` lists them", err=True)
