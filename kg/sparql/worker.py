"""The child process of the SPARQL engine: `python -P worker.py`, a task as JSON on standard input.

The answer goes to standard output, and as the last line of standard error a JSON object: of an answer its `kind`
(`rows`, `truth` or `triples`), `format`, `count` of rows or triples and whether it was `cut`; of a failure its `fault`
and `message`, with exit status 3. It imports nothing of this project, so that a query waits for no import of it.
"""

import io
import itertools
import json
import math
import re
import sys
import tempfile
from collections.abc import Iterator
from typing import IO, Any, Final, cast

import pyoxigraph as ox

ROW_FORMATS: Final = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}
TRIPLE_FORMATS: Final = {
    "turtle": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "rdfxml": ox.RdfFormat.RDF_XML,
    "jsonld": ox.RdfFormat.JSON_LD,
    "trig": ox.RdfFormat.TRIG,
    "nquads": ox.RdfFormat.N_QUADS,
}
REFUSED: Final = 3
_KEYWORD = re.compile("service", re.IGNORECASE)
# The parser's messages: `error at LINE:COLUMN: expected one of "A", NAME, ['a' ..= 'z' | '_']`.
_COMPLAINT = re.compile(r"error at (\d+):(\d+): expected (?:one of )?(.*)")
_CHARACTERS = re.compile(r"\[(?:'(?:\\[^']*'|[^\\]')|[^\]'])*\]")
_EXPECTED = re.compile(r'"(?:[^"\\]|\\.)*"|[^,"\s][^,"]*')
_SHOWN = 8
_SILENT = re.compile("silent", re.IGNORECASE)
# An update after its prologue (SPARQL 1.1 Update, section 4.1), told only of text that is no query.
_UPDATE = re.compile(
    r"(?:\s|\#[^\n\r]*|(?:base|prefix)[^<]*<[^>]*>)*(?:insert|delete|load|clear|create|drop|copy|move|add|with)\b",
    re.IGNORECASE,
)


class FaultError(Exception):
    """The query cannot be answered; `kind` names why for the parent process."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind


class _CutError(Exception):
    """Enough lines have been written."""


class _Sink(io.RawIOBase):
    """Counts the lines and bytes that pass; raises `_CutError` past so many lines, FaultError past so many bytes."""

    def __init__(self, out: IO[bytes], lines: int | None = None, size: int | None = None) -> None:
        self.out = out
        self.lines = lines
        self.size = size

    @property
    def file(self) -> IO[bytes]:
        """Itself, as what typed libraries call a file."""
        return cast("IO[bytes]", self)

    def write(self, data: Any) -> int:
        """Pass on the data, up to the last line that fits."""
        whole = bytes(data)
        if self.size is not None:
            self.size -= len(whole)
            if self.size < 0:
                raise FaultError("large", "the answer is too large; ask for less, with LIMIT, or export the graph")
        if self.lines is not None:
            newlines = whole.count(b"\n")
            if newlines > self.lines:
                self.out.write(_first_lines(whole, self.lines))
                self.lines = -1
                raise _CutError
            self.lines -= newlines
        self.out.write(whole)
        return len(whole)


def _first_lines(data: bytes, count: int) -> bytes:
    """The first lines of the data; those that follow are dropped."""
    end = 0
    for _ in range(count):
        end = data.index(b"\n", end) + 1
    return data[:end]


class _Count:
    """Passes on at most `limit` triples, counts them, and knows whether there were more."""

    def __init__(self, triples: Iterator[ox.Triple], limit: int | None) -> None:
        self.triples = triples
        self.limit = limit
        self.count = 0
        self.cut = False

    def __iter__(self) -> Iterator[ox.Triple]:
        for triple in itertools.islice(self.triples, self.limit):
            self.count += 1
            yield triple
        self.cut = self.limit is not None and next(self.triples, None) is not None


def refuse_service(query: str, prefixes: dict[str, str]) -> None:
    """Refuse a query that calls another server, with pyoxigraph's own parser as the judge.

    A keyword that is replaced by a word nobody can foresee no longer parses; the same letters in a string, comment,
    IRI, variable or name can be anything. So the query is parsed, and asked of an empty store, with every spelling of
    SERVICE replaced by random letters. Nothing here has to know how SPARQL is divided into words.

    Raises:
        FaultError: `service` if it has a SERVICE clause, `syntax` if it does not parse anyway.
    """
    if not _KEYWORD.search(query):
        return
    import secrets

    words: dict[str, str] = {}

    def stand_in(match: re.Match[str]) -> str:
        word = match.group()
        while word not in words:
            letters = "".join(secrets.choice("jkqvwxz") for _ in word)
            if letters not in query.casefold() and letters not in words.values():
                words[word] = letters
        return words[word]

    try:
        ox.Store().query(_KEYWORD.sub(stand_in, query), prefixes=prefixes)
    except SyntaxError as error:
        if _parses(_SILENT.sub("      ", _KEYWORD.sub("GRAPH  ", query)), prefixes):
            raise FaultError("service", "SERVICE is refused: queries never leave this machine") from error
        note = "; if it has a SERVICE clause, that is refused too" if words else ""
        raise FaultError("syntax", f"the query does not run: {readable(error, words)}{note}") from error


def _parses(query: str, prefixes: dict[str, str]) -> bool:
    try:
        ox.Store().query(query, prefixes=prefixes)
    except SyntaxError:
        return False
    return True


def readable(error: SyntaxError, words: dict[str, str] | None = None) -> str:
    """A parser's complaint in one line: the place, and what it expected there without its classes of characters."""
    text = " ".join(str(error).split())
    for word, letters in (words or {}).items():
        text = text.replace(letters, word)
    found = _COMPLAINT.fullmatch(text)
    if not found:
        return text
    place = f"line {found[1]}, column {found[2]}"
    expected = [item.strip() for item in _EXPECTED.findall(_CHARACTERS.sub("", found[3]))]
    if "Prefix not found" in expected:
        return f"{place}: the prefix is not declared"
    if said := [item for item in expected if " " in item and not item.startswith('"')]:
        return f"{place}: {said[0]}"
    shown = ", ".join(expected[:_SHOWN]) + (", ..." if len(expected) > _SHOWN else "")
    return f"{place}: expected {shown}" if shown else f"{place} is not understood"


