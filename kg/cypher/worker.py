"""The child process of the embedded engine: `python -m kg.cypher.worker DATABASE`.

Reads one request a line from standard input and writes one reply a line to standard output, both JSON:
`{"query", "parameters", "limit", "timeout"}` gives `{"columns", "rows", "truncated"}` or `{"error"}`.
"""

import json
import math
import sys
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import ladybug

# The database of 10,000 abstracts fits; a query that needs more ends with a sentence instead of the machine's memory.
_BUFFER_POOL: Final = 512 * 2**20
# What the process may take beyond that, for the rows of an answer as Python values.
_HEADROOM: Final = 2**30
# Values of each kind, so that whatever Python loads to convert them is loaded before files are shut off.
_WARM_UP: Final = (
    "RETURN date('2020-01-01'), timestamp('2020-01-01 00:00:00'), interval('1 day'), [1], {a: 1}, "
    "map(['a'], [1]), to_int128(1), blob('a'), uuid('a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'), "
    "cast(1.5 AS DECIMAL(4, 2)), 'text' =~ 't.*'"
)


def main(path: str) -> int:
    """Answer requests until standard input ends."""
    connection = connect(path)
    connection.execute(_WARM_UP).get_all()  # type: ignore[union-attr]
    confine()
    for line in sys.stdin.buffer:
        reply = json.dumps(answer(connection, json.loads(line)), ensure_ascii=False, allow_nan=False)
        sys.stdout.buffer.write(reply.encode("utf-8", "replace") + b"\n")
        sys.stdout.buffer.flush()
    return 0


def connect(path: str) -> ladybug.Connection:
    """A connection for reading a database."""
    # One thread: rows come in the same order each time.
    database = ladybug.Database(path, read_only=True, buffer_pool_size=_BUFFER_POOL, max_num_threads=1)
    return ladybug.Connection(database)


def confine() -> None:
    """Give up opening files and sockets, and memory without end, where the system can (POSIX; memory on Linux)."""
    try:
        import resource
    except ImportError:
        return
    if sys.platform == "linux":
        # The engine has reserved the addresses of its buffer pool; the limit is on what comes on top.
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        most = pages * resource.getpagesize() + _HEADROOM
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))


def answer(connection: ladybug.Connection, request: Mapping[str, Any]) -> dict[str, Any]:
    """The reply to a request."""
    try:
        connection.set_query_timeout(max(1, int(request["timeout"] * 1000)))
        found = connection.execute(request["query"], request["parameters"])
        if isinstance(found, list):
            return {"error": "one query at a time"}
        rows = found.get_n(request["limit"])
        reply = {
            "columns": found.get_column_names(),
            "rows": [[plain(value) for value in row] for row in rows],
            "truncated": found.has_next(),
        }
        found.close()
    except MemoryError:
        return {"error": "buffer pool is full"}
    except (RuntimeError, ValueError, OverflowError, TypeError) as error:
        return {"error": str(error)}
    return reply


def plain(value: Any) -> Any:
    """A value of the engine as JSON has it; see `kg.cypher.answer.Value`."""
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else str(value)
    if isinstance(value, Decimal):
        # A sum of integers is a decimal without places.
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return _plain_dict(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, timedelta):
        return "PT" + f"{value.total_seconds():.6f}".rstrip("0").rstrip(".") + "S"
    return value.hex() if isinstance(value, bytes) else str(value)


def _plain_dict(value: dict[Any, Any]) -> Any:
    if value.keys() == {"_NODES", "_RELS"}:
        relationships = [plain(item) for item in value["_RELS"]]
        if len(value["_NODES"]) != len(relationships) + 1:
            # The variable of `-[r*1..3]-`, which is the list of its relationships.
            return relationships
        return {"nodes": [plain(item) for item in value["_NODES"]], "relationships": relationships}
    if value.keys() == {"offset", "table"}:
        return f"{value['table']}:{value['offset']}"
    if "_LABEL" in value:
        inner = {name: item for name, item in value.items() if item is not None and not name.startswith("_")}
        return {"_label": value["_LABEL"], **{name: plain(item) for name, item in inner.items()}}
    return {str(name): plain(item) for name, item in value.items()}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
