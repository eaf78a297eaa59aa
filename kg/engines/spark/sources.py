"""Papers out of files that the executors read themselves: JSON Lines at URLs of HDFS, S3 and the like."""

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa

from kg.engines.spark.sql import spark_schema
from kg.errors import SourceError
from kg.records import Paper, Reject
from kg.sources import AUTO, SOURCES, ReadOptions
from kg.sources.inputs import Input
from kg.tables import TABLES, to_rows

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

#: Formats of one record a line, which can be read from the middle of a file.
LINE_FORMATS: Final = ("jsonl",)
# One line of a file: what became of it, and where it stands in its block of the file.
_READ: Final = pa.schema(
    [
        ("file", pa.string()),
        ("block", pa.int64()),
        ("line", pa.int64()),
        ("papers", pa.list_(pa.struct(list(TABLES["papers"])))),
        ("rejects", pa.list_(pa.struct(list(TABLES["rejects"])))),
    ]
)


def read_urls(
    spark: "SparkSession", urls: list[str], format_name: str, options: ReadOptions
) -> tuple["DataFrame", list[Reject]]:
    """The papers of files and folders at URLs, on the cluster, and all that could not be used, with file and line.

    Files may be gzipped (`.gz`), which makes each one task; plain files are cut into blocks.

    Raises:
        SourceError: the format is not of one record a line, or a URL cannot be read.
    """
    if format_name not in (AUTO, *LINE_FORMATS):
        raise SourceError(f"sources at URLs are read line by line, so {format_name} cannot be; use a local path for it")
    from pyspark.errors import PySparkException
    from pyspark.sql import functions as f

    try:
        lines = spark.read.option("lineSep", "\n").option("recursiveFileLookup", "true").text(urls)
        numbered = lines.select(
            f.col("value").cast("binary").alias("value"),
            f.col("_metadata.file_path").alias("file"),
            f.col("_metadata.file_block_start").alias("block"),
        )
        read = numbered.mapInArrow(_reader(options), spark_schema(_READ)).persist()
        papers = read.select(f.explode("papers").alias("paper")).select("paper.*")
        rejected = read.select("file", "block", "line", f.explode("rejects").alias("reject")).toArrow().to_pylist()
        starts = _block_starts(read) if any(row["block"] for row in rejected) else {}
    except PySparkException as error:
        reason = str(error).splitlines()[0]
        raise SourceError(f"{urls[0]}: cannot be read ({reason}); check address and access") from error
    rejects = [
        Reject(row["file"], starts.get((row["file"], row["block"]), 0) + row["line"], row["reject"]["reason"],
               row["reject"]["scope"])
        for row in rejected
    ]  # fmt: skip
    return papers, rejects


def _block_starts(read: "DataFrame") -> dict[tuple[str, int], int]:
    """How many lines of its file stand before each block."""
    from pyspark.sql import functions as f

    counts = read.groupBy("file", "block").agg(f.max("line").alias("lines")).toArrow().to_pylist()
    starts: dict[tuple[str, int], int] = {}
    before: dict[str, int] = {}
    for row in sorted(counts, key=lambda row: (row["file"], row["block"])):
        starts[row["file"], row["block"]] = before.get(row["file"], 0)
        before[row["file"]] = before.get(row["file"], 0) + row["lines"]
    return starts


def _reader(options: ReadOptions) -> Any:
    def run(batches: Iterator[Any]) -> Iterator[Any]:
        place: tuple[str, int] | None = None
        number = 0
        for batch in batches:
            rows = []
            for value, file, block in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                if (file, block) != place:
                    place, number = (file, block), 0
                number += 1
                papers, rejects = _read_line(file, value, options)
                rows.append({"file": file, "block": block, "line": number, "papers": papers, "rejects": rejects})
            yield from pa.Table.from_pylist(rows, schema=_READ).to_batches()

    return run


def _read_line(file: str, value: bytes, options: ReadOptions) -> tuple[list[Any], list[Any]]:
    """The rows of papers and of rejects that one line gives."""
    found = list(SOURCES.get(LINE_FORMATS[0]).read(Input(file, value, io.BytesIO(value)), options))
    papers = to_rows(item for item in found if isinstance(item, Paper))
    return papers, to_rows(item for item in found if isinstance(item, Reject))
