"""CSV and TSV: a table of text with a line of names, by the standard library's reader (RFC 4180)."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from kg.records import Paper, Reject
from kg.sources.columns import Columns, absent, choose, entry_of
from kg.sources.entries import paper_of
from kg.sources.inputs import Input
from kg.sources.lines import Line, text_lines
from kg.sources.registry import MAX_ABSTRACT, ReadOptions

#: What parts the columns of a table that its file is not named for.
_DELIMITERS: Final = (",", ";", "|")


class _Delimited:
    """A table whose columns one of some delimiters parts."""

    name: str
    delimiters: tuple[str, ...]

    def sniff(self, head: str) -> bool:
        """Whether the first line has columns for title and abstract."""
        return self._layout(head, {}) is not None

    def has_columns(self, head: str, columns: Mapping[str, str]) -> bool:
        """Whether the first line has columns for title and abstract, of which the user has named some."""
        return self._layout(head, columns) is not None

    def _layout(self, head: str, given: Mapping[str, str]) -> str | None:
        """The delimiter that gives the most columns, with title and abstract among them."""
        first = head.lstrip("\ufeff\r\n").split("\n", 1)[0]
        found = []
        for delimiter in self.delimiters:
            try:
                names = next(csv.reader([first], delimiter=delimiter), [])
            except csv.Error:
                continue
            columns = choose([name.strip() for name in names], given)
            if not columns.missing():
                found.append((len(columns.by_field), delimiter))
        return max(found)[1] if found else None

    def read(self, source: Input, options: ReadOptions) -> Iterator[Paper | Reject]:
        """One paper a row; rows without title or abstract, or with more cells than there are names, are rejected."""
        head = source.head.decode("utf-8-sig", errors="replace")
        delimiter = self._layout(head, options.columns) or self.delimiters[0]
        # The standard library keeps one limit for the whole process; this reader is the only one of it here.
        csv.field_size_limit(2 * MAX_ABSTRACT)
        rows = _rows(text_lines(source), delimiter)
        columns: Columns | None = None
        names: list[str] = []
        for number, (line, cells, fault) in enumerate(rows):
            if fault:
                yield Reject(source.name, line, fault)
            elif columns is None:
                names = [name.strip() for name in cells]
                columns = choose(names, options.columns)
                if columns.missing():
                    yield Reject(source.name, line, columns.complaint(names), "file")
                    return
                yield from (Reject(source.name, line, reason, "field") for reason in absent(names, options.columns))
            elif len(cells) > len(names) and any(cell.strip() for cell in cells[len(names) :]):
                yield Reject(source.name, line, f"{len(cells)} cells under {len(names)} names; is a quote missing?")
            else:
                row = dict(zip(names, cells, strict=False))
                yield from paper_of(entry_of(row, columns), self.name, source.name, line, number)
        if columns is None:
            yield Reject(source.name, None, "the table has no line of names", "file")


def _rows(lines: Iterable[Line], delimiter: str) -> Iterator[tuple[int, list[str], str | None]]:
    """Rows that are not blank, each with the number of its first line and what is wrong with it."""
    faults: list[str] = []
    last = 0

    def texts() -> Iterator[str]:
        nonlocal last
        for line in lines:
            last = line.number
            if line.fault:
                faults.append(line.fault)
            yield line.text

    reader = csv.reader(texts(), delimiter=delimiter, strict=True)
    while True:
        first = last + 1
        faults.clear()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            lost = f"; lines {first} to {last} are left out" if last > first else ""
            yield first, [], f"not a row of the table ({error}); is a quote missing?{lost}"
            continue
        if any(cell.strip() for cell in cells) or faults:
            yield first, cells, faults[0] if faults else None


class Csv(_Delimited):
    """Columns parted by commas, semicolons or bars."""

    name = "csv"
    delimiters = _DELIMITERS


class Tsv(_Delimited):
    """Columns parted by tabs."""

    name = "tsv"
    delimiters = ("\t",)
