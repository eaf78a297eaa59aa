"""Child processes of this program."""

import contextlib
import os
import subprocess
import sys
from pathlib import Path
from typing import IO

# -P keeps the working directory off the child's path: a ladybug.py lying there must not be run.
_PYTHON = (sys.executable, "-P", "-m")


def command(module: str, *arguments: str) -> list[str]:
    """The command that runs a module of this program."""
    return [*_PYTHON, module, *arguments]


def environment() -> dict[str, str]:
    """The environment in which a child finds this program's modules."""
    return {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[1])}


def run_module(module: str, *arguments: str) -> "subprocess.CompletedProcess[bytes]":
    """Run a module to its end."""
    return subprocess.run(command(module, *arguments), capture_output=True, check=False, env=environment())


def last_line(output: bytes) -> str:
    """The last line of what a process said, which of a traceback names the error."""
    return (output.decode(errors="replace").strip().splitlines() or ["no message"])[-1]


def end(process: "subprocess.Popen[bytes]", *others: IO[bytes]) -> None:
    """Kill a process, and close its pipes and other files that were open for it."""
    process.kill()
    process.wait()
    for stream in (process.stdin, process.stdout, *others):
        if stream is not None:
            # What was not flushed to a process that is gone.
            with contextlib.suppress(BrokenPipeError):
                stream.close()
