"""`kg diff`: what changed between two graphs."""

from dataclasses import fields
from pathlib import Path
from typing import Final

import click

from kg.cli.console import JSON_OPTION, QUIET_OPTION, print_json, print_line, print_table

_GRAPH = click.Path(path_type=Path)
# Characters of a value that a line shows.
_SHOWN: Final = 80


@click.command()
@click.argument("first", metavar="GRAPH_A", type=_GRAPH)
@click.argument("second", metavar="GRAPH_B", type=_GRAPH)
@click.option(
    "--limit",
    default=10,
    show_default=True,
    type=click.IntRange(0),
    help="Differences listed of each sort; JSON has all.",
)
@JSON_OPTION
@QUIET_OPTION
def diff(first: Path, second: Path, limit: int, as_json: bool, quiet: bool) -> None:
    """Papers, entities, claims and results that graph B has more (+), less (-) or otherwise (~) than graph A.

    With --quiet only the table of numbers is printed. Differences are no failure: the exit code is 0.

    \b
    Example:
      kg diff before/ after/
    """
    from kg.diff import diff as difference
    from kg.graph import open_graph

    found = difference(open_graph(first), open_graph(second))
    if as_json:
        print_json(found)
        return
    tables = {field.name: getattr(found, field.name) for field in fields(found)}
    print_table(
        ("", "same", "changed", "added", "removed"),
        [(name, t.same, len(t.changed), len(t.added), len(t.removed)) for name, t in tables.items()],
    )
    if quiet:
        return
    for name, table in tables.items():
        changed = [
            f"{c.name}: {', '.join(f'{k} {_shown(a)} -> {_shown(b)}' for k, (a, b) in c.fields.items())}"
            for c in table.changed
        ]
        for sign, items in (("+", table.added), ("-", table.removed), ("~", changed)):
            for item in items[:limit]:
                print_line(f"{sign} {name}: {item}")
            if limit and len(items) > limit:
                print_line(f"{sign} {name}: and {len(items) - limit:,} more")


def _shown(value: object) -> str:
    """A value as a reader writes it: nothing for what is unknown, lists by their members, long texts cut."""
    if value is None or value in ("", []):
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        text = " ".join(str(part) for part in value.values() if part not in (None, ""))
    elif isinstance(value, list | tuple):
        text = "; ".join(map(_shown, value))
    else:
        text = str(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}..."
