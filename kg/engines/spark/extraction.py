"""Extraction on the executors: each Python worker loads the model once and reads its share of the papers."""

import dataclasses
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa

from kg.engines.spark.sql import spark_schema
from kg.errors import EngineError
from kg.extraction import extraction_key
from kg.papers import merge_papers
from kg.papers_table import paper_from_row
from kg.records import Paper
from kg.tables import EXTRACTION_SCHEMA, TABLES, to_table

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

_PAPERS: Final = TABLES["papers"]
_KEYED: Final = pa.schema([*_PAPERS, pa.field("key", pa.string())])
# A task has one core; more of them read more texts at once.
_THREADS: Final = 1
# Texts a task: some minutes of a core with the accurate model, so that little is lost with an executor.
_TEXTS_PER_TASK: Final = 5_000
# Tasks for each core where there is little to do: slow ones even out.
_TASKS_PER_CORE: Final = 3


def merged(papers: "DataFrame", extractors: str) -> "DataFrame":
    """One row a paper with its extraction key: all records of an id are merged in one worker."""
    together = papers.repartition("id").sortWithinPartitions("id")
    return together.mapInArrow(_merger(extractors), spark_schema(_KEYED))


def _merger(extractors: str) -> Callable[[Iterator[Any]], Iterator[Any]]:
    def run(batches: Iterator[Any]) -> Iterator[Any]:
        # Rows come sorted by id; the last id of a batch may go on in the next.
        waiting: list[Paper] = []
        for batch in batches:
            waiting += [paper_from_row(row) for row in batch.to_pylist()]
            last = waiting[-1].id if waiting else ""
            yield from keyed(p for p in waiting if p.id != last)
            waiting = [p for p in waiting if p.id == last]
        yield from keyed(waiting)

    def keyed(records: Iterable[Paper]) -> Iterator[Any]:
        papers = merge_papers(records)
        keys = pa.array([extraction_key(paper, extractors) for paper in papers], pa.string())
        yield from to_table("papers", papers).append_column(_KEYED.field("key"), keys).to_batches()

    return run


def extract_missing_on(spark: "SparkSession", papers: "DataFrame", folder: str, model: str, extractors: str) -> int:
    """Extract the papers (with keys) whose texts the folder's parts lack, and add parts; returns how many texts.

    A task's part is in its place when the task ends, so that a build that is stopped goes on from there.

    Raises:
        EngineError: the workers have other extractors than the driver.
    """
    known = known_extractions(spark, folder).select("key")
    texts = papers.select("key", "title", "abstract").join(known, "key", "left_anti").dropDuplicates(["key"])
    missing = texts.count()
    if not missing:
        return 0
    cores = spark.sparkContext.defaultParallelism
    tasks = max(min(missing, cores * _TASKS_PER_CORE), -(-missing // _TEXTS_PER_TASK))
    found = texts.repartition(tasks, "key").mapInArrow(_extractor(model, extractors), spark_schema(EXTRACTION_SCHEMA))
    # The second algorithm moves a task's file to its place at the end of the task, not of the job.
    options = {
        "mapreduce.fileoutputcommitter.algorithm.version": "2",
        "mapreduce.fileoutputcommitter.marksuccessfuljobs": "false",
    }
    found.write.mode("append").options(**options).parquet(folder)
    return missing


def known_extractions(spark: "SparkSession", folder: str) -> "DataFrame":
    """What the parts hold; damaged ones count as not there."""
    reader = spark.read.schema(spark_schema(EXTRACTION_SCHEMA))
    return reader.options(ignoreCorruptFiles="true", pathGlobFilter="part-*.parquet").parquet(folder)


def _extractor(model: str, extractors: str) -> Callable[[Iterator[Any]], Iterator[Any]]:
    def run(batches: Iterator[Any]) -> Iterator[Any]:
        from extractors.pipeline import extract, fingerprint

        if fingerprint(model) != extractors:
            raise EngineError(
                f"a worker has other extractors for {model!r} than the driver; install one paperkg on all"
            )
        for batch in batches:
            keys, titles, abstracts = (column.to_pylist() for column in batch.columns)
            found = extract(zip(titles, abstracts, strict=True), model, _THREADS)
            rows = [{"key": key, **dataclasses.asdict(item)} for key, item in zip(keys, found, strict=True)]
            yield from pa.Table.from_pylist(rows, schema=EXTRACTION_SCHEMA).to_batches()

    return run
