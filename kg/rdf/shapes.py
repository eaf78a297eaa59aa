"""Shapes: triples written one a line with prefixed names and places to fill, as Python text or as a SQL expression.

In `<{paper}> dcterms:title {title}` an IRI stands in angle brackets and a literal comes as N-Triples writes it.
"""

import re
from collections.abc import Callable
from functools import lru_cache

from kg.rdf.terms import expand

_PREFIXED_NAME = re.compile(r"[a-z]+:\w+\Z")
_PLACE = re.compile(r"\{(\w+)\}")


def shape(lines: str) -> Callable[..., str]:
    """A function that fills the places by keyword and gives N-Triples."""
    return _template(lines).format


def sql_shape(lines: str, until: str | None = None) -> str:
    """A SQL expression of the N-Triples, or of their beginning until a place; the places are columns."""
    template = _template(lines)
    words = enumerate(_PLACE.split(template[: template.index(f"{{{until}}}")] if until else template))
    # Text and names of places take turns. A chain of || would copy the text once for each piece.
    pieces = [f'"{word}"' if number % 2 else f"'{word}'" for number, word in words]
    return f"concat({', '.join(pieces)})"


@lru_cache(32)
def triples_of(lines: str) -> tuple[tuple[str, str], ...]:
    """Predicate and object of each triple of a shape, as N-Triples writes them."""
    words = [line.split(" ", 2) for line in _template(lines).splitlines()]
    return tuple((predicate, rest[:-2]) for _, predicate, rest in words)


def _template(lines: str) -> str:
    triples = []
    for line in filter(None, map(str.strip, lines.splitlines())):
        words = [f"<{expand(word)}>" if _PREFIXED_NAME.match(word) else word for word in line.split()]
        triples.append(" ".join(words) + " .\n")
    return "".join(triples)
