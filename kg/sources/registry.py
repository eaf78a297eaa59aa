"""The registry of source formats and the reading of many inputs through it."""

import lzma
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, runtime_checkable

from kg.errors import SourceError
from kg.records import Paper, Reject
from kg.sources.inputs import Input, expand, open_input

AUTO = "auto"
# No abstract is near this long; a longer record is another kind of text (measured in characters).
MAX_ABSTRACT = 1_000_000

# A zero byte in so many bytes may be an accident in a text, and costs a record; more are no text, or UTF-16.
_ZERO_SHARE = 100


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What the user may say about inputs.

    `page_year`: the year of dates written without one; `columns`: the names of columns in tables, by field of a paper;
    `copies`: the files of this machine that stand for inputs which are elsewhere.
    """

    page_year: int | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    copies: Mapping[str, Path] = field(default_factory=dict)


class Source(Protocol):
    """A source format: one file of `kg.sources`, registered under its name."""

    @property
    def name(self) -> str:
        """The name for `--format`."""

    def sniff(self, head: str) -> bool:
        """Whether text that begins so is of this format."""

    def read(self, source: Input, options: ReadOptions) -> Iterator[Paper | Reject]:
        """The papers of an input, and what of it could not be used."""


@runtime_checkable
class BinarySource(Source, Protocol):
    """A format of bytes that are no text: it is told by the first of them, and `sniff` takes no text."""

    @property
    def magic(self) -> bytes:
        """What its files begin with."""


@runtime_checkable
class TableSource(Source, Protocol):
    """A format of text with named columns, which the user may name."""

    def has_columns(self, head: str, columns: Mapping[str, str]) -> bool:
        """Whether text that begins so has the columns named by the user."""


@dataclass(slots=True)
class SourceRegistry:
    """Source formats by name; sniffing asks them in the order of registration."""

    sources: dict[str, Source] = field(default_factory=dict)

    def register(self, source: Source) -> None:
        """Add a format, or replace the one of the same name."""
        self.sources[source.name] = source

    def names(self) -> list[str]:
        """The names of all formats, sorted."""
        return sorted(self.sources)

    def get(self, name: str) -> Source:
        """The format of a name.

        Raises:
            SourceError: no format has the name.
        """
        if name not in self.sources:
            raise SourceError(f"unknown source format {name!r}; known are {', '.join(self.names())}")
        return self.sources[name]

    def detect(self, head: str, columns: Mapping[str, str] | None = None) -> Source | None:
        """The first format that takes text beginning so for its own; a table with the user's `columns` before all."""
        tables = (source for source in self.sources.values() if columns and isinstance(source, TableSource))
        mapped = next((source for source in tables if source.has_columns(head, columns or {})), None)
        return mapped or next((source for source in self.sources.values() if source.sniff(head)), None)

    def detect_binary(self, head: bytes) -> Source | None:
        """The format of bytes that begin so, if it is one of those that are no text."""
        binary = (source for source in self.sources.values() if isinstance(source, BinarySource))
        return next((source for source in binary if head.startswith(source.magic)), None)


def read_inputs(
    registry: SourceRegistry, paths: Iterable[str], format_name: str = AUTO, options: ReadOptions | None = None
) -> Iterator[Paper | Reject]:
    """The papers of files, folders or standard input (`-`), with every refusal in its place.

    Raises:
        SourceError: a path does not exist, or the format name is unknown.
    """
    options = options or ReadOptions()
    chosen = None if format_name == AUTO else registry.get(format_name)
    for path in expand(list(paths), options.copies):
        try:
            with open_input(path, options.copies.get(path)) as source:
                yield from _read_one(registry, source, chosen, options)
        except (OSError, EOFError, zlib.error, lzma.LZMAError) as error:
            yield Reject(path, None, f"reading stopped: {error or type(error).__name__}; is the file damaged?", "file")
        except SourceError as error:
            yield Reject(path, None, str(error).removeprefix(f"{path}: "), "file")


def _read_one(
    registry: SourceRegistry, source: Input, chosen: Source | None, options: ReadOptions
) -> Iterator[Paper | Reject]:
    if not source.head:
        yield Reject(source.name, None, "the file is empty", "file")
        return
    reader = registry.detect_binary(source.head)
    is_text = source.head.count(0) * _ZERO_SHARE <= len(source.head)
    if reader is None and (not is_text or isinstance(chosen, BinarySource)):
        what = f"not {chosen.name}" if isinstance(chosen, BinarySource) else "not text"
        yield Reject(source.name, None, f"this is {what}", "file")
        return
    if reader is not None and chosen not in {None, reader}:
        yield Reject(source.name, None, f"this is {reader.name}, not {chosen.name if chosen else 'text'}", "file")
        return
    head = source.head.decode("utf-8-sig", errors="replace")
    reader = reader or chosen or registry.detect(head, options.columns)
    if reader is None:
        known = ", ".join(registry.names())
        yield Reject(
            source.name,
            None,
            f"no known source format; name the columns of a table with --map title=COLUMN,abstract=COLUMN, "
            f"or a format with --format ({known})",
            "file",
        )
        return
    for item in reader.read(source, options):
        if isinstance(item, Paper) and len(item.abstract) > MAX_ABSTRACT:
            yield Reject(source.name, None, f"the abstract of {item.title[:60]!r} is over {MAX_ABSTRACT:,} characters")
        else:
            yield item
