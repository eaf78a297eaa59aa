"""Child processes: what they say at their end, and that nothing of them is left open."""

import subprocess
import sys
import tempfile

import pytest

from kg.process import end, last_line


@pytest.mark.parametrize(
    ("output", "line"),
    [
        (b"Traceback:\n  somewhere\nValueError: no\n\n", "ValueError: no"),
        (b"\xff", "\ufffd"),
        (b" \n", "no message"),
        (b"", "no message"),
    ],
)
def test_last_line_names_the_error(output, line):
    assert last_line(output) == line


def test_process_that_waits_is_ended_with_all_that_was_open_for_it():
    with tempfile.TemporaryFile() as messages:
        process = subprocess.Popen(
            [sys.executable, "-c", "input()"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=messages
        )
        process.stdin.write(b"not flushed")
        end(process, messages)
        assert process.returncode != 0
        assert [process.stdin.closed, process.stdout.closed, messages.closed] == [True, True, True]
