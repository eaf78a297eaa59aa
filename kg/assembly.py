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
class TextKeys:
    """The extraction keys of the texts of a papers table: under which fingerprint, in a file by paper, and all."""

    extractors: str
    file: Path
    used: frozenset[str]


@dataclass(frozen=True, slots=True)
class Assembled:
    """The manifest of the committed graph, how many texts were extracted for it, and notes on its curation."""

    manifest: Manifest
    extracted: int
    notes: tuple[str, ...]


def text_keys(papers: Path, extractors: str, work: Path) -> TextKeys:
    """The keys of a papers table under a fingerprint of the extractors; their file is in the folder `work`."""
    file = work / "keys.parquet"
    return TextKeys(extractors, file, write_keys(papers, extractors, file))


def assemble(
    store: GraphStore,
    work: Path,
    papers: PaperFiles,
    rejects: pa.Table | Path,
    *,
    model: str,
    keys: TextKeys,
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
        keys: of the texts of the papers.
        curation: overrides of the resolution.
        engine: what extracts and links.
        keep_last: see `GraphStore.commit`; if nothing of the graph so far may stay, what was found in its texts is
            forgotten before the commit, so that a killed removal is to be run again rather than half done.
        progress: called with (texts extracted, texts to extract).
        stage: called with the name of what begins.
    """
    tell = stage or (lambda _: None)
    tell("reading abstracts")
    extracted = engine.extract(papers.papers, keys.extractors, keys.used, store.extractions, model, progress)
    tell("linking")
    tables, unmatched = engine.link(
        papers.papers, keys.file, list(parts(store.extractions)), work, curation, store.names
    )
    if not keep_last:
        keep_only(store.extractions, keys.used)
    manifest = store.commit(
        {**tables, "papers": papers.papers, "variants": papers.variants, "rejects": rejects},
        ontology=load_vocabulary().version,
        model=model,
        fingerprint=keys.extractors,
        curation=[list(astuple(line)) for line in curation.lines] if curation else [],
        keep_last=keep_last,
    )
    if keep_last:
        keep_only(store.extractions, keys.used)
    return Assembled(manifest, extracted, unmatched)


def stored_curation(manifest: Manifest) -> Curation:
    """The corrections kept with a graph."""
    return Curation(tuple(CurationLine(*line) for line in manifest.curation))  # type: ignore[arg-type]