def _limit_resources(memory: int | None, seconds: float | None) -> None:
    """Cap what this process takes from here on, in bytes and processor seconds, where the system can (Linux).

    RLIMIT_DATA counts private writable pages. RLIMIT_AS would also count what is only reserved: at rest this process
    has 450 MB of address space for 27 MB in use, and a store's mapped files come on top. The stacks of the store's
    threads, as many as the machine has processors, are not the query's. The processor time ends a query whose parent
    was killed.
    """
    try:
        import resource
    except ImportError:
        return
    if memory is not None:
        ceiling = _data_in_use() + memory
        resource.setrlimit(resource.RLIMIT_DATA, (ceiling, ceiling))
    if seconds is not None:
        end = math.ceil(seconds) + 5
        resource.setrlimit(resource.RLIMIT_CPU, (end, end))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _data_in_use() -> int:
    """Bytes that RLIMIT_DATA counts at this moment (proc(5), VmData)."""
    try:
        with open("/proc/self/status", encoding="ascii") as status:  # noqa: PTH123 - pathlib takes a while to import
            return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmData:"))
    except (OSError, StopIteration):
        return 0


def _graphs(names: list[str] | None) -> list[Any] | None:
    try:
        return None if names is None else [ox.NamedNode(name) for name in names]
    except ValueError as error:
        raise FaultError("graph", f"the name of a graph is no absolute IRI: {error}") from error


def answer(task: dict[str, Any], out: IO[bytes]) -> dict[str, Any]:
    """Write the answer to a task and describe it.

    Raises:
        FaultError: the query cannot be answered.
    """
    query, prefixes, limit = task["query"], task["prefixes"], task["limit"]
    try:
        store = ox.Store.read_only(task["index"])
    except OSError as error:
        raise FaultError("index", f"the SPARQL index cannot be read ({error})") from error
    _limit_resources(task["memory"], task["timeout"])
    refuse_service(query, prefixes)
    default, named = _graphs(task["default_graphs"]), _graphs(task["named_graphs"])
    try:
        found = store.query(query, prefixes=prefixes, default_graph=default, named_graphs=named)
        if isinstance(found, ox.QueryTriples):
            if task["triples"] is None:
                raise FaultError("format", "the answer to this query is RDF, in none of the formats that are accepted")
            count = _Count(found, limit)
            ox.serialize(count, _Sink(out, size=task["size"]).file, TRIPLE_FORMATS[task["triples"]], prefixes=prefixes)
            return {"kind": "triples", "format": task["triples"], "count": count.count, "cut": count.cut}
        if task["rows"] is None:
            raise FaultError("format", "the answer to this query is a table, in none of the formats that are accepted")
        if isinstance(found, ox.QueryBoolean):
            found.serialize(out, ROW_FORMATS[task["rows"]])
            return {"kind": "truth", "format": task["rows"], "count": 1, "cut": False}
        rows, cut = _write_rows(found, ROW_FORMATS[task["rows"]], _Sink(out, size=task["size"]), limit)
        return {"kind": "rows", "format": task["rows"], "count": rows, "cut": cut}
    except SyntaxError as error:
        said = "updates are refused: a graph is read-only" if _UPDATE.match(query) else readable(error)
        raise FaultError("syntax", f"the query does not run: {said}") from error
    except MemoryError as error:
        raise FaultError("memory", "no memory") from error
    except OSError as error:
        # A rebuild of the graph removes the index of its earlier tables.
        from pathlib import Path

        kind = "run" if Path(task["index"]).is_dir() else "index"
        raise FaultError(kind, f"the query does not run: {error}") from error
    except (ValueError, RuntimeError) as error:
        raise FaultError("run", f"the query does not run: {error}") from error


def _write_rows(
    found: ox.QuerySolutions, format: ox.QueryResultsFormat, out: _Sink, limit: int | None
) -> tuple[int | None, bool]:
    """Write rows, and return how many (None if nobody asked) and whether there were more.

    TSV is the one format with a row a line, so that is what is cut, on disk, before it becomes the format wanted.
    """
    if limit is None:
        found.serialize(out.file, format)
        return None, False
    with tempfile.TemporaryFile() as spool:
        sink, cut = _Sink(spool, lines=limit + 1, size=out.size), False
        try:
            found.serialize(sink.file, ox.QueryResultsFormat.TSV)
        except _CutError:
            cut = True
        spool.seek(0)
        ox.parse_query_results(spool, format=ox.QueryResultsFormat.TSV).serialize(out.file, format)
    return (limit if cut else limit - (sink.lines or 0)), cut


def main() -> int:
    """Do the task on standard input."""
    task = json.load(sys.stdin.buffer)
    try:
        verdict = answer(task, sys.stdout.buffer)
        sys.stdout.flush()
    except FaultError as fault:
        sys.stderr.write(json.dumps({"fault": fault.kind, "message": str(fault)}))
        return REFUSED
    sys.stderr.write(json.dumps(verdict))
    return 0


if __name__ == "__main__":
    sys.exit(main())
