"""Runs SPARQL queries in a child process, which can be stopped: pyoxigraph itself has no limits."""

import io
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final

from kg.errors import MalformedQueryError, QueryError, QueryTimeoutError, RefusedQueryError, UnacceptableFormatError
from kg.indexes import discard_damaged
from kg.sparql.answer import SparqlAnswer, parse_json
from kg.sparql.index import fresh_index
from kg.sparql.job import (
    DEFAULT_TIMEOUT,
    ROW_FORMATS,
    TRIPLE_FORMATS,
    QueryJob,
    Verdict,
    command,
    environment,
    payload,
    too_slow,
    verdict,
)

if TYPE_CHECKING:
    from kg.graph import Graph

# Output formats by name.
FORMATS: Final = ("table", *ROW_FORMATS, *TRIPLE_FORMATS)
# Errors that no damage of an index explains.
_OF_THE_QUERY: Final = (MalformedQueryError, RefusedQueryError, QueryTimeoutError, UnacceptableFormatError)


def query_index(graph: "Graph", query: str, *, timeout: float = DEFAULT_TIMEOUT) -> SparqlAnswer:
    """The answer as Python values; see `run_query`."""
    kind, data = run_query(graph, query, "json", timeout=timeout)
    return SparqlAnswer(triples=data.decode()) if kind == "triples" else parse_json(data)


def run_query(graph: "Graph", query: str, format: str, *, timeout: float = DEFAULT_TIMEOUT) -> tuple[str, bytes]:
    """The answer as bytes in a format, and its kind: `rows`, `truth` or `triples`.

    Triples asked for in a row format come as N-Triples, and rows asked for in a triple format as JSON.

    Raises:
        QueryError: the query does not parse, calls another server, or takes longer than `timeout` seconds.
    """
    out = io.BytesIO()
    found = run_job(graph, QueryJob(query, *formats_for(format), timeout=timeout), out)
    return found.kind, out.getvalue()


def formats_for(format: str) -> tuple[str, str]:
    """The formats of rows and of triples when one is asked for and the query may answer with either."""
    rows = format if format in ROW_FORMATS else "json"
    triples = format if format in TRIPLE_FORMATS else "nt"
    return rows, triples


def run_job(graph: "Graph", job: QueryJob, out: IO[bytes]) -> Verdict:
    """Write the answer to a job; nothing is written if it fails, and never is all of it held in memory.

    If it fails over a damaged index, that is made anew.

    Raises:
        QueryError: the query does not parse, is refused, or goes beyond one of its limits.
    """
    index = fresh_index(graph)
    try:
        return _run(index, job, out)
    except _OF_THE_QUERY:
        raise
    except QueryError:
        # A damaged block may end in an error of any kind, even in a lack of memory.
        if not discard_damaged(index):
            raise
        return _run(fresh_index(graph), job, out)


def _run(index: Path, job: QueryJob, out: IO[bytes]) -> Verdict:
    """Write the answer that an index gives to a job.

    Raises:
        QueryError: there is none.
    """
    with tempfile.TemporaryFile() as spool:
        try:
            done = subprocess.run(
                command(),
                input=payload(job, index),
                stdout=spool,
                stderr=subprocess.PIPE,
                timeout=job.timeout,
                check=False,
                env=environment(),
            )
        except subprocess.TimeoutExpired as error:
            raise too_slow(job) from error
        found = verdict(job, done.returncode, done.stderr)
        spool.seek(0)
        shutil.copyfileobj(spool, out)
    return found
