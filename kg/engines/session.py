"""What resolution and linking need of a SQL engine: queries to named tables, Python functions over them, and rows.

The SQL is written once, in DuckDB's dialect, of what every engine does alike: no lists are aggregated, every ordering
that decides anything is total, and sums are of whole numbers. An engine translates it where its dialect differs.
"""

from collections.abc import Callable, Iterator
from typing import Any, Protocol

import pyarrow as pa

#: Rows of a table to rows of another; called with some of the rows at a time, in any order, on any machine.
TableFunction = Callable[[pa.Table], pa.Table]


class SqlSession(Protocol):
    """Named tables and the queries between them."""

    def load(self, name: str, table: pa.Table) -> None:
        """Make a table of rows that this process holds."""

    def create(self, name: str, query: str) -> None:
        """Make a table of a query's rows, computed once."""

    def view(self, name: str, query: str) -> None:
        """Name a query, which runs wherever the name is used."""

    def apply(self, name: str, query: str, function: TableFunction, schema: pa.Schema) -> None:
        """Make a table of `schema` by a function of a query's rows, called with any number at a time."""

    def derive(self, name: str, query: str, function: TableFunction, schema: pa.Schema) -> None:
        """As `apply`, of a query of distinct texts in one column, the first of `schema`.

        A text has rows that depend on nothing else, one at least, so an engine may remember them.
        """

    def rows(self, query: str) -> Iterator[tuple[Any, ...]]:
        """The rows of a query, brought to this process a batch at a time, in the query's order."""

    def drop(self, *names: str) -> None:
        """Forget tables that are needed no more; views of them must not be used again."""
