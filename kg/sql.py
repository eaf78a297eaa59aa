"""A DuckDB connection for building tables: in memory, capped, the same result on any number of threads."""

from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

# Half of the build's memory goal of 2 GB; DuckDB spills beyond it.
_MEMORY = "1GB"


@contextmanager
def sql_connection() -> Iterator[duckdb.DuckDBPyConnection]:
    """An empty in-memory database that spills to a temporary folder."""
    connection = duckdb.connect(":memory:", config={"memory_limit": _MEMORY, "preserve_insertion_order": "true"})
    try:
        yield connection
    finally:
        connection.close()


def text_list(values: list[str]) -> str:
    """Strings as a SQL list literal."""
    quoted = ", ".join("'" + value.replace("'", "''") + "'" for value in values)
    return f"[{quoted}]"
