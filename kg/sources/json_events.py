"""The values at a path inside a stream of JSON, one at a time and none larger than a record may be.

ijson parses. Its own paths are strings that grow with the depth, so that the time for nested lists is the square of it;
therefore paths are kept and values are built here.
"""

from collections.abc import Iterator
from typing import Any, BinaryIO, Final, cast

#: A record with thousands of authors and references stays below this; what is longer is no record (bytes).
MAX_RECORD: Final = 8 * 2**20
#: So many objects and lists a record may hold, each of which takes a hundred times the room that it has in the file.
MAX_CONTAINERS: Final = 500_000
#: Lists and objects inside one another; records have a few levels.
MAX_DEPTH: Final = 100
#: The step of a path into a list.
ITEM: Final = "item"
_CHUNK: Final = 65_536


class TooLargeError(ValueError):
    """What is read for one record is larger than a record may be."""


def damage() -> tuple[type[Exception], ...]:
    """What reading raises where a stream is no JSON, or too large."""
    import ijson

    return (ijson.JSONError, UnicodeError, OverflowError, TooLargeError)


def containers(data: bytes) -> int:
    """How many objects and lists begin in a piece of JSON, at most."""
    return data.count(b"[") + data.count(b"{")


class Metered:
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
        self._containers += containers(data)
        if self._given > MAX_RECORD + _CHUNK or self._containers > MAX_CONTAINERS:
            raise TooLargeError
        return data

    def record_ends(self) -> None:
        """Begin to count anew."""
        self._given = self._containers = 0


def json_events(stream: object) -> Iterator[tuple[list[str], str, Any]]:
    """The events of ijson, each with the path of its value; the list is changed for the next event.

    Raises:
        TooLargeError: values are nested too deeply.
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
                path.append(ITEM if event == "start_array" else "")
                if len(path) > MAX_DEPTH:
                    raise TooLargeError


def values_at(stream: "Metered", target: tuple[str, ...]) -> Iterator[Any]:
    """The values at a path, one at a time."""
    place = list(target)
    events = json_events(stream)
    for path, event, value in events:
        if path != place or event == "map_key" or event.startswith("end"):
            continue
        found = _built(event == "start_map", events) if event.startswith("start") else value
        stream.record_ends()
        yield found


def _built(is_object: bool, events: Iterator[tuple[list[str], str, Any]]) -> Any:
    """The object, or list, whose beginning was the last event."""
    root: Any = {} if is_object else []
    open_: list[Any] = [root]
    keys: list[str] = [""]
    for _, event, value in events:
        if event == "map_key":
            keys[-1] = value
            continue
        if event in {"end_map", "end_array"}:
            open_.pop()
            keys.pop()
            if not open_:
                break
            continue
        begins = event in {"start_map", "start_array"}
        found: Any = ({} if event == "start_map" else []) if begins else value
        holder = open_[-1]
        if type(holder) is list:
            holder.append(found)
        else:
            holder[keys[-1]] = found
        if begins:
            open_.append(found)
            keys.append("")
    return root
