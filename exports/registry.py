"""The registry of export formats, and safe writing of their files."""

import gzip
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Final, Protocol, cast, runtime_checkable

from kg.errors import ExportError
from kg.graph import Graph

# N-Triples shrink 13 times at this level, 16 times at level 6, which takes nearly twice as long.
_GZIP_LEVEL: Final = 1


class Exporter(Protocol):
    """A format to export to, registered under its name."""

    @property
    def name(self) -> str:
        """The name for `--format`."""

    @property
    def summary(self) -> str:
        """One line for the help."""

    def export(self, graph: Graph, path: Path) -> list[Path]:
        """Write the graph to a file or folder, and return the files written."""


@runtime_checkable
class WithNextStep(Protocol):
    """A format whose files are loaded by a command worth printing."""

    def next_step(self, path: Path) -> str:
        """What to run with what was exported to the path."""


@dataclass(slots=True)
class ExporterRegistry:
    """Exporters by name."""

    exporters: dict[str, Exporter] = field(default_factory=dict)

    def register(self, exporter: Exporter) -> None:
        """Add an exporter, or replace the one of the same name."""
        self.exporters[exporter.name] = exporter

    def names(self) -> list[str]:
        """The names of all formats, sorted."""
        return sorted(self.exporters)

    def get(self, name: str) -> Exporter:
        """The exporter of a name.

        Raises:
            ExportError: no exporter has the name.
        """
        if name not in self.exporters:
            raise ExportError(f"unknown export format {name!r}; known are {', '.join(self.names())}")
        return self.exporters[name]


def require_folder(path: Path, what: str) -> None:
    """See that files can lie in a path, which need not exist.

    Raises:
        ExportError: it is a file.
    """
    if path.is_file():
        raise ExportError(f"{path}: this is a file; give -o a folder for the {what} files")


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """A file to write that takes its place only when it is whole; a device or a pipe is written as it is.

    Raises:
        ExportError: the target is a folder or cannot be written.
    """
    if path.is_dir():
        raise ExportError(f"{path}: this is a folder; give -o a file name")
    try:
        if path.exists() and not path.is_file():
            with path.open("wb") as out:
                yield out
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        try:
            with os.fdopen(descriptor, "wb") as out:
                yield out
            Path(name).chmod(0o666 & ~_umask())
            os.replace(name, path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise ExportError(f"{path}: cannot be written ({error.strerror}); choose another place") from error


@contextmanager
def compressing(path: Path) -> Iterator[BinaryIO]:
    """`replacing`, compressed by gzip if the name ends in .gz; its header has no name and no time.

    Raises:
        ExportError: the target is a folder or cannot be written.
    """
    with replacing(path) as out:
        if path.suffix != ".gz":
            yield out
            return
        with gzip.GzipFile(filename="", mode="wb", fileobj=out, mtime=0, compresslevel=_GZIP_LEVEL) as compressed:
            yield cast(BinaryIO, compressed)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
