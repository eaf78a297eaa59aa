"""The answer to a Cypher query as plain values, and what every engine that gives one can do."""

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol, TypeAlias

from kg.frames import to_frame
from kg.html_table import html_table

if TYPE_CHECKING:
    import pandas as pd

# A node is {"_label": "Method", ...properties}, a relationship {"_label": "OUTPERFORMS", ...properties}, a path
# {"nodes": [...], "relationships": [...]}; properties without a value are left out, dates are ISO 8601 text.
Value: TypeAlias = "str | int | float | bool | list[Value] | dict[str, Value] | None"


@dataclass(frozen=True, slots=True)
class CypherAnswer:
    """The columns and rows of an answer; `truncated`: there were more rows than the limit."""

    columns: tuple[str, ...] = ()
    rows: tuple[dict[str, Value], ...] = field(default=())
    truncated: bool = False

    def __iter__(self) -> Iterator[dict[str, Value]]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def to_json(self) -> str:
        """One JSON object: the columns, the rows as objects, and whether rows were cut off."""
        content = {"columns": list(self.columns), "rows": list(self.rows), "truncated": self.truncated}
        return json.dumps(content, ensure_ascii=False, indent=2) + "\n"

    def to_csv(self) -> str:
        """CSV (RFC 4180) with a header; lists, nodes, relationships and paths are JSON."""
        out = io.StringIO()
        writer = csv.writer(out)
        writer.writerow(self.columns)
        writer.writerows(self.text_rows())
        return out.getvalue()

    def to_pandas(self) -> "pd.DataFrame":
        """The rows as a data frame; lists, nodes, relationships and paths stay the Python values they are.

        Raises:
            KgError: pandas is not installed.
        """
        return to_frame(self.columns, ([row[column] for column in self.columns] for row in self.rows))

    def _repr_html_(self) -> str:
        more = " and more" if self.truncated else ""
        return html_table(self.columns, self.text_rows(), f"{len(self):,} rows{more}", len(self))

    def text_rows(self) -> Iterator[list[str]]:
        """The rows as text cells: nothing for null, JSON for all but text."""
        for row in self.rows:
            yield [_text(row[column]) for column in self.columns]


class CypherEngine(Protocol):
    """What answers Cypher: the embedded engine, or a server."""

    def query(
        self, query: str, parameters: Mapping[str, Value] | None = None, *, timeout: float, limit: int
    ) -> CypherAnswer:
        """The answer to a read-only query, of at most `limit` rows.

        Raises:
            QueryError: the query does not run, is refused, or takes longer than `timeout` seconds.
        """


def _text(value: Value) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
