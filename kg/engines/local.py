"""The SQL session of one machine: DuckDB."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
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
        """A table of what a function makes of a query's rows, all at once."""
        self.load(name, function(self.table(query)).cast(schema))

    def derive(self, name: str, query: str, function: TableFunction, schema: pa.Schema) -> None:
        """A table of what a function makes of texts, worked out for those that are not remembered."""
        if self._remembered is None:
            self.apply(name, query, function, schema)
            return
        text = schema.field(0).name
        file = self._remembered.file(name)
        self.load("known", schema.empty_table())
        if file:
            self.connection.execute(f"INSERT INTO known SELECT * FROM read_parquet({quoted(str(file))})")
        self.create("asked", query)
        self.create(name, f"SELECT * FROM known WHERE {text} IN (SELECT {text} FROM asked)")
        unknown = self.table(f"SELECT {text} FROM asked WHERE {text} NOT IN (SELECT {text} FROM known)")
        made = function(unknown).cast(schema)
        self.connection.register("loading", made)
        self.connection.execute(f"INSERT INTO {name} SELECT * FROM loading")
        self.connection.unregister("loading")
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
def local_session(names: Path | None = None) -> Iterator[DuckSession]:
    """An empty session, capped in memory and spilling to disk, closed at the end.

    `names` is the folder of what is remembered of names between sessions.
    """
    with sql_connection() as connection:
        yield DuckSession(connection, Remembered(names) if names else None)
