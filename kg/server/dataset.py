"""The graph that is served: its index, made anew when the graph is rebuilt."""

import asyncio
from pathlib import Path

from kg.errors import StaleIndexError
from kg.graph import Graph, open_graph
from kg.server.workers import Answer, WorkerPool
from kg.sparql.index import fresh_index
from kg.sparql.job import QueryJob


class ServedGraph:
    """Answers jobs from the tables that are committed at that moment."""

    def __init__(self, path: Path, pool: WorkerPool) -> None:
        self.path = path
        self.pool = pool
        self._stamp = ""
        self._making: asyncio.Task[Path] | None = None

    async def index(self, patience: float) -> tuple[str, Path]:
        """The stamp of the committed tables and the folder of their index; requests share the making of one.

        Raises:
            StoreError: the graph is damaged or gone.
            StaleIndexError: the index is not ready within `patience` seconds.
        """
        graph = open_graph(self.path)
        stamp = graph.manifest.stamp
        if self._making is None or stamp != self._stamp or not _usable(self._making):
            self._stamp = stamp
            self._making = asyncio.create_task(_make(graph))
        try:
            async with asyncio.timeout(patience):
                return stamp, await asyncio.shield(self._making)
        except TimeoutError as error:
            raise StaleIndexError("the index of the rebuilt graph is being made; ask again in a minute") from error

    async def answer(self, job: QueryJob) -> Answer:
        """The answer to a job. One whose index is replaced under it starts again on the next.

        Raises:
            QueryError: the query is not answered.
            StoreError: the graph is damaged or gone.
        """
        stamp, index = await self.index(job.timeout)
        try:
            return await self.pool.run(job, index)
        except StaleIndexError:
            later, index = await self.index(job.timeout)
            if later == stamp:
                raise
            return await self.pool.run(job, index)


def _usable(making: asyncio.Task[Path]) -> bool:
    """Whether the index is being made, or has been made and is still there."""
    if not making.done():
        return True
    return not making.cancelled() and making.exception() is None and making.result().is_dir()


async def _make(graph: Graph) -> Path:
    return await asyncio.to_thread(fresh_index, graph)
