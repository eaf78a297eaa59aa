"""What Ctrl-C does to commands that write a graph."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import click

# 128 + SIGINT, what shells report of a command that Ctrl-C ended.
INTERRUPTED: Final = 130


@contextmanager
def interruptible(graph: str | Path) -> Iterator[None]:
    """Turn Ctrl-C into one sentence and exit code 130."""
    try:
        yield
    except KeyboardInterrupt:
        click.echo(
            f"kg: stopped; {graph} is as last committed, and abstracts read so far are kept: "
            "run the same command again to go on",
            err=True,
        )
        sys.exit(INTERRUPTED)
