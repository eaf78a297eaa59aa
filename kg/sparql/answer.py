"""The answer to a SPARQL query as Python values."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING

from kg.frames import to_frame
from kg.html_table import html_table

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class SparqlAnswer:
    """Rows of a SELECT, the truth of an ASK, or the N-Triples of a CONSTRUCT or DESCRIBE.

    A row maps a variable to its value as text; unbound variables are missing from it.
    """

    variables: tuple[str, ...] = ()
    rows: tuple[dict[str, str], ...] = field(default=())
    truth: bool | None = None
    triples: str | None = None

    def __iter__(self) -> Iterator[dict[str, str]]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def to_pandas(self) -> "pd.DataFrame":
        """The rows of a SELECT as a data frame of text, a column a variable.

        Raises:
            KgError: pandas is not installed.
        """
        return to_frame(self.variables, self._cells())

    def _cells(self) -> Iterator[list[str | None]]:
        for row in self.rows:
            yield [row.get(name) for name in self.variables]

    def _repr_html_(self) -> str:
        if self.truth is not None:
            return f"<p>{'yes' if self.truth else 'no'}</p>"
        if self.triples is not None:
            return f"<pre>{escape(self.triples)}</pre>"
        return html_table(self.variables, self._cells(), f"{len(self):,} rows", len(self))


def parse_json(data: bytes) -> SparqlAnswer:
    """An answer in SPARQL 1.1 Query Results JSON (W3C Recommendation, 2013)."""
    content = json.loads(data)
    if "boolean" in content:
        return SparqlAnswer(truth=bool(content["boolean"]))
    rows = tuple({name: cell["value"] for name, cell in row.items()} for row in content["results"]["bindings"])
    return SparqlAnswer(variables=tuple(content["head"]["vars"]), rows=rows)
