"""From a papers table to a committed graph: extract what is missing, resolve, link, commit, forget what is unused."""

from collections.abc import Callable
from dataclasses import astuple, dataclass
from pathlib import Path

import pyarrow as pa

from kg.collecting import PaperFiles
from kg.engines import Engine
from kg.extraction import Progress, write_keys
from kg.manifest import Manifest
from kg.parts import keep_only, parts
from kg.resolution import Curation, CurationLine
from kg.store import GraphStore
from ontology import load_vocabulary

Stage = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Assembled:
    """The manifest of the committed graph, how many texts were extracted for it, and notes on its curation."""

    manifest: Manifest
    extracted: int
    notes: tuple[str, ...]


def assemble(
    store: GraphStore,
    work: Path,
    papers: PaperFiles,
    rejects: pa.Table | Path,
    *,
    model: str,
    extractors: str,
    curation: Curation | None,
    engine: Engine,
    keep_last: bool = True,
    progress: Progress | None = None,
    stage: Stage | None = None,
) -> Assembled:
    """Commit the graph of a papers table.

    Args:
        store: of the graph, locked.
        work: the folder for what is needed meanwhile.
        papers: the tables of papers and of their variants, which are moved into the graph.
        rejects: the table of rejects.
        model: which extractors.
        extractors: their fingerprint.
        curation: overrides of the resolution.
        engine: what extracts and links.
        keep_last: see `GraphStore.commit`.
        progress: called with (texts extracted, texts to extract).
        stage: called with the name of what begins.
    """
    tell = stage or (lambda _: None)
    keys = work / "keys.parquet"
    used = write_keys(papers.papers, extractors, keys)
    tell("reading abstracts")
    extracted = engine.extract(papers.papers, extractors, used, store.extractions, model, progress)
    tell("linking")
    tables, unmatched = engine.link(papers.papers, keys, list(parts(store.extractions)), work, curation)
    manifest = store.commit(
        {**tables, "papers": papers.papers, "variants": papers.variants, "rejects": rejects},
        ontology=load_vocabulary().version,
        model=model,
        fingerprint=extractors,
        curation=[list(astuple(line)) for line in curation.lines] if curation else [],
        keep_last=keep_last,
    )
    keep_only(store.extractions, used)
    return Assembled(manifest, extracted, unmatched)


def stored_curation(manifest: Manifest) -> Curation:
    """The corrections kept with a graph."""
    return Curation(tuple(CurationLine(*line) for line in manifest.curation))  # type: ignore[arg-type]
