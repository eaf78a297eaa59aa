"""The page of the documentation with the help of every command: `python -m kg.cli.reference > docs/cli.md`."""

import sys
from typing import Final

import click

from kg.cli.app import COMMANDS, cli

# Columns of the printed help.
_WIDTH: Final = 100
_HEAD: Final = """\
<!-- Made by `python -m kg.cli.reference` from the commands; do not edit. -->

# Command line reference

What `kg COMMAND --help` prints. [Commands](commands.md) explains how they go together.
"""


def reference() -> str:
    """The page, in Markdown."""
    settings = {**cli.context_settings, "terminal_width": _WIDTH, "max_content_width": _WIDTH}
    root = click.Context(cli, info_name="kg", **settings)
    parts = [_HEAD, _section("kg", cli.get_help(root))]
    for name in COMMANDS:
        command = cli.get_command(root, name)
        if command is not None:
            parts.append(_section(f"kg {name}", command.get_help(click.Context(command, parent=root, info_name=name))))
    return "\n".join(parts)


def _section(title: str, text: str) -> str:
    return f"## {title}\n\n```text\n{text.strip()}\n```\n"


if __name__ == "__main__":
    sys.stdout.write(reference())
