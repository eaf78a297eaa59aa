"""Reads the graph's own stream of N-Triples back into terms, for formats that are written from it.

The stream is canonical: one space between terms, subjects and predicates are IRIs, literals have no language.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

_ESCAPE = re.compile(r"\\(?:u([0-9A-F]{4})|(.))")
_SHORT = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"}


@dataclass(frozen=True, slots=True)
class Object:
    """An IRI, or the text of a literal with its datatype (None for strings)."""

    value: str
    is_iri: bool
    datatype: str | None = None


def subjects(text: str) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Subject and (predicate, object as N-Triples) pairs of the subjects of whole lines, in their order."""
    triples = (line.split(" ", 2) for line in text.split("\n")[:-1])
    for subject, group in groupby(triples, lambda words: words[0]):
        yield subject[1:-1], [(predicate[1:-1], value[:-2]) for _, predicate, value in group]


def split_literal(object: str) -> tuple[str, str | None]:
    """The quoted text of a literal and its datatype."""
    if object.endswith('"'):
        return object, None
    quoted, _, datatype = object.rpartition("^^")
    return quoted, datatype[1:-1]


def read_object(object: str) -> Object:
    """An object written in N-Triples."""
    if object.startswith("<"):
        return Object(object[1:-1], is_iri=True)
    quoted, datatype = split_literal(object)
    text = quoted[1:-1]
    return Object(_ESCAPE.sub(_unescape, text) if "\\" in text else text, is_iri=False, datatype=datatype)


def _unescape(match: re.Match[str]) -> str:
    code, short = match.groups()
    return chr(int(code, 16)) if code else _SHORT.get(short, short)
