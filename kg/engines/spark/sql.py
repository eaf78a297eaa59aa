"""The SQL session of a cluster: DuckDB's dialect transpiled to Spark's, tables as files."""

from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from kg.engines.session import TableFunction
from kg.engines.spark.mirror import Mirror

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
    """A Spark session as the session of resolution and linking, with a folder and where the workers see it.

    Every table is a folder of Parquet files there. Views of cached rows would not do: the plan of each query would hold
    those of all before it, and an executor that is lost would take rows with it that many steps lead to.
    """

    def __init__(self, spark: "SparkSession", folder: Path, mirror: Mirror) -> None:
        self.spark = spark
        self._folder = folder
        self._mirror = mirror

    def load(self, name: str, table: pa.Table) -> None:
        """A table of rows that this process holds."""
        place = self._folder / name
        place.mkdir(parents=True)
        pq.write_table(table, place / "part-0.parquet")
        self._mirror.send(place / "part-0.parquet")
        self._name(name, spark_schema(table.schema))

    def create(self, name: str, query: str) -> None:
        """A table of a query's rows."""
        self.keep(name, self.frame(query))

    def view(self, name: str, query: str) -> None:
        """A name for a query."""
        self.frame(query).createOrReplaceTempView(name)

    def apply(self, name: str, query: str, function: TableFunction, schema: pa.Schema) -> None:
        """A table of what a function makes of a query's rows, on the Python workers of the cluster."""
        self.keep(name, self.frame(query).mapInArrow(over_batches(function, schema), spark_schema(schema)))

    def derive(self, name: str, query: str, function: TableFunction, schema: pa.Schema) -> None:
        """A table of what a function makes of texts, as `apply`: nothing is remembered."""
        self.apply(name, query, function, schema)

    def rows(self, query: str) -> Iterator[tuple[Any, ...]]:
        """The rows of a query; the driver holds them as an Arrow table meanwhile."""
        for batch in self.frame(query).toArrow().to_batches(max_chunksize=_BATCH):
            yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)

    def drop(self, *names: str) -> None:
        """Forget tables and remove their files."""
        for name in names:
            self.spark.catalog.dropTempView(name)
            self._mirror.remove(self._folder / name)

    def frame(self, query: str) -> "DataFrame":
        """The rows of a query, on the cluster."""
        return self.spark.sql(to_spark(query))

    def keep(self, name: str, frame: "DataFrame") -> None:
        """A table of rows that are on the cluster."""
        frame.write.mode("overwrite").parquet(self._mirror.address(self._folder / name))
        self._name(name, frame.schema)

    def _name(self, name: str, schema: "StructType") -> None:
        address = self._mirror.address(self._folder / name)
        self.spark.read.schema(schema).parquet(address).createOrReplaceTempView(name)
