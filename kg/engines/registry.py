"""The engines by name, and what each does of a build: extraction and linking."""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from kg.engines.places import Places
from kg.errors import EngineError

if TYPE_CHECKING:
    from kg.extraction import Progress
    from kg.resolution import Curation

LOCAL: Final = "local"
SPARK: Final = "spark"
ENGINES: Final = (LOCAL, SPARK)


class Engine(Protocol):
    """What extracts texts and links what was found; all other steps of a build happen in the process that builds."""

    def places(self, sources: Sequence[str], graph: str) -> AbstractContextManager[Places]:
        """Where sources and graph of a build are on this machine; at the end the graph is where it was asked for.

        Raises:
            EngineError: an address cannot be reached, or not by this engine.
        """

    def extract(
        self, papers: Path, extractors: str, keys: frozenset[str], folder: Path, model: str, progress: "Progress | None"
    ) -> int:
        """Add the texts of a papers table that are not known yet to the parts; see `kg.extraction.extract_missing`."""

    def link(
        self,
        papers: Path,
        keys: Path,
        parts: Sequence[Path],
        folder: Path,
        curation: "Curation | None",
        names_folder: Path,
    ) -> tuple[dict[str, Path], tuple[str, ...]]:
        """Write the linked tables; see `kg.linking.link`. An engine that remembers no names removes their folder."""


def check_engine(engine: str, *, master: str | None = None, jobs: int | None = None) -> None:
    """Refuse an engine that is unknown or not installed, and options of the other engine.

    Raises:
        EngineError: in one sentence, what to change.
    """
    if engine not in ENGINES:
        raise EngineError(f"unknown engine {engine!r}; known are {', '.join(ENGINES)}")
    if jobs is not None and jobs < 1:
        raise EngineError(f"jobs is the number of processes, at least 1, not {jobs}")
    if engine == SPARK:
        if jobs is not None:
            raise EngineError("jobs is for the local engine; the cores of a Spark cluster are set by its master")
        from kg.engines.spark.cluster import check_installed

        check_installed()
    elif master is not None:
        raise EngineError("master is the address of a Spark cluster; use it with the engine spark")


@contextmanager
def open_engine(engine: str = LOCAL, *, master: str | None = None, jobs: int | None = None) -> Iterator[Engine]:
    """The engine of a name; a cluster that is started for it is left at the end.

    Raises:
        EngineError: as `check_engine`; or Spark did not start, or a job of it failed.
    """
    check_engine(engine, master=master, jobs=jobs)
    if engine == SPARK:
        from kg.engines.spark import spark_engine

        with spark_engine(master) as cluster:
            yield cluster
    else:
        from kg.engines.machine import Machine

        yield Machine(jobs)
