"""Runs SPARQL queries in a child process, which can be stopped: pyoxigraph itself has no time limit."""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kg.errors import QueryError
from kg.sparql.answer import SparqlAnswer, parse_json
from kg.sparql.index import fresh_index

if TYPE_CHECKING:
    from kg.graph import Graph

DEFAULT_TIMEOUT: Final = 60.0
# Output formats by name; those for rows and those for triples.
ROW_FORMATS: Final = ("json", "csv", "tsv", "xml")
TRIPLE_FORMATS: Final = ("turtle", "nt", "rdfxml")
FORMATS: Final = ("table", *ROW_FORMATS, *TRIPLE_FORMATS)
_WORKER_REFUSES = 3
# Where SERVICE means nothing: strings, IRIs, comments, escapes of prefixed names (whose quotes open no string).
_OPAQUE = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"""|\'\'\'(?:[^\'\\]|\\.|\'(?!\'\'))*\'\'\'|"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\''
    r'|<(?:[^<>"{}|^`\\\x00-\x20]|\\[uU][0-9A-Fa-f]+)*>|#[^\n]*|\\.',
    re.DOTALL,
)
# The parser wants no blank before or after the keyword: `5SERVICE:name{` calls a server.
_SERVICE = re.compile(r"(?<![?$:])SERVICE\s*(?:SILENT\s*)?[^\s{}]+\s*\{", re.IGNORECASE)


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
    if _calls_service(query):
        raise QueryError("SERVICE is refused: queries never leave this machine")
    # -P keeps the working directory off the child's path: a pyoxigraph.py lying there must not be run.
    command = [sys.executable, "-P", "-m", "kg.sparql.worker", str(fresh_index(graph).resolve()), format]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])}
    try:
        done = subprocess.run(
            command,
            input=query.encode("utf-8", "replace"),
            capture_output=True,
            timeout=timeout,
            check=False,
            env=environment,
        )
    except subprocess.TimeoutExpired as error:
        raise QueryError(
            f"the query took longer than {timeout:g} s and was stopped; narrow it or raise --timeout"
        ) from error
    if done.returncode == _WORKER_REFUSES:
        raise QueryError(done.stderr.decode(errors="replace").strip())
    if done.returncode != 0:
        last = done.stderr.decode(errors="replace").strip().splitlines()[-1:] or ["no message"]
        raise QueryError(f"the query process failed (exit {done.returncode}): {last[0]}")
    kind, _, data = done.stdout.partition(b"\n")
    return kind.decode(), data


def _calls_service(query: str) -> bool:
    """Whether a query holds a SERVICE clause."""
    stand_in = {"<": "<>", "\\": "_"}
    return bool(_SERVICE.search(_OPAQUE.sub(lambda match: stand_in.get(match.group()[0], " "), query)))
