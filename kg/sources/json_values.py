"""What is at a place inside JSON of which nothing is sure: an answer of the kind asked for, or an empty one."""

from typing import Any


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
