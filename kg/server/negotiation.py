"""Content negotiation: which media type an Accept header prefers (RFC 9110, section 12.5.1)."""

from collections.abc import Mapping
from typing import Final

# Media types by preference where a client has none, each with the name of its format in `kg.sparql`.
ROW_TYPES: Final = {
    "application/sparql-results+json": "json",
    "application/sparql-results+xml": "xml",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
    "application/json": "json",
    "application/xml": "xml",
}
TRIPLE_TYPES: Final = {
    "text/turtle": "turtle",
    "application/n-triples": "nt",
    "application/rdf+xml": "rdfxml",
    "application/ld+json": "jsonld",
    "application/json": "jsonld",
    "application/xml": "rdfxml",
}


def choose(accept: str | None, offers: Mapping[str, str]) -> str | None:
    """The offered media type of the highest quality; of equals the first; None if none is acceptable.

    The most specific range that matches a type gives its quality. Parameters of a range other than `q` are not
    looked at; a range that cannot be read counts as absent.
    """
    if accept is None or not accept.strip():
        return next(iter(offers))
    ranges = dict(parsed for part in accept.split(",") if (parsed := _range(part)))
    qualities = {media: _quality(media, ranges) for media in offers}
    best = max(offers, key=qualities.__getitem__)
    return best if qualities[best] > 0 else None


def _range(part: str) -> tuple[str, float] | None:
    """A media range and its quality."""
    media, *parameters = (piece.strip().lower() for piece in part.split(";"))
    quality = 1.0
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                quality = float(value)
            except ValueError:
                return None
    if media.count("/") != 1 or not 0 <= quality <= 1:
        return None
    return media, quality


def _quality(media: str, ranges: Mapping[str, float]) -> float:
    kind = media.partition("/")[0]
    return next((ranges[r] for r in (media, f"{kind}/*", "*/*") if r in ranges), 0.0)
