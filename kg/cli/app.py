"""The command group, its error handling and its exit codes: 0 success, 1 the work failed, 2 wrong usage."""

import sys
from importlib import import_module
from pathlib import Path
from typing import Final

import click

from kg import __version__
from kg.cli.config import CONFIG_NAME, defaults
from kg.errors import InstallationError, KgError
from kg.packages import check_packages

# Each command is a module of kg.cli with a click command of the same name, imported when it is called.
COMMANDS: Final = (
    "build", "remove", "stats", "show", "compare", "diff", "sparql", "cypher", "serve", "export", "push", "explore",
    "trends", "validate", "evaluate", "train", "demo", "completion",
)  # fmt: skip


class _LazyGroup(click.Group):
    """A group that imports a command's module only when the command is used, which keeps the rest quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = getattr(import_module(f"kg.cli.{cmd_name}"), cmd_name)
        return command


@click.group(cls=_LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="kg")
@click.option(
    "--config",
    type=click.Path(path_type=Path),
    envvar="KG_CONFIG",
    help=f"TOML file of options that commands take if not given; by default {CONFIG_NAME} in this folder, if any.",
)
@click.pass_context
def cli(ctx: click.Context, config: Path | None) -> None:
    """Build, ask and export a knowledge graph of scientific papers.

    \b
    Example:
      kg build page.txt -o graph/
      kg stats graph/
    """
    if ctx.invoked_subcommand is not None:
        ctx.default_map = defaults(ctx, config, ctx.invoked_subcommand)


def main() -> None:
    """Entry point: errors raised on purpose become one sentence on standard error and exit code 1."""
    try:
        check_packages()
    except InstallationError as error:
        click.echo(f"kg: {error}", err=True)
        sys.exit(1)
    from extractors.errors import ExtractorError

    try:
        cli(prog_name="kg")
    except (KgError, ExtractorError) as error:
        click.echo(f"kg: {error}", err=True)
        sys.exit(1)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)
