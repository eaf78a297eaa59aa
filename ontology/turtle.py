"""Turtle of shapes, as text: literals, lists of objects over several lines, and the block of a shape."""

import textwrap


def message(rule: str) -> str:
    """What validators say of a node that breaks a rule."""
    return f"sh:message {quoted(rule)}@en"


def quoted(text: str) -> str:
    """A string literal."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def wrapped(start: str, items: list[str]) -> str:
    """A list of objects, several a line."""
    return textwrap.fill(f"{start} {', '.join(items)}", 110, subsequent_indent="        ", break_on_hyphens=False)


def block(name: str, lines: list[str]) -> str:
    """A shape with its predicates and objects."""
    return f"shapes:{name}\n    " + " ;\n    ".join(lines) + " .\n"
