"""Opening what the user names: files, folders, packed files, standard input; as bytes with a name for messages."""

import bz2
import gzip
import io
import lzma
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from kg.errors import SourceError
from kg.manifest import MANIFEST

STANDARD_INPUT = "-"
_GZIP, _BZIP2, _XZ = b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00"
_HEAD = 65_536


@dataclass(frozen=True, slots=True)
class Input:
    """An open input: its name for messages, its first bytes for sniffing, and the stream from its beginning."""

    name: str
    head: bytes
    stream: BinaryIO


def expand(paths: Sequence[str], copies: Mapping[str, Path] | None = None) -> list[str]:
    """The files meant by files and folders, a folder's visible files in sorted order, nothing twice.

    A graph's folder means its manifest, which names the rest. `copies` are the files that stand for names that are no
    paths of this machine.

    Raises:
        SourceError: a path does not exist.
    """
    found: dict[str, None] = {}
    for path in paths:
        place = Path(path)
        if path == STANDARD_INPUT or path in (copies or ()):
            found[path] = None
        elif (place / MANIFEST).is_file() and (place / "tables").is_dir():
            found[str(place / MANIFEST)] = None
        elif place.is_dir():
            inside = sorted(p for p in place.rglob("*") if p.is_file())
            found.update(
                (str(p), None) for p in inside if not any(part.startswith(".") for part in p.relative_to(place).parts)
            )
        elif place.exists():
            found[path] = None
        else:
            raise SourceError(f"{path}: there is no such file or folder; check the path")
    return list(found)


@contextmanager
def open_input(path: str, copy: Path | None = None) -> Iterator[Input]:
    """Open a file or standard input, unpacking gzip, bzip2 and xz, which its first bytes tell.

    `copy` is the file to read where `path` is a name for messages alone.

    Raises:
        SourceError: the file cannot be read.
        EOFError, OSError, zlib.error, lzma.LZMAError: it is a damaged packed file.
    """
    standard = path == STANDARD_INPUT
    try:
        raw = cast(io.RawIOBase, sys.stdin.buffer) if standard else io.FileIO(copy or path)
    except OSError as error:
        raise SourceError(f"{path}: cannot be read ({error.strerror}); check its permissions") from error
    stream = packed = io.BufferedReader(raw, _HEAD)
    try:
        if unpacked := _unpacked(packed):
            stream = io.BufferedReader(cast(io.RawIOBase, unpacked), _HEAD)
        yield Input("<stdin>" if standard else path, stream.peek(_HEAD)[:_HEAD], cast(BinaryIO, stream))
    finally:
        if standard:
            packed.detach()
        else:
            raw.close()


def _unpacked(packed: "io.BufferedReader[io.RawIOBase]") -> io.BufferedIOBase | None:
    start = packed.peek(8)
    if start.startswith(_GZIP):
        return gzip.GzipFile(fileobj=cast(BinaryIO, packed))
    if start.startswith(_BZIP2):
        return bz2.BZ2File(packed)
    return lzma.LZMAFile(packed) if start.startswith(_XZ) else None
