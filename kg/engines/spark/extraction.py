"""Extraction on the executors: each Python worker loads the model once and reads its share of the texts."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from kg.engines.spark.mirror import Mirror, RemoteMirror
from kg.engines.spark.output import elsewhere
from kg.engines.spark.sql import spark_schema
from kg.errors import EngineError
from kg.extraction import PART_SIZE, Text, extract_part, missing_texts
from kg.papers_table import BATCH
from kg.parts import known_keys, part_table, sweep
from kg.tables import EXTRACTION_SCHEMA

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

_TEXTS: Final = pa.schema([("key", pa.string()), ("title", pa.string()), ("abstract", pa.string())])
_DONE: Final = pa.schema([("texts", pa.int32())])
# A task has one core; more of them read more texts at once.
_THREADS: Final = 1
# Texts a task: some minutes of a core with the accurate model, so that little is lost with an executor.
_TEXTS_PER_TASK: Final = 5_000
# Tasks for each core where there is little to do: slow ones even out.
_TASKS_PER_CORE: Final = 3
# Texts a job where workers do not see the folder: what is lost when the driver is killed, two core hours of the fast
# model.
_TEXTS_PER_JOB: Final = 200_000


def extract_missing_on(
    spark: "SparkSession",
    papers: Path,
    extractors: str,
    keys: frozenset[str],
    folder: Path,
    model: str,
    mirror: Mirror,
) -> int:
    """Extract the texts of a papers table that the folder's parts lack; returns how many texts.

    What is whole is kept, so that a build that is stopped goes on from there: each part where workers see the folder,
    which they rename into its place; elsewhere so many texts at a time, which Spark writes.

    Raises:
        EngineError: the workers have other extractors than the driver, or do not see the folder.
    """
    sweep(folder)
    missing = keys - known_keys(folder)
    if not missing:
        return 0
    source = missing_texts(papers, extractors, set(missing))
    if isinstance(mirror, RemoteMirror):
        number = 0
        while count := _write_texts(source, texts := papers.with_name(f"texts-{number}.parquet"), _TEXTS_PER_JOB):
            found = papers.with_name(f"extracted-{number}")
            shares = _shares(spark, mirror.send(texts), count)
            rows = shares.mapInArrow(_extractor(model, extractors, None), spark_schema(EXTRACTION_SCHEMA))
            rows.write.mode("overwrite").parquet(mirror.address(found))
            mirror.adopt(found, folder)
            number += 1
    else:
        texts = papers.with_name("texts.parquet")
        shares = _shares(spark, mirror.send(texts), _write_texts(source, texts))
        done = shares.mapInArrow(_extractor(model, extractors, folder.absolute()), spark_schema(_DONE))
        done.write.format("noop").mode("overwrite").save()
    if not missing <= known_keys(folder):
        raise EngineError(elsewhere(folder))
    return len(missing)


def _write_texts(source: Iterator[Text], target: Path, most: int | None = None) -> int:
    """Write texts to a file for the workers, at most so many; returns how many."""
    count = 0
    with pq.ParquetWriter(target, _TEXTS, compression="zstd") as out:
        texts = islice(source, most)
        while rows := list(islice(texts, BATCH)):
            out.write_table(pa.table([*zip(*rows, strict=True)], schema=_TEXTS))
            count += len(rows)
    return count


def _shares(spark: "SparkSession", texts: str, count: int) -> "DataFrame":
    """The texts of a file, in a share for each task."""
    cores = spark.sparkContext.defaultParallelism
    tasks = max(min(count, cores * _TASKS_PER_CORE), -(-count // _TEXTS_PER_TASK))
    return spark.read.schema(spark_schema(_TEXTS)).parquet(texts).repartition(tasks, "key")


def _extractor(model: str, extractors: str, folder: Path | None) -> Callable[[Iterator[Any]], Iterator[Any]]:
    """What a worker does with its share: write parts into a folder and count them, or give what was found."""

    def run(batches: Iterator[Any]) -> Iterator[Any]:
        from extractors.pipeline import extract, fingerprint

        if fingerprint(model) != extractors:
            raise EngineError(
                f"a worker has other extractors for {model!r} than the driver; install one paperkg on all"
            )
        texts = _rows(batches)
        while part := list(islice(texts, PART_SIZE)):
            if folder is not None:
                extract_part(folder, part, model, _THREADS, lambda _: None)
                yield pa.record_batch([[len(part)]], schema=_DONE)
                continue
            found = extract([(title, abstract) for _, title, abstract in part], model, _THREADS)
            yield from part_table([key for key, _, _ in part], found).to_batches()

    return run


def _rows(batches: Iterable[Any]) -> Iterator[Text]:
    for batch in batches:
        yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)
