"""How a file of JSON is laid out: as lines, as an array, or as an answer of an API with the records inside."""

import io
import json
from dataclasses import dataclass
from typing import Final

from kg.sources.json_events import ITEM, damage, json_events

#: Where answers of APIs keep their list, or their only record, by the keys from the outermost object inwards.
_ENVELOPES: Final = (("results",), ("data",), ("items",), ("message", "items"))
_SINGLE: Final = ("message",)
# The length of the longest path that tells how a file is laid out.
_SHALLOW: Final = 4


@dataclass(frozen=True, slots=True)
class Layout:
    """How a file keeps its records, and the keys of the first one as far as seen.

    `path` leads to a record by keys from the outermost value inwards, `item` for a list; None stands for JSON Lines.
    """

    path: tuple[str, ...] | None
    keys: frozenset[str]


def layout(head: str) -> Layout | None:
    """The layout of a file that begins so, or None where it does not begin as JSON objects do."""
    text = head.lstrip("\ufeff \t\r\n")
    if text[:1] not in {"{", "["}:
        return None
    keys, lists = _seen(text)
    first_line, more, rest = text.partition("\n")
    if text[0] == "[":
        is_array = text[1:].lstrip()[:1] == "{" and not (rest.strip() and _is_whole(first_line))
        return Layout((ITEM,), frozenset(keys.get((ITEM,), ()))) if is_array else None
    outer = keys.get((), [])
    if "title" not in outer:
        for envelope in _ENVELOPES:
            if envelope in lists:
                path = (*envelope, ITEM)
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
        for path, event, value in json_events(io.BytesIO(text.encode("utf-8", "replace"))):
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
    except damage():
        pass  # the end of what was looked at, or damage that reading will report
    return keys, lists
