"""`kg export`: a graph in another format."""

from pathlib import Path
from typing import Any

import click

from kg.cli.console import GRAPH_ARGUMENT, QUIET_OPTION
from kg.cli.cut import cut_options, take_cut
from kg.rdf.options import STATEMENTS, RdfOptions


class _ExportCommand(click.Command):
    """Lists the registered formats at the end of its help."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        from exports import EXPORTERS

        with formatter.section("Formats"):
            formatter.write_dl([(name, EXPORTERS.get(name).summary) for name in EXPORTERS.names()])


@click.command(cls=_ExportCommand)
@GRAPH_ARGUMENT
@click.option("--format", "format_name", required=True, metavar="FORMAT", help="One of the formats below.")
@click.option(
    "--output",
    "-o",
    required=True,
    type=click.Path(path_type=Path),
    help="File, or folder for formats of several files. RDF in a file named .gz is compressed.",
)
@click.option("--named-graphs", is_flag=True, help="RDF: a named graph for each paper (nquads, trig, jsonld).")
@click.option(
    "--statements",
    type=click.Choice(STATEMENTS),
    help="RDF: how claims carry support, dates and sentences; reified by default, rdf12 for triple terms.",
)
@click.option("--mentions", is_flag=True, help="RDF: every mention too, as a Web Annotation.")
@click.option("--base", metavar="IRI", help="RDF: what identifiers are appended to.")
@click.option("--license", metavar="IRI", help="RDF: the licence of the dump, stated in its description.")
@cut_options
@QUIET_OPTION
def export(graph: Path, format_name: str, output: Path, quiet: bool, **options: Any) -> None:
    """Write a graph as RDF, tables, a network, files for Neo4j or a web page.

    The options from --focus to --top are for the explorer page.

    \b
    Example:
      kg export graph/ --format turtle -o graph.ttl
      kg export graph/ --format nquads --named-graphs --mentions -o graph.nq.gz
      kg export graph/ --format explorer --since 2020 -o graph.html
    """
    from exports import EXPORTERS
    from exports.explorer import Explorer
    from exports.rdf import RdfExporter
    from exports.registry import WithNextStep
    from kg.errors import ExportError
    from kg.graph import open_graph

    if format_name not in EXPORTERS.names():
        raise click.BadParameter(f"{format_name!r} is not one of {', '.join(EXPORTERS.names())}", param_hint="--format")
    exporter = EXPORTERS.get(format_name)
    cut = take_cut(options)
    if cut is not None:
        if not isinstance(exporter, Explorer):
            raise click.UsageError("--focus, --hops, --since, --min-support and --top are for --format explorer")
        exporter = exporter.configured(cut)
    given = {name: value for name, value in options.items() if value}
    if given and not isinstance(exporter, RdfExporter):
        known = [name for name in EXPORTERS.names() if isinstance(EXPORTERS.get(name), RdfExporter)]
        option = "--" + next(iter(given)).replace("_", "-")
        raise click.UsageError(f"{option} is for the formats {', '.join(known)}, not for {format_name}")
    if isinstance(exporter, RdfExporter):
        try:
            exporter = exporter.configured(RdfOptions(**given))
        except ExportError as error:
            raise click.UsageError(str(error)) from error
    written = exporter.export(open_graph(graph), output)
    if not quiet:
        for path in written:
            click.echo(f"{path} ({path.stat().st_size:,} bytes)")
        if isinstance(exporter, WithNextStep):
            click.echo(exporter.next_step(output))
