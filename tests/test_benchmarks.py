"""What the benchmark scripts share."""

import os
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

PROCESSES = Path(__file__).parents[1] / "benchmarks" / "processes.py"

pytestmark = pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="/proc is of Linux")


@pytest.fixture(scope="module")
def processes():
    return runpy.run_path(str(PROCESSES))


@pytest.fixture
def waiting_child():
    child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    yield child.pid
    child.communicate()


def test_family_is_a_process_and_those_it_has_started(processes, waiting_child):
    assert {os.getpid(), waiting_child} <= set(processes["family"](os.getpid()))


def test_process_that_runs_takes_memory(processes):
    assert processes["resident"](os.getpid()) > 1_000_000


def test_process_that_is_gone_takes_and_starts_nothing(processes, waiting_child):
    gone = waiting_child
    os.kill(gone, 9)
    os.waitpid(gone, 0)
    assert (processes["resident"](gone), processes["children"](gone)) == (0, [])
