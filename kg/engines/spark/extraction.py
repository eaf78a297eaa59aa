"""Extraction on the executors: each Python worker loads the model once and reads its share of the texts."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from kg.engines.spark.output import elsewhere
from kg.engines.spark.sql import spark_schema
from kg.errors import EngineError
from kg.extraction import PART_SIZE, extract_part, missing_texts
from kg.papers_table import BATCH
from kg.parts import known_keys, sweep

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

_TEXTS: Final = pa.schema([("key", pa.string()), ("title", pa.string()), ("abstract", pa.string())])
_DONE: Final = pa.schema([("texts", pa.int32())])
# A task has one core; more of them read more texts at once.
_THREADS: Final = 1
# Texts a task: some minutes of a core with the accurate model, so that little is lost with an executor.
_TEXTS_PER_TASK: Final = 5_000
# Tasks for each core where there is little to do: slow ones even out.
_TASKS_PER_CORE: Final = 3


def extract_missing_on(
    spark: "SparkSession", papers: Path, extractors: str, keys: frozenset[str], folder: Path, model: str
) -> int:
    """Extract the texts of a papers table that the folder's parts lack; returns how many texts.

    A worker renames each part into its place when it is whole, so that a build that is stopped goes on from there.

    Raises:
        EngineError: the workers have other extractors than the driver, or do not see the folder.
    """
    sweep(folder)
    missing = keys - known_keys(folder)
    if not missing:
        return 0
    texts = papers.with_name("texts.parquet")
    source = missing_texts(papers, extractors, set(missing))
    with pq.ParquetWriter(texts, _TEXTS, compression="zstd") as out:
        while rows := list(islice(source, BATCH)):
            out.write_table(pa.table([*zip(*rows, strict=True)], schema=_TEXTS))
    cores = spark.sparkContext.defaultParallelism
    tasks = max(min(len(missing), cores * _TASKS_PER_CORE), -(-len(missing) // _TEXTS_PER_TASK))
    shares = spark.read.schema(spark_schema(_TEXTS)).parquet(texts.absolute().as_uri()).repartition(tasks, "key")
    done = shares.mapInArrow(_extractor(model, extractors, folder.absolute()), spark_schema(_DONE))
    done.write.format("noop").mode("overwrite").save()
    if not missing <= known_keys(folder):
        raise EngineError(elsewhere(folder))
    return len(missing)


def _extractor(model: str, extractors: str, folder: Path) -> Callable[[Iterator[Any]], Iterator[Any]]:
    def run(batches: Iterator[Any]) -> Iterator[Any]:
        from extractors.pipeline import fingerprint

        if fingerprint(model) != extractors:
            raise EngineError(
                f"a worker has other extractors for {model!r} than the driver; install one paperkg on all"
            )
        texts = _rows(batches)
        while part := list(islice(texts, PART_SIZE)):
            extract_part(folder, part, model, _THREADS, lambda _: None)
            yield pa.record_batch([[len(part)]], schema=_DONE)

    return run


def _rows(batches: Iterable[Any]) -> Iterator[tuple[str, str, str]]:
    for batch in batches:
        yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)
