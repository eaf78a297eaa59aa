"""Terms of RDF as N-Triples text (https://www.w3.org/TR/rdf12-n-triples/).

Names and titles are plain literals (xsd:string) without a language tag: a name such as ResNet-50 belongs to no
language, and sources do not say which language a paper is in.
"""

import re
from decimal import Decimal
from functools import lru_cache
from typing import Final

from pyoxigraph import NamedNode

from ontology.vocabulary import NAMESPACE

PREFIXES: Final = {
    "pkg": NAMESPACE,
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dcterms": "http://purl.org/dc/terms/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "bibo": "http://purl.org/ontology/bibo/",
    "schema": "https://schema.org/",
    "fabio": "http://purl.org/spar/fabio/",
    "prism": "http://prismstandard.org/namespaces/basic/2.0/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "prov": "http://www.w3.org/ns/prov#",
    "oa": "http://www.w3.org/ns/oa#",
    "void": "http://rdfs.org/ns/void#",
    "dcat": "http://www.w3.org/ns/dcat#",
}
_DATE_TYPES: Final = {4: "gYear", 7: "gYearMonth", 10: "date"}
# Characters that an IRI may not hold (RFC 3987), met in URLs that sources give.
_NOT_IRI = re.compile(r"[\x00-\x20<>\"{}|\\^`]")
# What canonical N-Triples escapes: quotes, backslashes, control characters and the two noncharacters that XML excludes.
SPECIAL = re.compile(r'["\\\x00-\x1f\x7f\ufffe\uffff]')
_SHORT_ESCAPES: Final = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}


@lru_cache(1024)
def expand(name: str) -> str:
    """The IRI of a prefixed name such as `skos:prefLabel`."""
    prefix, _, local = name.partition(":")
    return PREFIXES[prefix] + local


def term(name: str) -> NamedNode:
    """The node of a prefixed name."""
    return NamedNode(expand(name))


def plain(text: str) -> str:
    """A string literal."""
    return f'"{SPECIAL.sub(lambda match: escaped(match.group()), text)}"'


def escaped(character: str) -> str:
    """A special character as N-Triples writes it."""
    return _SHORT_ESCAPES.get(character) or f"\\u{ord(character):04X}"


def _typed(suffix: str) -> str:
    return f'"^^<{expand("xsd:" + suffix)}>'


# What follows the digits of a typed literal.
INTEGER: Final = _typed("integer")
DECIMAL: Final = _typed("decimal")
DATES: Final = {length: _typed(name) for length, name in _DATE_TYPES.items()}
TRUE: Final = '"true' + _typed("boolean")


def integer(number: int) -> str:
    """An xsd:integer literal."""
    return f'"{number}{INTEGER}'


def decimal(number: float | str) -> str:
    """An xsd:decimal literal of exactly the value of a float's shortest form, or of decimal digits as text."""
    text = str(number)
    if "e" in text:
        text = format(Decimal(text), "f")
    return f'"{text}{DECIMAL}'


def date(published: str) -> str:
    """A date literal at the precision it has: xsd:date, xsd:gYearMonth or xsd:gYear."""
    return f'"{published}{DATES[len(published)]}'


def web_address(url: str) -> str | None:
    """An http address as it is, or None for what is none or no valid IRI."""
    if not re.match(r"https?://[^/]", url) or _NOT_IRI.search(url):
        return None
    try:
        return NamedNode(url).value
    except ValueError:
        return None


def triple(subject: str, predicate: str, object: str) -> str:
    """One line: the IRI of a subject, a prefixed name, and an object as N-Triples writes it."""
    return f"<{subject}> <{expand(predicate)}> {object} .\n"
