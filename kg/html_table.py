"""Rows as an HTML table, for notebooks; every cell is escaped."""

from collections.abc import Iterable, Sequence
from html import escape
from itertools import islice
from typing import Final

# A notebook keeps its outputs in its file: rows and characters of a cell beyond these are left out.
MAX_ROWS: Final = 30
MAX_CELL: Final = 300


def html_table(headers: Sequence[str], rows: Iterable[Sequence[object]], caption: str, total: int) -> str:
    """The first of `total` rows under headers, with a caption; None is shown as nothing."""
    head = "".join(f"<th>{escape(header)}</th>" for header in headers)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(_text(cell))}</td>" for cell in row) + "</tr>" for row in islice(rows, MAX_ROWS)
    )
    shown = f"; the first {MAX_ROWS}" if total > MAX_ROWS else ""
    return (
        f"<table><caption>{escape(caption)}{shown}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    )


def _text(cell: object) -> str:
    if isinstance(cell, list | tuple):
        cell = ", ".join(map(_text, cell))
    text = "" if cell is None else str(cell)
    return text if len(text) <= MAX_CELL else text[:MAX_CELL] + "…"
