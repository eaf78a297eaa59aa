"""Tables on the terminal."""

import pytest
from rich.progress import Progress

from kg.cli.console import ProgressBar, RateColumn, print_table


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


def test_progress_has_a_rate(capsys):
    seconds = iter(range(100))
    progress = Progress(RateColumn(), get_time=lambda: float(next(seconds)))
    task = progress.add_task("", total=300)
    progress.start_task(task)
    for done in (100, 200):
        progress.update(task, completed=done)
    assert str(RateColumn().render(progress.tasks[0])).endswith("/s")


def test_progress_is_not_shown_in_a_pipe(capsys):
    with ProgressBar("reading", quiet=False) as bar:
        bar.stage("linking")
        bar.update(1, 2)
    assert capsys.readouterr() == ("", "")
