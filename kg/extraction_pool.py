"""Extraction in several processes: a child a job, which loads the model once and writes parts.

The children are `kg.extraction_worker`, not forks: a fork would share the threads of DuckDB and ONNX Runtime, and a
spawned copy of the user's script would run it again.
"""

import json
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from pathlib import Path
from queue import SimpleQueue
from threading import Lock
from typing import Any

from extractors.errors import ExtractorError
from kg.errors import WorkerError
from kg.process import command, end, environment, last_line


class Worker:
    """A child process that extracts parts, one at a time."""

    def __init__(self, folder: Path, model: str) -> None:
        self._messages = tempfile.TemporaryFile()  # noqa: SIM115  (open as long as the process)
        self._process = subprocess.Popen(
            command("kg.extraction_worker", str(folder), model),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._messages,
            env=environment(),
        )

    def extract(self, texts: Sequence[tuple[str, str, str]], advance: Callable[[int], None]) -> None:
        """Have texts extracted into a part.

        Raises:
            WorkerError: the process ended.
            OSError: the part could not be written.
            ExtractorError: the model cannot be used.
        """
        assert self._process.stdin is not None  # noqa: S101  (a pipe, as asked for)
        try:
            self._process.stdin.write(json.dumps(texts).encode() + b"\n")
            self._process.stdin.flush()
        except OSError as error:
            raise self._ended() from error
        while not (reply := self._reply()).get("written"):
            if "disk" in reply:
                raise OSError(*reply["disk"])
            if "model" in reply:
                raise ExtractorError(reply["model"])
            advance(reply["done"])

    def _reply(self) -> dict[str, Any]:
        assert self._process.stdout is not None  # noqa: S101
        line = self._process.stdout.readline()
        if not line.endswith(b"\n"):
            raise self._ended()
        reply: dict[str, Any] = json.loads(line)
        return reply

    def _ended(self) -> WorkerError:
        code = self._process.wait()
        self._messages.seek(0)
        failed = f"failed ({last_line(self._messages.read())})"
        cause = f"was killed by signal {-code}, perhaps for want of memory" if code < 0 else failed
        return WorkerError(
            f"a process that reads abstracts {cause}; what has been read is kept: "
            "run the same command again, with fewer --jobs if memory is short"
        )

    def stop(self) -> None:
        """End the process, in the middle of a part if it has one."""
        end(self._process, self._messages)


def extract_in_processes(
    tasks: Iterator[list[tuple[str, str, str]]], folder: Path, model: str, jobs: int, advance: Callable[[int], None]
) -> None:
    """Extract the texts of tasks into a part each, `jobs` at a time; `advance` is told how many more texts are done.

    Raises:
        WorkerError, OSError, ExtractorError: as `Worker.extract`; parts that are whole stay.
    """
    lock = Lock()
    idle: SimpleQueue[Worker] = SimpleQueue()
    workers: list[Worker] = []

    def told(count: int) -> None:
        with lock:
            advance(count)

    def run(task: list[tuple[str, str, str]]) -> None:
        worker = idle.get()
        try:
            worker.extract(task, told)
        finally:
            idle.put(worker)

    with ThreadPoolExecutor(jobs) as threads:
        try:
            for _ in range(jobs):
                workers.append(Worker(folder, model))
                idle.put(workers[-1])
            running: set[Future[None]] = set()
            for task in tasks:
                running.add(threads.submit(run, task))
                # One task waits, so that no worker does.
                if len(running) > jobs:
                    running = _first_done(running)
            while running:
                running = _first_done(running)
        finally:
            threads.shutdown(wait=False, cancel_futures=True)
            for worker in workers:
                worker.stop()


def _first_done(running: set[Future[None]]) -> set[Future[None]]:
    """Wait until a task is done; returns the others, or raises what went wrong."""
    done, others = wait(running, return_when=FIRST_COMPLETED)
    for future in done:
        future.result()
    return others
