"""The functions of `terms` as DuckDB expressions, for the many rows of claims and mentions."""

from urllib.parse import quote

from kg.identifiers import iri
from kg.rdf.terms import DATES, DECIMAL, INTEGER, SPECIAL, escaped
from kg.sql import quoted

# All characters that a plain literal escapes, backslash first: the other escapes hold one.
_ESCAPES = {"\\": escaped("\\")} | {
    chr(code): escaped(chr(code)) for code in (*range(0x80), 0xFFFE, 0xFFFF) if SPECIAL.match(chr(code))
}
# Characters that identifiers keep in IRIs, beyond those that url_encode keeps.
_KEPT = [chr(code) for code in range(0x80) if iri(chr(code), "") == chr(code) != quote(chr(code), safe="-._~")]


def address(column: str, base: str) -> str:
    """The IRI of an identifier, as `kg.identifiers.iri` makes it."""
    kept = "".join(_KEPT).replace("'", "''")
    encoded = f"url_encode({column})"
    for character in _KEPT:
        encoded = f"replace({encoded}, '{quote(character, safe='')}', {text(character)})"
    return f"{text(base)} || CASE WHEN regexp_full_match({column}, '[-.\\w~{kept}]*') THEN {column} ELSE {encoded} END"


def plain(column: str) -> str:
    """A string literal."""
    replaced = column
    for character, escape in _ESCAPES.items():
        replaced = f"replace({replaced}, {text(character)}, {text(escape)})"
    return (
        f"""'"' || CASE WHEN regexp_matches({column}, '["\\\\\\x00-\\x1f\\x7f\\x{{fffe}}\\x{{ffff}}]') """
        f"""THEN {replaced} ELSE {column} END || '"'"""
    )


def integer(column: str) -> str:
    """An xsd:integer literal."""
    return f"""'"' || {column} || {text(INTEGER)}"""


def decimal(column: str) -> str:
    """An xsd:decimal literal of a number of at most 15 decimal places."""
    return (
        f"""'"' || CASE WHEN contains({column}::VARCHAR, 'e') """
        f"""THEN rtrim(printf('%.15f', {column}), '0') ELSE {column}::VARCHAR END || {text(DECIMAL)}"""
    )


def date(column: str) -> str:
    """A date literal at the precision it has; null for null."""
    choices = " ".join(f"WHEN {length} THEN {text(suffix)}" for length, suffix in DATES.items())
    return f"""'"' || {column} || CASE length({column}) {choices} END"""


def short_hash(*columns: str) -> str:
    """Sixteen hexadecimal digits of the columns, as `kg.rdf.records.short_hash` makes them."""
    return f"substr(sha256({' || chr(31) || '.join(columns)}), 1, 16)"


def text(value: str) -> str:
    """A string as SQL; control characters by their number, for NUL ends the text of a query."""
    if len(value) == 1 and not value.isprintable():
        return f"chr({ord(value)})"
    return quoted(value)
