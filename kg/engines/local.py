"""The SQL session of one machine: DuckDB."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import duckdb
import pyarrow as pa

from kg.engines.remembered import Remembered
from kg.engines.session import TableFunction
from kg.sql import quoted, sql_connection

# Rows that are Python objects at one time.
_BATCH: Final = 50_000


class DuckSession:
    """A DuckDB connection as the session of resolution and linking, and what is remembered of earlier ones."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, remembered: Remembered | None = None) -> None:
        self.connection = connection
        self._remembered = remembered

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
        """A table of what a function makes of a query's rows."""
        self.load(name, schema.empty_table())
        self._insert(name, query, function, schema)

    def _insert(self, name: str, query: str, function: TableFunction, schema: pa.Schema) -> None:
        """Add what a function makes of a query's rows to a table, some rows at a time."""
        for batch in self.connection.cursor().sql(query).to_arrow_reader(_BATCH):
            self.connection.register("loading", function(pa.Table.from_batches([batch])).cast(schema))
            self.connection.execute(f"INSERT INTO {name} SELECT * FROM loading")
            self.connection.unregister("loading")

    def derive(self, name: str, query: str, function: TableFunction, schema: pa.Schema) -> None:
        """A table of what a function makes of texts, worked out for those that are not remembered."""
        if self._remembered is None:
            self.apply(name, query, function, schema)
            return
        text = schema.field(0).name
        file = self._remembered.file(name)
        self.load("known", schema.empty_table())
        if file:
            rows = f"read_parquet({quoted(str(file))}, hive_partitioning=false)"
            self.connection.execute(f"INSERT INTO known SELECT * FROM {rows}")
        self.create("asked", query)
        self.create(name, f"SELECT * FROM known WHERE {text} IN (SELECT {text} FROM asked)")
        unknown = f"SELECT {text} FROM asked WHERE {text} NOT IN (SELECT {text} FROM known)"
        self._insert(name, unknown, function, schema)
        self.drop("asked", "known")
        self._remembered.keep(self.connection, name)

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
def local_session(remembered: Remembered | None = None) -> Iterator[DuckSession]:
    """An empty session, capped in memory and spilling to disk, closed at the end.

    What is `remembered` between sessions is afterwards what this one has asked for.
    """
    with sql_connection() as connection:
        yield DuckSession(connection, remembered)
    if remembered:
        remembered.forget_others()
