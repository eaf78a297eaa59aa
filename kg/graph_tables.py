"""The tables of a committed graph: as records, in SQL, and in Arrow batches."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import fields
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias, TypeVar

import duckdb

from kg.errors import KgError, StoreError
from kg.manifest import Manifest
from kg.record_list import RecordList
from kg.records import Claim, Entity, Mention, Paper, Reject, Result, Statement
from kg.sql import connect, quoted
from kg.store import GraphStore
from kg.tables import COMBINED_CONFIDENCE, from_row
from ontology import load_vocabulary

if TYPE_CHECKING:
    import pyarrow as pa

_Record = TypeVar("_Record")
Parameters: TypeAlias = Sequence[object] | Mapping[str, object]

# DuckDB spills to disk beyond it: reading a graph of any size stays within the 500 MB that an export may take.
_SQL_MEMORY = "256MB"
# Aggregation over papers: support counts them.
_STATEMENTS = f"""
SELECT c.subject, c.predicate, c.object, count(DISTINCT c.paper)::INTEGER AS support,
    {COMBINED_CONFIDENCE} AS confidence,
    min(p.published) AS first_seen, max(p.published) AS last_seen
FROM claims c JOIN papers p ON p.id = c.paper
GROUP BY c.subject, c.predicate, c.object
ORDER BY c.subject, c.predicate, c.object
"""


class GraphTables:
    """Read access to the tables of a committed graph directory."""

    def __init__(self, path: Path) -> None:
        self.store = GraphStore(path)
        self.manifest: Manifest = self.store.manifest()

    def papers(self) -> RecordList[Paper]:
        """All papers, by id."""
        return self._records("papers", Paper)

    def entities(self, type: str | None = None) -> RecordList[Entity]:
        """All entities, or those of a type, by id.

        >>> [entity.label for entity in g.entities("Dataset")]
        ['CIFAR-10', 'ImageNet']

        Raises:
            KgError: the ontology has no such type.
        """
        if type is None:
            return self._records("entities", Entity)
        known = load_vocabulary().entity_types()
        if type not in known:
            raise KgError(f"there is no entity type {type!r}; the types are {', '.join(known)}")
        return self.select(Entity, "SELECT * FROM entities WHERE type = ? ORDER BY id", [type])

    def mentions(self) -> RecordList[Mention]:
        """All mentions, in the order of papers and text."""
        return self._records("mentions", Mention)

    def claims(self) -> RecordList[Claim]:
        """All claims, one for each paper that makes it."""
        return self._records("claims", Claim)

    def results(self) -> RecordList[Result]:
        """All stated results."""
        return self._records("results", Result)

    def rejects(self) -> RecordList[Reject]:
        """What of the sources could not be used."""
        return self._records("rejects", Reject)

    def statements(self) -> RecordList[Statement]:
        """The claims over all papers, with support, confidence and dates."""
        return RecordList(Statement, (Statement(*row) for row in self.sql(_STATEMENTS).fetchall()))

    @property
    def statements_query(self) -> str:
        """The SQL of `statements`, whose columns are the fields of a `Statement`."""
        return _STATEMENTS

    def sql(self, query: str, parameters: Parameters = ()) -> duckdb.DuckDBPyConnection:
        """The answer to a DuckDB query over the tables (`papers mentions entities claims results rejects`).

        `parameters` are the values of `?`, or of `$name`.
        Each answer has a cursor of its own, so several can be read side by side, in batches, with bounded memory.

        >>> g.sql("SELECT count(*) FROM papers WHERE published >= ?", ["2016"]).fetchall()
        [(3,)]
        """
        with self._files_named():
            return self._cursor().execute(query, parameters)

    def select(self, record: type[_Record], query: str, parameters: Parameters = ()) -> RecordList[_Record]:
        """The answer to a DuckDB query as records of a class, whose fields are among the columns of the answer."""
        names = [field.name for field in fields(record)]  # type: ignore[arg-type]
        rows = self.arrow(query, parameters).select(names).to_pylist()
        return RecordList(record, (from_row(record, row) for row in rows))

    def arrow(self, query: str, parameters: Parameters = ()) -> "pa.Table":
        """The answer to a DuckDB query over the tables as an Arrow table."""
        with self._files_named():
            return self._cursor().sql(query, params=parameters).to_arrow_table()

    def batches(self, query: str, size: int) -> "Iterator[pa.RecordBatch]":
        """The rows of a DuckDB query over the tables as Arrow batches of at most `size`, computed as they are read."""
        with self._files_named():
            yield from self._cursor().sql(query).to_arrow_reader(size)

    def table_query(self, name: str) -> str:
        """The SQL that reads a table's file, in any DuckDB connection.

        Raises:
            StoreError: the file is damaged or gone.
        """
        path = quoted(str(self.store.table_path(name, self.manifest)))
        return f"SELECT * FROM read_parquet({path}, hive_partitioning=false)"

    @contextmanager
    def _files_named(self) -> Iterator[None]:
        """Of an error of DuckDB, say so if a table's file is damaged or gone since it was first read.

        Raises:
            StoreError: one is.
        """
        try:
            yield
        except (duckdb.IOException, duckdb.InvalidInputException):
            self.store.check(self.manifest)
            raise

    def _records(self, table: str, record: type[_Record]) -> RecordList[_Record]:
        names = [field.name for field in fields(record)]  # type: ignore[arg-type]
        self._require_tables()
        rows = self.store.read(table, self.manifest).select(names).to_pylist()
        return RecordList(record, (from_row(record, row) for row in rows))

    def _cursor(self) -> duckdb.DuckDBPyConnection:
        self._require_tables()
        return self._connection.cursor()

    def _require_tables(self) -> None:
        """Raise StoreError where later builds, or a removal, have left nothing of the graph that was opened."""
        if self.store.exists() and not all(
            (self.store.path / file).is_file() for file in self.manifest.tables.values()
        ):
            raise StoreError(f"{self.store.path}: the graph has changed since it was opened; open it again")

    @cached_property
    def _connection(self) -> duckdb.DuckDBPyConnection:
        connection = connect(_SQL_MEMORY)
        for name in self.manifest.tables:
            connection.execute(f"CREATE VIEW {name} AS {self.table_query(name)}")
        return connection
