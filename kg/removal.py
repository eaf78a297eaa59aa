"""Takes papers out of a graph, with all that only they said."""

import shutil
from collections.abc import Sequence
from pathlib import Path

from extractors.pipeline import fingerprint
from kg.assembly import Stage, assemble, stored_curation, text_keys
from kg.collecting import PaperFiles, collect_files
from kg.engines.machine import Machine
from kg.errors import PaperError
from kg.extraction import Progress
from kg.identifiers import public_id
from kg.manifest import Manifest
from kg.papers_table import missing_ids
from kg.parts import known_keys
from kg.store import GraphStore

# Unknown ids that a message names.
_SHOWN = 3


def remove(
    graph: str | Path,
    papers: str | Sequence[str],
    *,
    jobs: int | None = None,
    progress: Progress | None = None,
    stage: Stage | None = None,
) -> Manifest:
    """Remove papers from the graph in a folder; nothing of what they said stays, in no file of the folder.

    Whoever has the graph open must open it again.

    Args:
        graph: the folder.
        papers: one or several ids, or the arXiv or DOI forms that stand for them.
        jobs: processes that extract, as in `kg.build`; only what is damaged needs them.
        progress: as in `kg.build`.
        stage: as in `kg.build`.

    Returns:
        The manifest of the graph without them.

    Raises:
        PaperError: the graph has no such paper; nothing is changed.
        StoreError: there is no graph, it cannot be written, or a build holds it.
    """
    store = GraphStore(Path(graph))
    store.manifest()
    with store.locked(), store.building() as work:
        before = store.manifest()
        stored = store.table_path("papers")
        ids = _known(stored, [papers] if isinstance(papers, str) else list(papers))
        tables = PaperFiles(stored, store.table_path("variants"))
        remaining = collect_files(None, tables, work, dropped=ids)
        # Extractors that have changed since need not read the others again: what they found is kept.
        keys = text_keys(remaining.papers, before.fingerprint, work)
        if not keys.used <= known_keys(store.extractions):
            keys = text_keys(remaining.papers, fingerprint(before.model), work)
        shutil.copyfile(store.table_path("rejects"), work / "rejects.parquet")
        return assemble(
            store,
            work,
            remaining,
            work / "rejects.parquet",
            model=before.model,
            keys=keys,
            curation=stored_curation(before),
            engine=Machine(jobs),
            keep_last=False,
            progress=progress,
            stage=stage,
        ).manifest


def _known(stored: Path, names: Sequence[str]) -> frozenset[str]:
    """The ids that names stand for: an id as it is, or what an arXiv or DOI form of it comes to."""
    unknown = set(missing_ids(stored, names))
    ids = {name: public_id(name) or name if name in unknown else name for name in names}
    missing = missing_ids(stored, list(ids.values()))
    if missing:
        absent = [name for name, identifier in ids.items() if identifier in set(missing)]
        more = f" and {len(absent) - _SHOWN:,} more" if len(absent) > _SHOWN else ""
        raise PaperError(
            f"the graph has no paper {', '.join(absent[:_SHOWN])}{more}; nothing was removed "
            "(the ids are those of the papers in `kg export --format jsonl`)"
        )
    return frozenset(ids.values())
