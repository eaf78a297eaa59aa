"""Input as lines of text with their numbers, in bounded memory, whatever the bytes are."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from kg.sources.inputs import Input

#: Longer lines are no text (bytes); abstracts of a million characters pass.
MAX_LINE: Final = 8 * 2**20
#: A record with its abstract stays far below this; a longer one has lost its end (characters).
MAX_BLOCK: Final = 4_000_000


@dataclass(frozen=True, slots=True)
class Line:
    """A line with its end, `\\n`, and its number from 1; `fault` says why it cannot be used as it is."""

    number: int
    text: str
    fault: str | None = None


@dataclass(slots=True)
class Block:
    """The lines of one record, in bounded memory.

    `line` is the number of the first, `kind` what the format says of the record, `what` and `question` what a message
    calls it and asks where it is too long; `fault` says why it cannot be used.
    """

    line: int
    what: str
    question: str
    kind: str = ""
    lines: list[str] = field(default_factory=list)
    size: int = 0
    fault: str | None = None

    def add(self, line: Line) -> None:
        """One more line; none is kept of a block that is too long."""
        self.size += len(line.text)
        self.fault = self.fault or line.fault
        if self.size <= MAX_BLOCK:
            self.lines.append(line.text)
        else:
            self.lines.clear()
            self.fault = self.fault or f"the {self.what} is over {MAX_BLOCK:,} characters; {self.question}"


def text_lines(source: Input) -> Iterator[Line]:
    """The lines of an input in UTF-8, with or without a byte order mark; what a fault has damaged reads U+FFFD."""
    number = 0
    while raw := source.stream.readline(MAX_LINE):
        number += 1
        if number == 1:
            raw = raw.removeprefix(b"\xef\xbb\xbf")
        if len(raw) == MAX_LINE and not raw.endswith(b"\n"):
            while (more := source.stream.readline(MAX_LINE)) and not more.endswith(b"\n"):
                pass
            yield Line(number, "\n", f"the line is over {MAX_LINE:,} bytes")
            continue
        fault = None
        try:
            text = raw.decode()
        except UnicodeDecodeError as error:
            text, fault = raw.decode(errors="replace"), f"not UTF-8 text (byte {error.start + 1} of line {number})"
        if "\x00" in text:
            text, fault = text.replace("\x00", "\ufffd"), fault or f"a zero byte in line {number}"
        yield Line(number, text.replace("\r\n", "\n"), fault)
