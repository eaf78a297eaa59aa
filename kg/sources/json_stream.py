"""Streaming of JSON: one record at a time from JSON Lines, an array, or the list inside an answer of an API.

ijson parses documents; a record is held in memory as a whole, a file never.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO, Final

from kg.records import Reject
from kg.sources.inputs import Input
from kg.sources.json_events import MAX_CONTAINERS, MAX_RECORD, Metered, TooLargeError, containers, damage, values_at
from kg.sources.json_layout import layout

_CHUNK: Final = 65_536


@dataclass(frozen=True, slots=True)
class JsonRecord:
    """An object of the file: its line in JSON Lines, else None, its number from 1, and itself."""

    line: int | None
    number: int
    value: dict[str, Any]


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
        if len(raw) <= MAX_RECORD and containers(raw) <= MAX_CONTAINERS:
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


def _items(source: Input, path: tuple[str, ...]) -> Iterator[JsonRecord | Reject]:
    number = 0
    try:
        for value in values_at(Metered(source.stream), path):
            number += 1
            if isinstance(value, dict):
                yield JsonRecord(None, number, value)
            else:
                yield Reject(source.name, None, f"record {number}: not a JSON object")
        if not number:
            yield Reject(source.name, None, "the file holds no record", "file")
    except TooLargeError:
        reason = f"record {number + 1} is too large for a record; reading stopped there"
        yield Reject(source.name, None, reason, "file")
    except damage() as error:
        detail = " ".join(str(error).split("\n")[0].split()) or type(error).__name__
        reason = f"no JSON from record {number + 1} on ({detail}); reading stopped there"
        yield Reject(source.name, None, reason, "file")
