"""Builds a graph directory from sources: read, extract what is new, resolve, link, commit."""

from collections.abc import Iterable, Sequence
from dataclasses import astuple
from pathlib import Path

import pyarrow as pa

from extractors.pipeline import DEFAULT_MODEL, fingerprint
from kg.engines import LOCAL, SPARK, check_local
from kg.errors import NewerGraphError, RejectedInputError, SourceError, StoreError
from kg.extraction import Progress, drop_unused, extract_missing, extraction_key, parts
from kg.linking import link
from kg.papers import merge_papers
from kg.records import BuildReport, Paper, Reject
from kg.resolution import Curation, CurationLine
from kg.sources import AUTO, ReadOptions, read_papers
from kg.sources.inputs import expand
from kg.store import GraphStore
from kg.tables import SORT_KEYS, to_table
from ontology import load_vocabulary


def build(
    sources: str | Path | Sequence[str | Path],
    output: str | Path,
    *,
    format: str = AUTO,
    model: str | None = None,
    page_year: int | None = None,
    curation: Curation | None = None,
    strict: bool = False,
    fresh: bool = False,
    progress: Progress | None = None,
    engine: str = LOCAL,
    master: str | None = None,
) -> BuildReport:
    """Add the papers of files, folders or standard input (`-`) to the graph at `output`, which is made if missing.

    Args:
        sources: one or several paths.
        output: the graph directory.
        format: a registered source format, or `auto` to sniff.
        model: which extractors to use; by default those that the graph was built with, or the accurate ones.
        page_year: the year of dates that a page writes without one.
        curation: overrides of the resolution, kept with the graph; by default those that it was built with.
        strict: make any rejected input a failure.
        fresh: forget the papers already in the graph.
        progress: called with (papers extracted, papers to extract).
        engine: `local`, or `spark` for a cluster; see docs/cluster.md.
        master: the cluster's address for Spark.

    Raises:
        SourceError: a path is missing, or no paper could be read at all.
        RejectedInputError: `strict`, and something was rejected.
        StoreError: the output cannot hold a graph, or another build holds it.
        EngineError: the engine is unknown, not installed, or failed.
    """
    paths = [sources] if isinstance(sources, str | Path) else list(sources)
    if engine == SPARK:
        from kg.engines.spark import build_on_spark

        return build_on_spark(
            [str(path) for path in paths],
            output,
            master=master,
            format=format,
            model=model,
            page_year=page_year,
            curation=curation,
            strict=strict,
            fresh=fresh,
            progress=progress,
        )
    check_local(engine, [*paths, output])
    store = GraphStore(Path(output))
    read, rejects = _split(read_papers([str(p) for p in paths], format, ReadOptions(page_year=page_year)))
    if strict and rejects:
        raise RejectedInputError(f"{rejects[0]} ({len(rejects)} rejected in all); mend the input or leave out --strict")
    if not read:
        reasons = "; ".join(str(r) for r in rejects[:3]) or "the sources hold no file"
        raise SourceError(f"no paper could be read: {reasons}")
    store.prepare()
    with store.locked():
        _refuse_newer(store)
        extends = store.exists() and not fresh
        old = _stored_papers(store) if extends else []
        papers = merge_papers([*old, *read])
        kept_rejects = _merge_rejects(store, rejects, expand([str(p) for p in paths])) if extends else rejects
        model = model or (store.manifest().model if extends else DEFAULT_MODEL)
        extractors = fingerprint(model)
        keys = {paper.id: extraction_key(paper, extractors) for paper in papers}
        extracted = extract_missing(papers, store.extractions, model, progress)
        if curation is None and extends:
            curation = Curation(tuple(CurationLine(*line) for line in store.manifest().curation))  # type: ignore[arg-type]
        tables, unmatched = link(papers, keys, list(parts(store.extractions)), curation)
        tables["papers"] = to_table("papers", papers)
        tables["rejects"] = to_table("rejects", kept_rejects).sort_by(
            [(key, "ascending") for key in SORT_KEYS["rejects"]]
        )
        store.commit(
            tables,
            ontology=load_vocabulary().version,
            model=model,
            fingerprint=extractors,
            curation=[list(astuple(line)) for line in curation.lines] if curation else [],
        )
        drop_unused(store.extractions, set(keys.values()))
    return BuildReport(
        papers=len(papers),
        added=len(papers) - len({p.id for p in old}),
        extracted=extracted,
        entities=tables["entities"].num_rows,
        mentions=tables["mentions"].num_rows,
        claims=tables["claims"].num_rows,
        results=tables["results"].num_rows,
        rejects=tuple(rejects),
        notes=unmatched,
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


def _split(items: Iterable[Paper | Reject]) -> tuple[list[Paper], list[Reject]]:
    papers: list[Paper] = []
    rejects: list[Reject] = []
    for item in items:
        if isinstance(item, Paper):
            papers.append(item)
        else:
            rejects.append(item)
    return papers, rejects


def _stored_papers(store: GraphStore) -> list[Paper]:
    return [paper_from_row(row) for row in store.read("papers").to_pylist()]


def paper_from_row(row: dict[str, object]) -> Paper:
    """A row of the papers table as a record."""
    lists = {name: tuple(value) for name, value in row.items() if isinstance(value, list)}
    return Paper(**{**row, **lists})  # type: ignore[arg-type]


def _merge_rejects(store: GraphStore, rejects: Sequence[Reject], files: Sequence[str]) -> list[Reject]:
    """The stored rejects of other files and those of this reading of `files`."""
    again = {*files, *(reject.file for reject in rejects)}
    stored: pa.Table = store.read("rejects")
    old = [Reject(**row) for row in stored.to_pylist() if row["file"] not in again]
    return [*old, *rejects]
