"""A sequence of records that can be ranked, and shown as a table in notebooks and in pandas."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import fields
from typing import TYPE_CHECKING, Any, Final, TypeVar, overload

from kg.frames import to_frame
from kg.html_table import html_table
from kg.records import Claim, Entity, Mention, Paper, Result, Statement

if TYPE_CHECKING:
    import pandas as pd

Record = TypeVar("Record")

# What a record ranks by, best first; ties keep the order of the list.
_RANK: Final[dict[type, Callable[[Any], Any]]] = {
    Paper: lambda paper: paper.published or "",
    Entity: lambda entity: (entity.paper_count, entity.mention_count),
    Mention: lambda mention: mention.score,
    Claim: lambda claim: claim.score,
    Result: lambda result: result.score,
    Statement: lambda statement: (statement.support, statement.confidence),
}


class RecordList(Sequence[Record]):
    """Records of one class, in the order in which they came; equal to any list or tuple of the same records.

    >>> [(entity.label, entity.paper_count) for entity in g.entities("Dataset").top(1)]
    [('ImageNet', 2)]
    """

    def __init__(self, record: type[Record], items: Iterable[Record]) -> None:
        self.record = record
        self._items = tuple(items)

    def top(self, n: int = 10) -> "RecordList[Record]":
        """The n best: entities in most papers, statements of most support, claims, mentions and results most sure,
        papers latest; other records are ordered already, and the first n of them come.
        """
        rank = _RANK.get(self.record)
        ranked = self._items if rank is None else sorted(self._items, key=rank, reverse=True)
        return RecordList(self.record, ranked[: max(n, 0)])

    def to_pandas(self) -> "pd.DataFrame":
        """A data frame with a column a field.

        Raises:
            KgError: pandas is not installed.
        """
        return to_frame(self._columns, self._rows())

    @property
    def _columns(self) -> list[str]:
        return [field.name for field in fields(self.record)]  # type: ignore[arg-type]

    def _rows(self) -> Iterator[list[object]]:
        columns = self._columns
        for item in self._items:
            yield [getattr(item, column) for column in columns]

    @overload
    def __getitem__(self, index: int) -> Record: ...
    @overload
    def __getitem__(self, index: slice) -> "RecordList[Record]": ...
    def __getitem__(self, index: int | slice) -> "Record | RecordList[Record]":
        if isinstance(index, slice):
            return RecordList(self.record, self._items[index])
        return self._items[index]

    def __len__(self) -> int:
        return len(self._items)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, RecordList | list | tuple):
            return self._items == tuple(other)
        return NotImplemented

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        inner = ",\n ".join(repr(item) for item in self._items[:3])
        more = f",\n and {len(self) - 3:,} more" if len(self) > 3 else ""
        return f"[{inner}{more}]"

    def _repr_html_(self) -> str:
        return html_table(self._columns, self._rows(), f"{len(self):,} × {self.record.__name__}", len(self))
