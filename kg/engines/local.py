"""The SQL session of one machine: DuckDB."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import duckdb
import pyarrow as pa

from kg.engines.session import TableFunction
from kg.sql import sql_connection

# Rows that are Python objects at one time.
_BATCH: Final = 50_000


class DuckSession:
    """A DuckDB connection as the session of resolution and linking."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self.connection = connection

    def load(self, name: str, table: pa.Table) -> None:
        """A table of rows that this process holds."""
        self.connection.register("loading", table)
        self.create(name, "SELECT * FROM loading")
        self.connection.unregister("loading")

    def create(self, name: str, query: str) -> None:
        """A table of a query's rows."""
        self.connection.execute(f"CREATE TABLE {name} AS {query}")

    def view(self, name: str, query: str) -> None:
        """A name for a query."""
        self.connection.execute(f"CREATE VIEW {name} AS {query}")

    def apply(self, name: str, query: str, function: TableFunction, schema: pa.Schema) -> None:
        """A table of what a function makes of a query's rows, all at once."""
        self.load(name, function(self.table(query)).cast(schema))

    def rows(self, query: str) -> Iterator[tuple[Any, ...]]:
        """The rows of a query."""
        # A cursor of its own: other statements run while the rows are read.
        result = self.connection.cursor().execute(query)
        while batch := result.fetchmany(_BATCH):
            yield from batch

    def drop(self, *names: str) -> None:
        """Forget tables."""
        for name in names:
            self.connection.execute(f"DROP TABLE {name}")

    def table(self, query: str) -> pa.Table:
        """The rows of a query."""
        return self.connection.sql(query).to_arrow_table()


@contextmanager
def local_session() -> Iterator[DuckSession]:
    """An empty session, capped in memory and spilling to disk, closed at the end."""
    with sql_connection() as connection:
        yield DuckSession(connection)
