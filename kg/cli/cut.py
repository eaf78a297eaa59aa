"""The options that choose what of a graph the explorer page holds."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from exports.explorer import Cut

_Command = TypeVar("_Command", bound=Callable[..., Any])


def _date(_context: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
    if value is not None and not re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", value):
        raise click.BadParameter(f"{value!r} is no date like 2023, 2023-06 or 2023-06-15")
    return value


_OPTIONS = (
    click.option("--focus", metavar="ENTITY", help="Only what is near this entity or paper, by name or id."),
    click.option("--hops", type=click.IntRange(1, 6), help="Steps from the focus, 2 if not given."),
    click.option("--since", metavar="DATE", callback=_date, help="Only papers since, as 2023, 2023-06 or 2023-06-15."),
    click.option("--min-support", type=click.IntRange(1), help="Only entities and statements of so many papers."),
    click.option("--top", type=click.IntRange(1), help="Only so many nodes, the best supported; 50,000 if not given."),
)


def cut_options(command: _Command) -> _Command:
    """Adds the options of a cut to a command, as keyword arguments that are None where not given."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def take_cut(options: dict[str, Any]) -> "Cut | None":
    """The cut of the options given, which are removed; None if none was given.

    Raises:
        click.UsageError: hops without a focus.
    """
    from exports.explorer import Cut

    names = ("focus", "hops", "since", "min_support", "top")
    given = {name: value for name in names if (value := options.pop(name)) is not None}
    if "hops" in given and "focus" not in given:
        raise click.UsageError("--hops says how far from --focus; give --focus too")
    return Cut(**given) if given else None
