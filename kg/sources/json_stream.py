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

#: A record with thousands of authors and references stays below this; what is longer is no record (bytes).
MAX_RECORD: Final = 8 * 2**20
#: So many objects and lists a record may hold, each of which takes a hundred times the room that it has in the file.
MAX_CONTAINERS: Final = 500_000
#: Lists and objects inside one another; records have a few levels.
MAX_DEPTH: Final = 100
_CHUNK = 65_536
#: Where answers of APIs keep their list, or their only record, by the keys from the outermost object inwards.
_ENVELOPES: Final = (("results",), ("data",), ("items",), ("message", "items"))
_SINGLE: Final = ("message",)
# The step of a path into a list; and the length of the longest path that tells how a file is laid out.
_ITEM: Final = "item"
_SHALLOW: Final = 4


@dataclass(frozen=True, slots=True)
class JsonRecord:
    """An object of the file: its line in JSON Lines, else None, its number from 1, and itself."""

    line: int | None
    number: int
    value: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Layout:
    """How a file keeps its records, and the keys of the first one as far as seen.

    `path` leads to a record by keys from the outermost value inwards, `item` for a list; None stands for JSON Lines.
    """

    path: tuple[str, ...] | None
    keys: frozenset[str]


class _TooLargeError(ValueError):
    """What is read for one record is larger than a record may be."""


def layout(head: str) -> Layout | None:
    """The layout of a file that begins so, or None where it does not begin as JSON objects do."""
    text = head.lstrip("\ufeff \t\r\n")
    if text[:1] not in {"{", "["}:
        return None
    keys, lists = _seen(text)
    first_line, more, rest = text.partition("\n")
    if text[0] == "[":
        is_array = text[1:].lstrip()[:1] == "{" and not (rest.strip() and _is_whole(first_line))
        return Layout((_ITEM,), frozenset(keys.get((_ITEM,), ()))) if is_array else None
    outer = keys.get((), [])
    if "title" not in outer:
        for envelope in _ENVELOPES:
            if envelope in lists:
                path = (*envelope, _ITEM)
                return Layout(path, frozenset(keys.get(path, ())))
        if _SINGLE in keys:
            return Layout(_SINGLE, frozenset(keys[_SINGLE]))
    spread = more and first_line.rstrip().endswith(("{", "[", ","))  # one object over many lines
    return Layout(() if spread else None, frozenset(outer))


def _is_whole(line: str) -> bool:
    """Whether a line is JSON by itself."""
    try:
        json.loads(line)
    except (ValueError, RecursionError):
        return False
    return True


def _seen(text: str) -> tuple[dict[tuple[str, ...], list[str]], set[tuple[str, ...]]]:
    """The keys of the first object, and whether there is a list, at each path in the beginning of a JSON value."""
    keys: dict[tuple[str, ...], list[str]] = {}
    lists: set[tuple[str, ...]] = set()
    ended: set[tuple[str, ...]] = set()
    try:
        for path, event, value in _events(io.BytesIO(text.encode("utf-8", "replace"))):
            if len(path) > _SHALLOW:
                continue
            place = tuple(path)
            if event == "map_key" and place[:-1] not in ended:
                keys.setdefault(place[:-1], []).append(value)
            elif event == "start_map":
                keys.setdefault(place, [])
            elif event == "start_array":
                lists.add(place)
            elif event == "end_map":
                ended.add(place)
    except _damage():
        pass  # the end of what was looked at, or damage that reading will report
    return keys, lists


def _events(stream: object) -> Iterator[tuple[list[str], str, Any]]:
    """The events of ijson, each with the path of its value; the list is changed for the next event.

    ijson's own paths are strings that grow with the depth, which makes nested lists as long as their square.

    Raises:
        _TooLargeError: values are nested too deeply.
    """
    import ijson

    path: list[str] = []
    for event, value in ijson.basic_parse(
        cast(BinaryIO, stream), use_float=True, multiple_values=True, buf_size=_CHUNK
    ):
        if event == "map_key":
            path[-1] = value
            yield path, event, value
        elif event in {"end_map", "end_array"}:
            path.pop()
            yield path, event, value
        else:
            yield path, event, value
            if event in {"start_map", "start_array"}:
                path.append(_ITEM if event == "start_array" else "")
                if len(path) > MAX_DEPTH:
                    raise _TooLargeError


def _values(stream: "_Metered", target: tuple[str, ...]) -> Iterator[Any]:
    """The values at a path, one at a time."""
    from ijson import ObjectBuilder

    builder: Any = None
    place = list(target)
    for path, event, value in _events(stream):
        ends = path == place and event != "map_key"
        if builder is None and ends and not event.startswith("end"):
            builder = ObjectBuilder()
        if builder is not None:
            builder.event(event, value)
            if ends and not event.startswith("start"):
                stream.record_ends()
                yield builder.value
                builder = None


def _damage() -> tuple[type[Exception], ...]:
    import ijson

    return (ijson.JSONError, UnicodeError, OverflowError, _TooLargeError)


def json_records(source: Input) -> Iterator[JsonRecord | Reject]:
    """The objects of a file one after the other, whatever its layout; what is none is a reject.

    Of JSON Lines every good line is read. Other layouts are one value, which ends at the first damage.
    """
    found = layout(source.head.decode("utf-8-sig", errors="replace"))
    if found is None or found.path is None:
        yield from _lines(source)
    else:
        yield from _items(source, found.path)


def _lines(source: Input) -> Iterator[JsonRecord | Reject]:
    records = 0
    for number, raw in numbered_lines(source.stream):
        if raw is None:
            yield Reject(source.name, number, "the line is too large for a record")
        elif raw.strip():
            value = _loads(source.name, number, raw)
            if isinstance(value, Reject):
                yield value
            else:
                records += 1
                yield JsonRecord(number, records, value)


def numbered_lines(stream: BinaryIO) -> Iterator[tuple[int, bytes | None]]:
    """Lines with their numbers from 1; None stands for one too large for a record, which is passed over."""
    number = 0
    while raw := stream.readline(MAX_RECORD + 1):
        number += 1
        if len(raw) <= MAX_RECORD and _containers(raw) <= MAX_CONTAINERS:
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


def _containers(data: bytes) -> int:
    return data.count(b"[") + data.count(b"{")


class _Metered:
    """A stream that refuses to give more than MAX_RECORD bytes, or MAX_CONTAINERS, for one record."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._given = 0
        self._containers = 0
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
        self._containers += _containers(data)
        if self._given > MAX_RECORD + _CHUNK or self._containers > MAX_CONTAINERS:
            raise _TooLargeError
        return data

    def record_ends(self) -> None:
        """Begin to count anew."""
        self._given = self._containers = 0


def _items(source: Input, path: tuple[str, ...]) -> Iterator[JsonRecord | Reject]:
    number = 0
    try:
        for value in _values(_Metered(source.stream), path):
            number += 1
            if isinstance(value, dict):
                yield JsonRecord(None, number, value)
            else:
                yield Reject(source.name, None, f"record {number}: not a JSON object")
        if not number:
            yield Reject(source.name, None, "the file holds no record", "file")
    except _TooLargeError:
        reason = f"record {number + 1} is too large for a record; reading stopped there"
        yield Reject(source.name, None, reason, "file")
    except _damage() as error:
        detail = " ".join(str(error).split("\n")[0].split()) or type(error).__name__
        reason = f"no JSON from record {number + 1} on ({detail}); reading stopped there"
        yield Reject(source.name, None, reason, "file")
