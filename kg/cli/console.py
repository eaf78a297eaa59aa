"""What the commands share: printing, progress, and the options of more than one command."""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import click
from rich.console import Console
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


def _text(cell: object) -> Text:
    """A cell as it is: in a string Rich would read square brackets as style.

    Control characters become U+FFFD, since a title with an escape sequence in it would command the terminal.
    """
    return Text(f"{cell:,}" if isinstance(cell, int) else "" if cell is None else _CONTROL.sub("\ufffd", str(cell)))


class _RateColumn(ProgressColumn):
    """Steps a second."""

    def render(self, task: Task) -> Text:
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
            _RateColumn(),
            TimeRemainingColumn(),
        )
        self.progress = Progress(*columns, console=err, transient=True, disable=quiet or not err.is_terminal)
        self.task = self.progress.add_task(label, total=None)

    def __enter__(self) -> "ProgressBar":
        self.progress.start()
        return self

    def __call__(self, done: int, total: int) -> None:
        """The same as `update`."""
        self.update(done, total)

    def __exit__(self, *_: Any) -> None:
        self.progress.stop()

    def update(self, done: int, total: int) -> None:
        """Show that so many of so many are done."""
        self.progress.update(self.task, completed=done, total=total)

    def stage(self, label: str) -> None:
        """Show that something else begins, of unknown length."""
        self.progress.reset(self.task, description=label, total=None)
