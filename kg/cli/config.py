"""`kg.toml`: the options that one would otherwise repeat, a table for each command.

[build]
model = "fast"

[stats]
top = 10
"""

import re
import tomllib
from pathlib import Path
from typing import Any, Final

import click

from kg.errors import ConfigError

CONFIG_NAME: Final = "kg.toml"
_PLACE: Final = re.compile(r" \(at (?:line (?P<line>\d+), column \d+|end of document)\)$")


def defaults(ctx: click.Context, given: Path | None, command_name: str) -> dict[str, dict[str, Any]]:
    """Defaults of a command's options, by command and parameter, from the file given or the `kg.toml` of this folder.

    Raises:
        ConfigError: the file given is missing, or a file is malformed or holds what the command does not know.
    """
    path = given or Path(CONFIG_NAME)
    if given is None and not path.is_file():
        return {}
    tables = _read(path)
    group = ctx.command
    if not isinstance(group, click.Group):
        return {}
    known = group.list_commands(ctx)
    for name, table in tables.items():
        if name not in known or not isinstance(table, dict):
            raise ConfigError(
                f"{path}: [{name}] is not the table of a command; the commands are {', '.join(sorted(known))}"
            )
    command = group.get_command(ctx, command_name)
    if command is None or command_name not in tables:
        return {}
    return {command_name: _options(path, click.Context(command, parent=ctx, info_name=command_name), tables)}


def _options(path: Path, ctx: click.Context, tables: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """The values of a command's table by parameter, converted once to see that they fit."""
    name = str(ctx.info_name)
    by_key = {
        option.removeprefix("--"): parameter
        for parameter in ctx.command.params
        for option in parameter.opts
        if isinstance(parameter, click.Option) and option.startswith("--") and not _is_shorthand(parameter)
    }
    values: dict[str, Any] = {}
    for key, value in tables[name].items():
        parameter = by_key.get(key.replace("_", "-"))
        if parameter is None:
            keys = ", ".join(sorted(by_key)) or "none"
            raise ConfigError(f"{path}: [{name}] {key} is no option of `kg {name}`; its options are {keys}")
        try:
            parameter.type_cast_value(ctx, value)
        except click.BadParameter as error:
            raise ConfigError(f"{path}: [{name}] {key}: {error.message}") from error
        if parameter.name:
            values[parameter.name] = value
    return values


def _is_shorthand(option: click.Option) -> bool:
    """Whether an option says one value of another, as --json does of --format."""
    return option.is_flag and not option.is_bool_flag


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}: not UTF-8 (byte {error.start:,}); save it as UTF-8") from error
    except OSError as error:
        raise ConfigError(f"{path}: the configuration cannot be read ({error.strerror})") from error
    except tomllib.TOMLDecodeError as error:
        text = str(error)
        place = _PLACE.search(text)
        line = f":{place['line']}" if place and place["line"] else ""
        raise ConfigError(f"{path}{line}: no TOML: {_PLACE.sub('', text)}") from error
