"""Builds a graph directory from sources: read, extract what is new, resolve, link, commit."""

import shutil
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

import pyarrow as pa

from extractors.pipeline import DEFAULT_MODEL, fingerprint
from kg.assembly import Stage, assemble, stored_curation, text_keys
from kg.collecting import PaperFiles, collect_files
from kg.engines import LOCAL, SPARK, Engine, Places, check_engine, open_engine
from kg.errors import NewerGraphError, RejectedInputError, SourceError, StoreError
from kg.extraction import Progress
from kg.papers_table import write_papers
from kg.records import BuildReport, Paper, Reject
from kg.resolution import Curation
from kg.sources import AUTO, ReadOptions, read_papers
from kg.sources.columns import require_fields
from kg.sources.inputs import expand
from kg.store import GraphStore
from kg.tables import SORT_KEYS, to_table

# Rejects that are kept of one file: enough to mend it by, where a file of another kind would have millions.
MAX_REJECTS: Final = 10_000


def build(
    sources: str | Path | Sequence[str | Path],
    output: str | Path,
    *,
    format: str = AUTO,
    model: str | None = None,
    page_year: int | None = None,
    columns: Mapping[str, str] | None = None,
    curation: Curation | None = None,
    strict: bool = False,
    fresh: bool = False,
    replace: bool = False,
    jobs: int | None = None,
    engine: str = LOCAL,
    master: str | None = None,
    progress: Progress | None = None,
    stage: Stage | None = None,
) -> BuildReport:
    """Add the papers of files, folders or standard input (`-`) to the graph at `output`, which is made if missing.

    Args:
        sources: one or several paths, or addresses (hdfs://...) that the engine reaches.
        output: the graph directory, or its address.
        format: a registered source format, or `auto` to sniff.
        model: which extractors to use; by default those that the graph was built with, or the accurate ones.
        page_year: the year of dates that a page writes without one.
        columns: the names of columns in tables (csv, tsv, parquet), by field of a paper.
        curation: overrides of the resolution, kept with the graph; by default those that it was built with.
        strict: make any rejected input a failure.
        fresh: forget the papers already in the graph.
        replace: a paper that is read stands in place of the graph's paper of the same work, of which nothing stays;
            otherwise the two are merged (see `kg.identity`).
        jobs: processes that extract, by default one a core; few papers take fewer; the graph is the same.
        engine: `local`, or `spark` for a cluster; the graph is the same (docs/cluster.md).
        master: the address of the cluster, such as `spark://host:7077`; by default all cores of this machine.
        progress: called with (texts extracted, texts to extract).
        stage: called with the name of each stage as it begins.

    Raises:
        SourceError: a path is missing, a column is named for no field, or no paper could be read at all.
        RejectedInputError: `strict`, and something was rejected.
        StoreError: the output cannot hold a graph or cannot be written, or another build holds it.
        WorkerError: a process that extracts died; what has been extracted is kept.
        EngineError: the engine is unknown, not installed, given an option of the other one, or failed; or an address
            cannot be reached.
    """
    check_engine(engine, master=master, jobs=jobs)
    paths = [str(p) for p in ([sources] if isinstance(sources, str | Path) else sources)]
    require_fields(columns or {})
    if stage and engine == SPARK:
        stage("starting Spark")
    with open_engine(engine, master=master, jobs=jobs) as opened, opened.places(paths, str(output)) as places:
        if stage:
            stage("reading files")
        return _build(
            places,
            opened,
            format=format,
            model=model,
            options=ReadOptions(page_year, columns or {}, places.copies),
            curation=curation,
            strict=strict,
            fresh=fresh,
            replace=replace,
            progress=progress,
            stage=stage,
        )


def _build(
    places: Places,
    engine: Engine,
    *,
    format: str,
    model: str | None,
    options: ReadOptions,
    curation: Curation | None,
    strict: bool,
    fresh: bool,
    replace: bool,
    progress: Progress | None,
    stage: Stage | None,
) -> BuildReport:
    store = GraphStore(places.graph)
    items = read_papers(places.sources, format, options)
    begun = not store.path.exists()
    store.prepare()
    with store.locked(), store.building() as work:
        _refuse_newer(store)
        try:
            rejects = _read(items, work / "read.parquet", strict)
        except SourceError:
            # Another build may have committed a graph between the look and the lock.
            if begun and not store.exists():
                shutil.rmtree(store.path, ignore_errors=True)
            raise
        extends = store.exists() and not fresh
        stored = PaperFiles(store.table_path("papers"), store.table_path("variants")) if extends else None
        before = store.manifest().rows["papers"] if extends else 0
        collected = collect_files(work / "read.parquet", stored, work, replace=replace)
        kept_rejects = rejects
        if extends:
            kept_rejects = _merge_rejects(store, rejects, expand(places.sources, places.copies))
        model = model or (store.manifest().model if extends else DEFAULT_MODEL)
        if curation is None and extends:
            curation = stored_curation(store.manifest())
        assembled = assemble(
            store,
            work,
            collected,
            to_table("rejects", kept_rejects).sort_by([(key, "ascending") for key in SORT_KEYS["rejects"]]),
            model=model,
            keys=text_keys(collected.papers, fingerprint(model), work),
            curation=curation,
            engine=engine,
            keep_last=not replace,
            progress=progress,
            stage=stage,
        )
    rows = assembled.manifest.rows
    return BuildReport(
        papers=rows["papers"],
        added=rows["papers"] - before,
        extracted=assembled.extracted,
        entities=rows["entities"],
        mentions=rows["mentions"],
        claims=rows["claims"],
        results=rows["results"],
        rejects=tuple(rejects),
        notes=assembled.notes,
    )


def _refuse_newer(store: GraphStore) -> None:
    """Even a fresh build leaves the graph of a newer paperkg alone; a damaged one it may replace."""
    try:
        if store.exists():
            store.manifest()
    except NewerGraphError:
        raise
    except StoreError:
        return


def _read(items: Iterable[Paper | Reject], target: Path, strict: bool) -> list[Reject]:
    """Write the papers read to a file; returns what was rejected.

    Raises:
        RejectedInputError: `strict`, and something was rejected.
        SourceError: there is no paper.
    """
    rejects: list[Reject] = []
    by_file: Counter[str] = Counter()

    def papers() -> Iterator[Paper]:
        for item in items:
            if isinstance(item, Paper):
                yield item
                continue
            by_file[item.file] += 1
            if by_file[item.file] <= MAX_REJECTS:
                rejects.append(item)

    count = write_papers(papers(), target)
    if strict and rejects:
        raise RejectedInputError(
            f"{rejects[0]} ({by_file.total():,} rejected in all); mend the input or leave out --strict"
        )
    if not count:
        reasons = "; ".join(str(r) for r in rejects[:3]) or "the sources hold no file"
        raise SourceError(f"no paper could be read: {reasons}")
    rejects += [
        Reject(file, None, f"{number - MAX_REJECTS:,} more rejects", "file")
        for file, number in by_file.items()
        if number > MAX_REJECTS
    ]
    return rejects


def _merge_rejects(store: GraphStore, rejects: Sequence[Reject], files: Sequence[str]) -> list[Reject]:
    """The stored rejects of other files and those of this reading of `files`."""
    again = {*files, *(reject.file for reject in rejects)}
    stored: pa.Table = store.read("rejects")
    old = [Reject(**row) for row in stored.to_pylist() if row["file"] not in again]
    return [*old, *rejects]
