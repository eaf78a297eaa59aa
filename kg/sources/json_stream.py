"""Streaming of JSON: one record at a time from JSON Lines, an array, or the list inside an answer of an API.

ijson parses documents; a record is held in memory as a whole, a file never.
"""

import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO, Final, cast

from kg.records import Reject
from kg.sources.inputs import Input

#: A record with all its references and authors stays far below this; what is longer is no record (bytes).
MAX_RECORD: Final = 16 * 2**20
_CHUNK = 65_536
#: Where answers of APIs keep their list, or their only record, by the keys from the outermost object inwards.
_ENVELOPES: Final = (("results",), ("data",), ("items",), ("message", "items"))
_SINGLE: Final = "message"


@dataclass(frozen=True, slots=True)
class JsonRecord:
    """An object of the file: its line in JSON Lines, else None, its number from 1, and itself."""

    line: int | None
    number: int
    value: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Layout:
    """How a file keeps its records: as lines, or at an ijson prefix; and the keys of the first one, as far as seen."""

    prefix: str | None
    keys: frozenset[str]


class _TooLongError(ValueError):
    """A record is longer than MAX_RECORD."""


def layout(head: str) -> Layout | None:
    """The layout of a file that begins so, or None where it does not begin as JSON objects do."""
    text = head.lstrip("\ufeff \t\r\n")
    if text[:1] not in {"{", "["}:
        return None
    keys, opened = _seen(text)
    first_line, more, rest = text.partition("\n")
    if text[0] == "[":
        is_array = text[1:].lstrip()[:1] == "{" and not (rest.strip() and _is_whole(first_line))
        return Layout("item", frozenset(keys.get("item", ()))) if is_array else None
    outer = keys.get("", [])
    if "title" not in outer:
        for path in _ENVELOPES:
            if (prefix := ".".join(path)) in opened:
                return Layout(f"{prefix}.item", frozenset(keys.get(f"{prefix}.item", ())))
        if _SINGLE in keys:
            return Layout(_SINGLE, frozenset(keys[_SINGLE]))
    spread = more and first_line.rstrip().endswith(("{", "[", ","))  # one object over many lines
    return Layout("" if spread else None, frozenset(outer))


def _is_whole(line: str) -> bool:
    """Whether a line is JSON by itself."""
    try:
        json.loads(line)
    except (ValueError, RecursionError):
        return False
    return True


def _seen(text: str) -> tuple[dict[str, list[str]], set[str]]:
    """The keys of the objects and the arrays in the beginning of a first JSON value, by ijson prefix."""
    import ijson

    keys: dict[str, list[str]] = {}
    arrays: set[str] = set()
    ended: set[str] = set()
    try:
        for prefix, event, value in ijson.parse(io.BytesIO(text.encode("utf-8", "replace"))):
            if event == "map_key" and prefix not in ended:
                keys.setdefault(prefix, []).append(value)
            elif event == "start_map":
                keys.setdefault(prefix, [])
            elif event == "start_array":
                arrays.add(prefix)
            elif event == "end_map":
                ended.add(prefix)
    except ijson.JSONError:
        pass  # the end of what was looked at, or damage that reading will report
    return keys, arrays


def json_records(source: Input) -> Iterator[JsonRecord | Reject]:
    """The objects of a file one after the other, whatever its layout; what is none is a reject.

    Of JSON Lines every good line is read. Other layouts are one value, which ends at the first damage.
    """
    found = layout(source.head.decode("utf-8-sig", errors="replace"))
    if found is None or found.prefix is None:
        yield from _lines(source)
    else:
        yield from _items(source, found.prefix)


def _lines(source: Input) -> Iterator[JsonRecord | Reject]:
    records = 0
    for number, raw in numbered_lines(source.stream):
        if raw is None:
            yield Reject(source.name, number, f"the line is over {MAX_RECORD:,} bytes, too long for a record")
        elif raw.strip():
            value = _loads(source.name, number, raw)
            if isinstance(value, Reject):
                yield value
            else:
                records += 1
                yield JsonRecord(number, records, value)


def numbered_lines(stream: BinaryIO) -> Iterator[tuple[int, bytes | None]]:
    """Lines with their numbers from 1; None stands for one longer than MAX_RECORD, which is passed over."""
    number = 0
    while raw := stream.readline(MAX_RECORD + 1):
        number += 1
        if len(raw) <= MAX_RECORD:
            yield number, raw
            continue
        while raw and not raw.endswith(b"\n"):
            raw = stream.readline(_CHUNK)
        yield number, None


def _loads(name: str, number: int, raw: bytes) -> dict[str, Any] | Reject:
    try:
        value = json.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        return Reject(name, number, f"not UTF-8 text (byte {error.start + 1} of the line)")
    except json.JSONDecodeError as error:
        return Reject(name, number, f"not JSON: {error.msg} at column {error.colno}")
    except RecursionError:
        return Reject(name, number, "not usable JSON: nested too deeply")
    except ValueError as error:  # e.g. an integer of more digits than Python converts
        return Reject(name, number, f"not usable JSON: {error}")
    return value if isinstance(value, dict) else Reject(name, number, "not a JSON object")


class _Metered:
    """A stream that refuses to give more than MAX_RECORD bytes for one record."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._given = 0
        self._first = True

    def read(self, size: int = -1) -> bytes:
        """The next bytes, without a byte order mark at the beginning."""
        if size == 0:
            return b""
        data = self._stream.read(size)
        if self._first:
            self._first = False
            data = data.removeprefix(b"\xef\xbb\xbf") or self._stream.read(size)
        self._given += len(data)
        if self._given > MAX_RECORD + _CHUNK:
            raise _TooLongError
        return data

    def record_ends(self) -> None:
        """Begin to count anew."""
        self._given = 0


def _items(source: Input, prefix: str) -> Iterator[JsonRecord | Reject]:
    import ijson

    stream = _Metered(source.stream)
    number = 0
    try:
        for value in ijson.items(cast(BinaryIO, stream), prefix, use_float=True, multiple_values=True, buf_size=_CHUNK):
            stream.record_ends()
            number += 1
            if isinstance(value, dict):
                yield JsonRecord(None, number, value)
            else:
                yield Reject(source.name, None, f"record {number}: not a JSON object")
        if not number:
            yield Reject(source.name, None, f"there is no record at {prefix!r}", "file")
    except _TooLongError:
        reason = f"record {number + 1} is over {MAX_RECORD:,} bytes; reading stopped there"
        yield Reject(source.name, None, reason, "file")
    except (ijson.JSONError, UnicodeDecodeError, RecursionError, OverflowError) as error:
        detail = " ".join(str(error).split("\n")[0].split()) or type(error).__name__
        reason = f"no JSON from record {number + 1} on ({detail}); reading stopped there"
        yield Reject(source.name, None, reason, "file")


def text_at(value: object, *path: str | int) -> str:
    """The string at a path of keys and indexes inside JSON; numbers as text, "" where there is nothing of the kind."""
    found = at(value, *path)
    if isinstance(found, str):
        return found
    return str(found) if isinstance(found, int) and not isinstance(found, bool) and abs(found) < 2**63 else ""


def list_at(value: object, *path: str | int) -> list[Any]:
    """The list at a path, or an empty one."""
    found = at(value, *path)
    return found if isinstance(found, list) else []


def at(value: object, *path: str | int) -> object:
    """What is at a path of keys and indexes inside JSON, or None."""
    for step in path:
        if isinstance(step, int):
            value = value[step] if isinstance(value, list) and -len(value) <= step < len(value) else None
        else:
            value = value.get(step) if isinstance(value, dict) else None
    return value
