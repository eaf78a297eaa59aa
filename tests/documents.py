"""The commands of a document and the output that it shows for them; `python -m tests.documents` writes the output anew.

A fenced block of language `sh` with one command, followed at once by a block without a language, is a command with its
output. A line `...` in an output stands for any lines. A block with `title="NAME"` is a file of that name.
"""

import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
#: Documents whose outputs are those of the shipped example.
DOCUMENTS = ("README.md", "docs/tutorial.md")
_COMMAND = re.compile(
    r"^```sh\n(?P<command>(?:(?!```).*\n)+?)```\n```\n(?P<output>(?:(?!```).*\n)*?)```$", re.MULTILINE
)
_FILE = re.compile(r'^```\w+ title="(?P<name>[^"]+)"\n(?P<content>.*?)^```$', re.MULTILINE | re.DOTALL)
_NUMBER = re.compile(r"[-+]?\d[\d,]*(?:\.\d+)?\Z")
# Another processor rounds otherwise in quantised arithmetic, which moves scores a little.
_RELATIVE, _ABSOLUTE = 0.1, 0.05


@dataclass(frozen=True, slots=True)
class Example:
    """A command of a document, as arguments without `kg`, and the output that the document shows."""

    arguments: tuple[str, ...]
    output: str


def files(text: str) -> dict[str, str]:
    """The files that a document shows, by name."""
    return {match["name"]: match["content"] for match in _FILE.finditer(text)}


def examples(text: str) -> list[Example]:
    """The commands of a document that have an output."""
    return [Example(_arguments(match["command"]), match["output"]) for match in _COMMAND.finditer(text)]


def _arguments(command: str) -> tuple[str, ...]:
    name, *arguments = shlex.split(command)
    if name != "kg":
        raise ValueError(f"a command with an output is one of kg: {command}")
    return tuple(arguments)


def agrees(shown: str, real: str) -> bool:
    """Whether an output is the one that a document shows, but for lines left out and small changes of numbers."""
    parts = [part.split("\n") for part in re.split(r"^\.\.\.$\n?", shown, flags=re.MULTILINE)]
    wanted = [[_tokens(line) for line in part if line.strip()] for part in parts]
    lines = [_tokens(line) for line in real.split("\n") if line.strip()]
    if len(wanted) == 1:
        return _same(wanted[0], lines)
    start = 0
    for place, part in enumerate(wanted):
        last = place == len(wanted) - 1
        starts = [0] if place == 0 else [len(lines) - len(part)] if last else range(start, len(lines) - len(part) + 1)
        found = next((s for s in starts if s >= start and _same(part, lines[s : s + len(part)])), None)
        if found is None:
            return False
        start = found + len(part)
    return True


def _tokens(line: str) -> list[str]:
    return line.split()


def _same(wanted: list[list[str]], found: list[list[str]]) -> bool:
    return len(wanted) == len(found) and all(
        len(left) == len(right) and all(map(_near, left, right)) for left, right in zip(wanted, found, strict=True)
    )


def _near(left: str, right: str) -> bool:
    left, right = left.strip("()[],"), right.strip("()[],")
    if left == right:
        return True
    if not (_NUMBER.match(left) and _NUMBER.match(right)):
        return False
    one, other = (float(text.replace(",", "")) for text in (left, right))
    return abs(one - other) <= max(_ABSOLUTE, _RELATIVE * abs(one))


def rewritten(text: str, run: Callable[[tuple[str, ...]], str]) -> str:
    """A document with the outputs of its commands; of an output that ends in `...` as many lines as before."""

    def output(match: re.Match[str]) -> str:
        real = [line.rstrip() for line in run(_arguments(match["command"])).rstrip("\n").split("\n")]
        shown = match["output"].rstrip("\n").split("\n")
        if shown[-1] == "...":
            real = [*real[: len(shown) - 1], "..."]
        return f"```sh\n{match['command']}```\n```\n" + "".join(f"{line}\n" for line in real) + "```"

    return _COMMAND.sub(output, text)


def main() -> None:
    """Build the shipped example in a temporary folder and write the outputs of all documents anew."""
    with tempfile.TemporaryDirectory() as folder:

        def run(arguments: tuple[str, ...]) -> str:
            code = f"import sys; sys.path.insert(0, {str(ROOT)!r}); from kg.cli import main; main()"
            done = subprocess.run(
                [sys.executable, "-c", code, *arguments], cwd=folder, capture_output=True, text=True, check=True
            )
            return done.stdout

        (Path(folder) / "examples").symlink_to(ROOT / "examples")
        run(("demo", "--quiet"))
        for name in DOCUMENTS:
            text = (ROOT / name).read_text(encoding="utf-8")
            for path, content in files(text).items():
                (Path(folder) / path).write_text(content, encoding="utf-8")
            (ROOT / name).write_text(rewritten(text, run), encoding="utf-8")


if __name__ == "__main__":
    main()
