"""Tables on the terminal."""

import pytest

from kg.cli.console import print_table


def printed(capsys, cell):
    print_table(("name",), [[cell]])
    return capsys.readouterr().out.splitlines()[1].rstrip()


@pytest.mark.parametrize("text", ["\\[red]y", "[bold]", "$x^{2}$", "Ω “quoted” 🙂"])
def test_text_is_shown_as_it_is(capsys, text):
    assert printed(capsys, text) == text


def test_escape_sequences_do_not_reach_the_terminal(capsys):
    assert printed(capsys, "a\x1b[31mb\x9bc\x07") == "a\ufffd[31mb\ufffdc\ufffd"


def test_numbers_have_their_thousands_and_nothing_is_blank(capsys):
    assert printed(capsys, 1234567) == "1,234,567"
    assert printed(capsys, None) == ""
