"""The reference of the documentation is the help of the commands."""

from pathlib import Path

from kg.cli.app import COMMANDS
from kg.cli.reference import reference

PAGE = (Path(__file__).parents[3] / "docs" / "cli.md").read_text(encoding="utf-8")


def test_the_page_has_every_command():
    assert [line for line in PAGE.splitlines() if line.startswith("## ")] == [
        "## kg",
        *(f"## kg {n}" for n in COMMANDS),
    ]


def test_the_page_is_what_the_commands_print():
    # click's releases break lines at other places.
    assert PAGE.split() == reference().split(), "run `python -m kg.cli.reference > docs/cli.md`"
