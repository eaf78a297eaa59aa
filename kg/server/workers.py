"""The pool: so many queries at a time, so many waiting, each in a process of its own that can be killed."""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from kg.errors import QueryError
from kg.sparql.job import QueryJob, Verdict, command, environment, payload, too_slow, verdict

# Queries that may wait for each running one: beyond it a client is better told at once.
QUEUE_PER_WORKER: Final = 8


class BusyError(QueryError):
    """All workers are at work and the queue is full."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What an answer is, and the unnamed file it lies in, which the receiver closes."""

    verdict: Verdict
    file: IO[bytes]


class WorkerPool:
    """Runs at most `workers` queries at a time.

    An answer goes from its process to a file on disk and is sent from there: the status of a query is known before
    its first byte leaves, memory holds none of it, and a client that reads slowly keeps no process waiting.
    """

    def __init__(self, workers: int) -> None:
        self.workers = workers
        self._places = asyncio.Semaphore(workers)
        self._present = 0
        self._processes: set[asyncio.subprocess.Process] = set()
        self._closed = False

    def close(self) -> None:
        """End all queries; those that wait and those to come are refused."""
        self._closed = True
        for process in self._processes:
            if process.returncode is None:
                process.kill()

    async def run(self, job: QueryJob, index: Path) -> Answer:
        """The answer to a job; the process is killed if the caller is cancelled.

        Raises:
            BusyError: there is no place for it.
            QueryError: the query is not answered.
        """
        async with self._place(job.timeout):
            spool = tempfile.TemporaryFile()  # noqa: SIM115 - the receiver closes it
            try:
                found = await self._run(job, index, spool)
                spool.seek(0)
            except BaseException:
                spool.close()
                raise
            return Answer(found, spool)

    @asynccontextmanager
    async def _place(self, patience: float) -> AsyncIterator[None]:
        """A place among the running, after a wait among the waiting."""
        busy = BusyError("the server is busy; ask again in a few seconds")
        if self._present >= self.workers * (1 + QUEUE_PER_WORKER):
            raise busy
        self._present += 1
        try:
            try:
                async with asyncio.timeout(patience):
                    await self._places.acquire()
            except TimeoutError as error:
                raise busy from error
            try:
                self._check_open()
                yield
            finally:
                self._places.release()
        finally:
            self._present -= 1

    async def _run(self, job: QueryJob, index: Path, spool: IO[bytes]) -> Verdict:
        process = await asyncio.create_subprocess_exec(
            *command(),
            stdin=asyncio.subprocess.PIPE,
            stdout=spool,
            stderr=asyncio.subprocess.PIPE,
            env=environment(),
            # Ctrl-C in the terminal reaches the server alone, which then ends its workers.
            start_new_session=True,
        )
        self._processes.add(process)
        try:
            self._check_open()
            async with asyncio.timeout(job.timeout):
                _, report = await process.communicate(payload(job, index))
        except TimeoutError as error:
            raise too_slow(job) from error
        finally:
            if process.returncode is None:
                process.kill()
                await asyncio.shield(process.wait())
            self._processes.discard(process)
        self._check_open()
        return verdict(job, process.returncode or 0, report)

    def _check_open(self) -> None:
        if self._closed:
            raise BusyError("the server is ending; ask again when it is back")
