"""Child processes of this program."""

import os
import subprocess
import sys
from pathlib import Path

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
