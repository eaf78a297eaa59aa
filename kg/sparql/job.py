"""A SPARQL query as work for the child process: what it is given, and what its end means."""

import json
import os
import signal
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kg.errors import (
    MalformedQueryError,
    QueryError,
    QueryLimitError,
    QueryTimeoutError,
    QueryTooLongError,
    RefusedQueryError,
    StaleIndexError,
    UnacceptableFormatError,
)

ROW_FORMATS: Final = ("json", "csv", "tsv", "xml")
TRIPLE_FORMATS: Final = ("turtle", "nt", "rdfxml", "jsonld", "trig", "nquads")
DEFAULT_TIMEOUT: Final = 60.0
# Bytes of a query. People write queries of kilobytes, programs with long VALUES of some hundred.
MAX_QUERY: Final = 1_000_000
# Megabytes that a query may take: sorts of some million rows fit, and a laptop bears a few such queries at a time.
DEFAULT_MEMORY: Final = 1024
# Bytes of an answer, which waits on disk until it is whole; `kg export` writes more.
MAX_ANSWER: Final = 2_000_000_000
# The faults a worker names, and what they are to a caller.
_FAULTS: Final[Mapping[str, type[QueryError]]] = {
    "syntax": MalformedQueryError,
    "graph": MalformedQueryError,
    "service": RefusedQueryError,
    "format": UnacceptableFormatError,
    "large": QueryLimitError,
    "memory": QueryLimitError,
    "index": StaleIndexError,
    "run": QueryError,
}


@dataclass(frozen=True, slots=True)
class QueryJob:
    """A query and the limits it runs under.

    `rows` and `triples` are the formats for the two kinds of answer; None refuses that kind. `limit` caps the rows or
    triples, `size` the bytes of the answer, `memory` (megabytes) and `timeout` (seconds) the work. The graphs, if not
    None, are the dataset in place of the one that the query names (SPARQL 1.1 Protocol, section 2.1.4).

    Raises:
        QueryTooLongError: the query is longer than `MAX_QUERY` bytes.
    """

    query: str
    rows: str | None = "json"
    triples: str | None = "nt"
    limit: int | None = None
    size: int | None = MAX_ANSWER
    memory: int | None = DEFAULT_MEMORY
    timeout: float = DEFAULT_TIMEOUT
    default_graphs: tuple[str, ...] | None = None
    named_graphs: tuple[str, ...] | None = None

    def __post_init__(self) -> None:
        if len(self.query) > MAX_QUERY or len(self.query.encode("utf-8", "replace")) > MAX_QUERY:
            raise QueryTooLongError(f"the query is longer than {MAX_QUERY:,} bytes; shorten it, or ask several")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an answer is: its kind (`rows`, `truth` or `triples`), its format, how much, and whether it was cut."""

    kind: str
    format: str
    count: int | None
    cut: bool


def command() -> list[str]:
    """The child process. -P keeps its working directory off its path: a pyoxigraph.py lying there must not be run."""
    return [sys.executable, "-P", str(Path(__file__).with_name("worker.py"))]


def environment() -> dict[str, str]:
    """The child's environment: nobody's proxy, no secret of this process."""
    return {name: value for name, value in os.environ.items() if not name.upper().endswith(("_PROXY", "_TOKEN"))}


def payload(job: QueryJob, index: Path) -> bytes:
    """The job as the child reads it."""
    from kg.rdf import PREFIXES

    task = {
        "query": job.query.encode("utf-8", "replace").decode(),
        "index": str(index.resolve()),
        "prefixes": dict(PREFIXES),
        "rows": job.rows,
        "triples": job.triples,
        "limit": job.limit,
        "size": job.size,
        "memory": None if job.memory is None else job.memory * 1_000_000,
        "timeout": job.timeout,
        "default_graphs": job.default_graphs,
        "named_graphs": job.named_graphs,
    }
    return json.dumps(task).encode()


def verdict(job: QueryJob, status: int, report: bytes) -> Verdict:
    """What the end of the child says, by its exit status and its standard error.

    Raises:
        QueryError: the query was not answered.
    """
    text = report.decode(errors="replace").strip()
    last = text.splitlines()[-1] if text else ""
    try:
        said = json.loads(last)
    except ValueError:
        said = {}
    if status == 0 and "kind" in said:
        return Verdict(said["kind"], said["format"], said["count"], said["cut"])
    # Out of memory, native code aborts: Rust names the allocation, C++ what a thread or map could not get.
    starved = "alloc" in text or "Resource temporarily unavailable" in text or "Cannot allocate" in text
    fault = said.get("fault") or ("memory" if starved else None)
    if fault == "memory":
        raise QueryLimitError(f"the query needs more than {job.memory:,} MB of memory; narrow it or raise --memory")
    if "overflow" in text or status == -signal.SIGSEGV:
        raise QueryLimitError("the query is nested too deeply; write it flatter")
    if fault is not None:
        raise _FAULTS.get(fault, QueryError)(said["message"])
    raise QueryError(f"the query process failed (exit {status}): {last or 'no message'}")


def too_slow(job: QueryJob) -> QueryTimeoutError:
    """The error of a query that was stopped."""
    return QueryTimeoutError(
        f"the query took longer than {job.timeout:g} s and was stopped; narrow it or raise --timeout"
    )
