"""Plain text, a file a paper: the first line that is not blank is the title, the rest the abstract; there is no date.

Nothing in such a file says what it is, so that it is read only where the user names the format.
"""

from collections.abc import Iterator
from typing import Final

from kg.records import Paper, Reject
from kg.sources.entries import Entry, paper_of
from kg.sources.inputs import Input
from kg.sources.registry import MAX_ABSTRACT, ReadOptions

# UTF-8 has up to four bytes a character.
_MAX_BYTES: Final = 4 * MAX_ABSTRACT
# No title is near this long; a file without line breaks has none (characters).
_MAX_TITLE: Final = 1_000


class TextFiles:
    """Reader of one paper a file."""

    name = "text"

    def sniff(self, head: str) -> bool:
        """Never: any text would do."""
        return False

    def read(self, source: Input, options: ReadOptions) -> Iterator[Paper | Reject]:
        """The paper of the file; a file without a line for each of title and abstract is rejected."""
        data = source.stream.read(_MAX_BYTES + 1)
        if len(data) > _MAX_BYTES:
            yield Reject(source.name, 1, f"over {_MAX_BYTES:,} bytes, which is no abstract")
            return
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            yield Reject(source.name, 1, f"not UTF-8 text (byte {error.start + 1})")
            return
        if "\x00" in text:
            yield Reject(source.name, 1, "zero bytes, which is no text")
            return
        title, _, abstract = text.replace("\r\n", "\n").replace("\r", "\n").lstrip().partition("\n")
        if len(title) > _MAX_TITLE:
            yield Reject(source.name, 1, f"the first line, the title, is over {_MAX_TITLE:,} characters")
            return
        yield from paper_of(Entry(title=title, abstract=abstract), self.name, source.name, 1, 1)
