"""Text made on demand, as a file to read bytes from."""

from collections.abc import Iterable
from typing import IO, cast


def chunk_reader(chunks: Iterable[str]) -> IO[bytes]:
    """A binary file whose content is made while it is read, for parsers that read from files; it has `read` alone."""
    return cast(IO[bytes], _ChunkReader(chunks))


class _ChunkReader:
    """Whole chunks in, as many bytes as are asked for out."""

    def __init__(self, chunks: Iterable[str]) -> None:
        self._chunks = iter(chunks)
        self._rest = memoryview(b"")

    def read(self, size: int = -1) -> bytes:
        """At most so many bytes, none at the end; by default all that remain."""
        if size < 0:
            return bytes(self._rest) + "".join(self._chunks).encode()
        while not self._rest:
            chunk = next(self._chunks, None)
            if chunk is None:
                return b""
            self._rest = memoryview(chunk.encode())
        taken, self._rest = self._rest[:size], self._rest[size:]
        return bytes(taken)
