"""The SQL session of a cluster: DuckDB's dialect transpiled to Spark's, tables as cached temporary views."""

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa

from kg.engines.session import TableFunction

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession
    from pyspark.sql.types import StructType

# Rows that are Python objects of the driver at one time.
_BATCH: Final = 50_000


@lru_cache(maxsize=256)
def to_spark(query: str) -> str:
    """A query of DuckDB's dialect in Spark's.

    Raises:
        sqlglot.errors.SqlglotError: it does not parse, or holds what Spark has no equal of.
    """
    import sqlglot

    return sqlglot.transpile(query, read="duckdb", write="spark", unsupported_level=sqlglot.ErrorLevel.RAISE)[0]


def spark_schema(schema: pa.Schema) -> "StructType":
    """Spark's type of a table."""
    from pyspark.sql.pandas.types import from_arrow_schema

    return from_arrow_schema(schema)


def over_batches(function: TableFunction, schema: pa.Schema) -> Callable[[Iterator[Any]], Iterator[Any]]:
    """A function of tables as what `DataFrame.mapInArrow` takes."""

    def run(batches: Iterator[Any]) -> Iterator[Any]:
        for batch in batches:
            yield from function(pa.Table.from_batches([batch])).cast(schema).combine_chunks().to_batches()

    return run


class SparkSql:
    """A Spark session as the session of resolution and linking."""

    def __init__(self, spark: "SparkSession") -> None:
        self.spark = spark
        self._kept: list[DataFrame] = []

    def load(self, name: str, table: pa.Table) -> None:
        """A table of rows that this process holds."""
        self.keep(name, self.spark.createDataFrame(table, schema=spark_schema(table.schema)))

    def create(self, name: str, query: str) -> None:
        """A table of a query's rows."""
        self.keep(name, self.frame(query))

    def view(self, name: str, query: str) -> None:
        """A name for a query."""
        self.frame(query).createOrReplaceTempView(name)

    def apply(self, name: str, query: str, function: TableFunction, schema: pa.Schema) -> None:
        """A table of what a function makes of a query's rows, on the Python workers of the cluster."""
        self.keep(name, self.frame(query).mapInArrow(over_batches(function, schema), spark_schema(schema)))

    def rows(self, query: str) -> Iterator[tuple[Any, ...]]:
        """The rows of a query; the driver holds them as an Arrow table meanwhile."""
        for batch in self.frame(query).toArrow().to_batches(max_chunksize=_BATCH):
            yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)

    def drop(self, *names: str) -> None:
        """Forget the names of tables; their rows stay until `close`, since what is made of them may yet need them."""
        for name in names:
            self.spark.catalog.dropTempView(name)

    def close(self) -> None:
        """Give back what the executors hold."""
        for frame in self._kept:
            frame.unpersist()

    def frame(self, query: str) -> "DataFrame":
        """The rows of a query, on the cluster."""
        return self.spark.sql(to_spark(query))

    def keep(self, name: str, frame: "DataFrame") -> None:
        """A table of rows that are on the cluster: computed once, when first used, and kept in memory or on disk there.

        What an executor held is computed again when it is lost: the same rows, since nothing here depends on order.
        """
        from pyspark import StorageLevel

        kept = frame.persist(StorageLevel.MEMORY_AND_DISK)
        kept.createOrReplaceTempView(name)
        self._kept.append(kept)
