"""Parquet: a table with named columns, read in batches by pyarrow."""

import io
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any, Final

from kg.records import Paper, Reject
from kg.sources.columns import absent, choose, entry_of
from kg.sources.entries import Entry, paper_of
from kg.sources.inputs import Input
from kg.sources.registry import ReadOptions

# Rows held at once.
_BATCH: Final = 512
# Of a packed file or standard input, in bytes.
_MAX_COPY: Final = 8 << 30
_CHUNK: Final = 1 << 20


class Parquet:
    """Reader of tables; authors may be lists of names or of structures with `name` and `orcid`."""

    name = "parquet"
    magic = b"PAR1"

    def sniff(self, head: str) -> bool:
        """Never: it is told by its first bytes."""
        return False

    def read(self, source: Input, options: ReadOptions) -> Iterator[Paper | Reject]:
        """One paper a row; rows without title or abstract are rejected."""
        import pyarrow as pa

        number = 0
        try:
            with _seekable(source) as file:
                for row in _rows(file, source.name, options):
                    if isinstance(row, Reject):
                        yield row
                        continue
                    number += 1
                    yield from paper_of(row, self.name, source.name, None, number)
        except (pa.ArrowException, OSError, ValueError) as error:
            reason = " ".join(str(error).split())[:200]
            yield Reject(source.name, None, f"reading stopped after record {number}: {reason}", "file")


def _rows(file: IO[bytes], source: str, options: ReadOptions) -> Iterator[Entry | Reject]:
    """The rows as entries, after what is to be said of columns that are missing."""
    import pyarrow.parquet as pq

    table = pq.ParquetFile(file)
    names = list(table.schema_arrow.names)
    columns = choose(names, options.columns)
    if columns.missing():
        yield Reject(source, None, columns.complaint(names), "file")
        return
    yield from (Reject(source, None, reason, "field") for reason in absent(names, options.columns))
    for batch in table.iter_batches(batch_size=_BATCH, columns=sorted(set(columns.by_field.values()))):
        rows: list[dict[str, Any]] = batch.to_pylist()
        yield from (entry_of(row, columns) for row in rows)


@contextmanager
def _seekable(source: Input) -> Iterator[IO[bytes]]:
    """The file, whose index is at its end; or a copy on disk of what only goes forward: packed files, standard input.

    Raises:
        ValueError: what is packed is far larger than a table of abstracts.
    """
    if isinstance(getattr(source.stream, "raw", None), io.FileIO) and source.stream.seekable():
        yield source.stream
        return
    with tempfile.TemporaryFile() as copy:
        size = 0
        while chunk := source.stream.read(_CHUNK):
            size += len(chunk)
            if size > _MAX_COPY:
                raise ValueError(f"over {_MAX_COPY >> 30} GiB unpacked; unpack it first")
            copy.write(chunk)
        copy.seek(0)
        yield copy
