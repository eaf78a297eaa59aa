"""The engine of one machine: extraction in processes, linking in DuckDB."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from kg.engines.places import Places, is_address
from kg.errors import EngineError
from kg.extraction import Progress, extract_missing
from kg.linking import link
from kg.resolution import Curation


class Machine:
    """So many processes of one machine for extraction, by default one a core."""

    def __init__(self, jobs: int | None = None) -> None:
        self._jobs = jobs

    @contextmanager
    def places(self, sources: Sequence[str], graph: str) -> Iterator[Places]:
        """Paths as they stand; files at addresses are for the engine that can reach them."""
        for place in (*sources, graph):
            if is_address(place):
                raise EngineError(f"{place}: addresses need --engine spark; copy the files to this machine otherwise")
        yield Places(sources, Path(graph))

    def extract(
        self, papers: Path, extractors: str, keys: frozenset[str], folder: Path, model: str, progress: Progress | None
    ) -> int:
        """Add the texts of a papers table that are not known yet to the parts."""
        return extract_missing(papers, extractors, keys, folder, model, jobs=self._jobs, progress=progress)

    def link(
        self,
        papers: Path,
        keys: Path,
        parts: Sequence[Path],
        folder: Path,
        curation: Curation | None,
        names_folder: Path,
    ) -> tuple[dict[str, Path], tuple[str, ...]]:
        """Write the linked tables."""
        return link(papers, keys, parts, folder, curation, names_folder)
