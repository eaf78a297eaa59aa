"""A build on a cluster, step by step."""

from collections.abc import Sequence
from contextlib import closing
from dataclasses import astuple
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from extractors.pipeline import DEFAULT_MODEL, fingerprint
from kg.assembly import Stage, stored_curation
from kg.engines.registry import has_scheme
from kg.engines.spark.cluster import size_shuffles, spark_session
from kg.engines.spark.extraction import extract_missing_on, known_extractions, merged
from kg.engines.spark.output import Output, output_at
from kg.engines.spark.sources import read_urls
from kg.engines.spark.sql import SparkSql, spark_schema
from kg.errors import EngineError, RejectedInputError, SourceError
from kg.extraction import Progress
from kg.linking import LINKED, link_tables, linked_query
from kg.records import BuildReport, Paper, Reject
from kg.resolution import Curation
from kg.sources import AUTO, ReadOptions, read_papers
from kg.sources.inputs import expand
from kg.store import Manifest
from kg.tables import SORT_KEYS, TABLES, to_table
from ontology import load_vocabulary

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession


def build_on_spark(
    sources: Sequence[str],
    output: str | Path,
    *,
    master: str | None = None,
    format: str = AUTO,
    model: str | None = None,
    page_year: int | None = None,
    curation: Curation | None = None,
    strict: bool = False,
    fresh: bool = False,
    replace: bool = False,
    progress: Progress | None = None,
    stage: Stage | None = None,
) -> BuildReport:
    """As `kg.build`, on a cluster; the graph is the same.

    Sources with a scheme (s3a://, hdfs://, file:///) are read by the workers, paths by the driver. The output is a
    path that all workers see, or a URL.

    Raises:
        EngineError: Spark is missing, the cluster cannot be reached, or a job of it failed.
        SourceError, RejectedInputError, StoreError: as `kg.build`.
    """
    tell = stage or _silent
    tell("starting Spark")
    with spark_session(master) as spark, closing(SparkSql(spark)) as session:
        from pyspark.errors import PySparkException

        try:
            tell("reading files")
            read, rejects = _read(spark, sources, format, ReadOptions(page_year=page_year))
            if strict and rejects:
                raise RejectedInputError(
                    f"{rejects[0]} ({len(rejects)} rejected in all); mend the input or leave out --strict"
                )
            records = read.count()
            if not records:
                reasons = "; ".join(str(r) for r in rejects[:3]) or "the sources hold no file"
                raise SourceError(f"no paper could be read: {reasons}")
            size_shuffles(spark, records)
            target = output_at(output, spark, is_url=has_scheme(str(output)))
            with target.locked():
                return _build(
                    session, target, read, rejects, _files(sources), model, curation, fresh, replace, progress, tell
                )
        except PySparkException as error:
            reason = str(error).strip().splitlines()[0]
            raise EngineError(f"a job on the cluster failed: {reason}; its logs on the Spark page say more") from error


def _build(
    session: SparkSql,
    target: Output,
    read: "DataFrame",
    rejects: list[Reject],
    files: Sequence[str],
    model: str | None,
    curation: Curation | None,
    fresh: bool,
    replace: bool,
    progress: Progress | None,
    tell: Stage,
) -> BuildReport:
    spark = session.spark
    before = target.manifest()
    old = None if fresh else before
    model = model or (old.model if old else DEFAULT_MODEL)
    extractors = fingerprint(model)
    if old is not None:
        stored = _stored(spark, target, old, "papers")
        if replace:
            stored = stored.join(read.select("id").distinct(), "id", "left_anti").select(*TABLES["papers"].names)
        read = read.unionByName(stored)
        rejects = _merge_rejects(_stored(spark, target, old, "rejects"), rejects, files)
        if curation is None:
            curation = stored_curation(old)
    session.keep("whole_papers", merged(read, extractors))
    whole = spark.table("whole_papers")
    papers = whole.count()
    tell("reading abstracts")
    extracted = extract_missing_on(spark, whole, target.extractions, model, extractors)
    if progress:
        progress(extracted, extracted)
    tell("linking")
    _name_inputs(session, known_extractions(spark, target.extractions))
    unmatched = link_tables(session, curation)
    tables = {name: session.frame(linked_query(name)) for name in LINKED}
    tables["papers"] = whole.select(*TABLES["papers"].names).orderBy("id")
    tables["rejects"] = spark.createDataFrame(_reject_table(rejects), spark_schema(TABLES["rejects"])).coalesce(1)
    tell("writing tables")
    manifest = target.commit(
        tables,
        {
            "ontology": load_vocabulary().version,
            "model": model,
            "fingerprint": extractors,
            "curation": [list(astuple(line)) for line in curation.lines] if curation else [],
            "keep_last": not replace,
        },
    )
    return _report(manifest, papers - (old.rows["papers"] if old else 0), extracted, rejects, unmatched)


def _read(
    spark: "SparkSession", sources: Sequence[str], format_name: str, options: ReadOptions
) -> tuple["DataFrame", list[Reject]]:
    """The papers of paths and URLs, still in records as read, and what could not be used."""
    papers: list[Paper] = []
    rejects: list[Reject] = []
    for item in read_papers([source for source in sources if not has_scheme(source)], format_name, options):
        if isinstance(item, Paper):
            papers.append(item)
        else:
            rejects.append(item)
    frame = spark.createDataFrame(to_table("papers", papers), spark_schema(TABLES["papers"]))
    if urls := [source for source in sources if has_scheme(source)]:
        found, refused = read_urls(spark, urls, format_name, options)
        frame, rejects = frame.unionByName(found), rejects + refused
    return frame, rejects


def _files(sources: Sequence[str]) -> list[str]:
    return expand([source for source in sources if not has_scheme(source)])


def _stored(spark: "SparkSession", target: Output, manifest: Manifest, name: str) -> "DataFrame":
    return spark.read.schema(spark_schema(TABLES[name])).parquet(target.table(manifest, name))


def _merge_rejects(stored: "DataFrame", rejects: list[Reject], files: Sequence[str]) -> list[Reject]:
    """The stored rejects of other files and those of this reading."""
    again = {*files, *(reject.file for reject in rejects)}
    return [*(Reject(**row) for row in stored.toArrow().to_pylist() if row["file"] not in again), *rejects]


def _reject_table(rejects: list[Reject]) -> pa.Table:
    return to_table("rejects", rejects).sort_by([(key, "ascending") for key in SORT_KEYS["rejects"]])


def _name_inputs(session: SparkSql, parts: "DataFrame") -> None:
    """The tables that linking starts from."""
    session.view("papers", "SELECT id, title, abstract FROM whole_papers")
    session.view("paper_keys", "SELECT id AS paper, key, published FROM whole_papers")
    # A text may stand in two parts after an interrupted build: any one of the equal rows serves.
    found = session.spark.table("paper_keys").join(parts.dropDuplicates(["key"]), "key").drop("key", "published")
    session.keep("extraction", found)


def _report(
    manifest: Manifest, added: int, extracted: int, rejects: list[Reject], unmatched: tuple[str, ...]
) -> BuildReport:
    rows = manifest.rows
    return BuildReport(
        papers=rows["papers"],
        added=added,
        extracted=extracted,
        entities=rows["entities"],
        mentions=rows["mentions"],
        claims=rows["claims"],
        results=rows["results"],
        rejects=tuple(rejects),
        notes=unmatched,
    )


def _silent(stage: str) -> None:
    """Tell nobody."""
