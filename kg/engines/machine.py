"""The engine of one machine: extraction in processes, linking in DuckDB."""

from collections.abc import Sequence
from pathlib import Path

from kg.extraction import Progress, extract_missing
from kg.linking import link
from kg.resolution import Curation


class Machine:
    """So many processes of one machine for extraction, by default one a core."""

    def __init__(self, jobs: int | None = None) -> None:
        self._jobs = jobs

    def extract(
        self, papers: Path, extractors: str, keys: frozenset[str], folder: Path, model: str, progress: Progress | None
    ) -> int:
        """Add the texts of a papers table that are not known yet to the parts."""
        return extract_missing(papers, extractors, keys, folder, model, jobs=self._jobs, progress=progress)

    def link(
        self, papers: Path, keys: Path, parts: Sequence[Path], folder: Path, curation: Curation | None
    ) -> tuple[dict[str, Path], tuple[str, ...]]:
        """Write the linked tables."""
        return link(papers, keys, parts, folder, curation)
