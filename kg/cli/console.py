"""What the commands share: printing, progress, and the options of more than one command."""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.padding import Padding
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
)
from rich.table import Table
from rich.text import Text

# All of C0 and C1 (ISO/IEC 6429) but tab and line feed.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
GRAPH_ARGUMENT = click.argument("graph", type=click.Path(path_type=Path))
QUIET_OPTION = click.option("--quiet", "-q", is_flag=True, help="Print no summary.")
JSON_OPTION = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
# For commands with a --format of several.
JSON_FORMAT_OPTION = click.option("--json", "format_name", flag_value="json", help="Same as --format json.")


def console() -> Console:
    """Standard output, with colours on a terminal only; lines are never cut in a pipe."""
    out = Console(highlight=False)
    return out if out.is_terminal else Console(highlight=False, width=200)


def print_table(headers: Sequence[str], rows: Iterable[Sequence[object]], title: str | None = None) -> None:
    """Rows under headers; numbers to the right."""
    body = [list(row) for row in rows]
    table = Table(title=title, title_justify="left", box=None, pad_edge=False, header_style="bold")
    for column, header in enumerate(headers):
        numeric = bool(body) and all(isinstance(row[column], int | float) for row in body)
        table.add_column(header, justify="right" if numeric else "left", overflow="fold")
    for row in body:
        table.add_row(*map(_text, row))
    console().print(table)


def print_line(text: str, style: str = "", indent: int = 0) -> None:
    """A line of text, wrapped on a terminal and whole in a pipe."""
    out = console()
    if out.is_terminal:
        out.print(Padding(_text(text), (0, 0, 0, indent), expand=False), style=style or None)
    else:
        out.print(Text(" " * indent) + _text(text), style=style or None, soft_wrap=True)


def print_json(value: object) -> None:
    """Records, lists and mappings of them as JSON."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2, default=_plain))


def _plain(value: object) -> object:
    """A record as a mapping, a sequence of records as a list."""
    if is_dataclass(value):
        return {field.name: getattr(value, field.name) for field in fields(value)}
    if isinstance(value, Sequence):
        return list(value)
    raise TypeError(f"{type(value).__name__} has no JSON")


def _text(cell: object) -> Text:
    """A cell as it is: in a string Rich would read square brackets as style.

    Control characters become U+FFFD, since a title with an escape sequence in it would command the terminal.
    """
    return Text(f"{cell:,}" if isinstance(cell, int) else "" if cell is None else _CONTROL.sub("\ufffd", str(cell)))


class RateColumn(ProgressColumn):
    """Steps a second."""

    def render(self, task: Task) -> Text:
        """The rate, once there is one."""
        speed = task.finished_speed or task.speed
        return Text("" if speed is None else f"{speed:,.0f}/s", style="progress.data.speed")


class ProgressBar:
    """A progress bar with rate and time to go on standard error, shown on a terminal only."""

    def __init__(self, label: str, quiet: bool) -> None:
        err = Console(stderr=True)
        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            RateColumn(),
            TimeRemainingColumn(),
        )
        self.progress = Progress(*columns, console=err, transient=True, disable=quiet or not err.is_terminal)
        self.task = self.progress.add_task(label, total=None)

    def __enter__(self) -> "ProgressBar":
        self.progress.start()
        return self

    def __exit__(self, *_: Any) -> None:
        self.progress.stop()

    def update(self, done: int, total: int) -> None:
        """Show that so many of so many are done."""
        self.progress.update(self.task, completed=done, total=total)

    def stage(self, label: str) -> None:
        """Show that something else begins, of unknown length."""
        self.progress.reset(self.task, description=label, total=None)
