"""The embedded engine: ladybug in a child process, which can be stopped and whose crash is an error and no more."""

import json
import subprocess
import tempfile
import threading
import weakref
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final, cast

from kg.cypher.answer import CypherAnswer, Value
from kg.cypher.dialect import column_names, missing_parameters, translate
from kg.cypher.guard import check_reads_only
from kg.cypher.hints import explain
from kg.cypher.index import DATABASE, fresh_index
from kg.cypher.tokens import tokenise
from kg.errors import QueryError, StoreError
from kg.indexes import discard_damaged
from kg.process import command, end, environment, last_line

if TYPE_CHECKING:
    from kg.graph import Graph

DEFAULT_TIMEOUT: Final = 60.0
#: Rows of an answer: more than anyone reads, few enough to be held in memory.
DEFAULT_LIMIT: Final = 10_000
# The engine stops a query by itself at the time limit; the process is killed if it has not after so many seconds more.
_GRACE: Final = 1.0


def open_embedded(graph: "Graph") -> "EmbeddedCypher":
    """The embedded engine on a graph, whose index is made if there is none.

    Raises:
        StoreError: the index cannot be written.
    """

    def database() -> Path:
        return fresh_index(graph) / DATABASE

    return EmbeddedCypher(database(), database)


class EmbeddedCypher:
    """Answers Cypher from a database; the child process starts with the first query and ends with this object.

    `renew` makes a database anew that was found damaged.
    """

    def __init__(self, database: Path, renew: Callable[[], Path] | None = None) -> None:
        self._database = database.resolve()
        self._renew = renew
        self._lock = threading.Lock()
        self._child: _Child | None = None

    def __enter__(self) -> "EmbeddedCypher":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the child process; a later query starts another."""
        with self._lock:
            self._drop()

    def query(
        self,
        query: str,
        parameters: Mapping[str, Value] | None = None,
        *,
        timeout: float = DEFAULT_TIMEOUT,
        limit: int = DEFAULT_LIMIT,
    ) -> CypherAnswer:
        """The answer to a read-only query, of at most `limit` rows; one query at a time, others wait.

        Raises:
            QueryError: the query does not run, is refused, or takes longer than `timeout` seconds.
            StoreError: the database is gone.
        """
        tokens = tokenise(query)
        check_reads_only(tokens)
        given = dict(parameters or {})
        if missing := missing_parameters(tokens, list(given)):
            raise QueryError(f"the parameter ${missing[0]} has no value; give it with --param {missing[0]}=VALUE")
        used = {token.identifier for token in tokens if token.kind == "parameter"}
        request = {
            "query": translate(query, tokens, [name for name, value in given.items() if value is None]),
            "parameters": {name: value for name, value in given.items() if name in used},
            "limit": limit,
            "timeout": timeout,
        }
        with self._lock:
            try:
                reply = self._ask(request, timeout)
            except _EngineEndedError:
                if self._renew is None or not discard_damaged(self._database.parent):
                    raise
                self._database = self._renew().resolve()
                reply = self._ask(request, timeout)
        if "error" in reply:
            if "interrupted" in str(reply["error"]).lower():
                raise _too_slow(timeout)
            raise QueryError(explain(tokens, str(reply["error"])))
        return _answer(reply, column_names(query, tokens))

    def _ask(self, request: Mapping[str, Any], timeout: float) -> dict[str, Any]:
        if self._child is None:
            if not self._database.exists():
                raise StoreError(f"{self._database}: the index is gone since the graph was built anew; open it again")
            self._child = _Child(str(self._database))
        try:
            return self._child.ask(request, timeout + _GRACE)
        except QueryError:
            self._drop()
            raise

    def _drop(self) -> None:
        if self._child is not None:
            self._child.end()
            self._child = None


class _EngineEndedError(QueryError):
    """The engine's process ended by itself: over the query, or over a damaged database."""


class _Child:
    """A running worker."""

    def __init__(self, database: str) -> None:
        self.messages = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the process
        self.process = subprocess.Popen(
            command("kg.cypher.worker", database),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.messages,
            env=environment(),
        )
        self.end = weakref.finalize(self, end, self.process, self.messages)

    def ask(self, request: Mapping[str, Any], timeout: float) -> dict[str, Any]:
        """The reply to a request.

        Raises:
            QueryError: the process ended, or was killed after `timeout` seconds.
        """
        to_child, from_child = cast("IO[bytes]", self.process.stdin), cast("IO[bytes]", self.process.stdout)
        late = threading.Event()

        def stop() -> None:
            late.set()
            self.process.kill()

        timer = threading.Timer(timeout, stop)
        timer.start()
        try:
            to_child.write(json.dumps(request).encode() + b"\n")
            to_child.flush()
            line = from_child.readline()
        except BrokenPipeError:
            line = b""
        finally:
            timer.cancel()
        if line.endswith(b"\n"):
            reply: dict[str, Any] = json.loads(line)
            return reply
        if late.is_set():
            raise _too_slow(timeout - _GRACE)
        raise _EngineEndedError(self._how_it_ended())

    def _how_it_ended(self) -> str:
        code = self.process.wait()
        self.messages.seek(0)
        last = last_line(self.messages.read())
        return f"the query ended the engine's process (exit {code}): {last}; simplify it, or ask Neo4j (--uri)"


def _too_slow(timeout: float) -> QueryError:
    return QueryError(f"the query took longer than {timeout:g} s and was stopped; narrow it or raise --timeout")


def _answer(reply: Mapping[str, Any], names: Sequence[str] | None) -> CypherAnswer:
    """The reply with columns named as Cypher names them; the engine's names show its inner workings."""
    columns = reply["columns"] if names is None or len(names) != len(reply["columns"]) else names
    if len(set(columns)) != len(columns):
        double = next(name for name in columns if list(columns).count(name) > 1)
        raise QueryError(f"two columns are called {double}; name them apart with AS")
    rows = tuple(dict(zip(columns, row, strict=True)) for row in reply["rows"])
    return CypherAnswer(tuple(columns), rows, reply["truncated"])
