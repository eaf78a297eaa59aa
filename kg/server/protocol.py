"""Requests of the SPARQL 1.1 Protocol (https://www.w3.org/TR/sparql11-protocol/), its query operation only."""

import asyncio
import re
from dataclasses import dataclass
from email.message import Message
from typing import Final
from urllib.parse import parse_qsl

from starlette.exceptions import HTTPException
from starlette.requests import Request

from kg.errors import (
    KgError,
    MalformedQueryError,
    QueryTimeoutError,
    QueryTooLongError,
    RefusedQueryError,
    StaleIndexError,
    UnacceptableFormatError,
)
from kg.sparql.job import MAX_QUERY

FORM: Final = "application/x-www-form-urlencoded"
DIRECT: Final = "application/sparql-query"
# A query whose every byte is percent-encoded, and the names of graphs.
_MAX_BODY: Final = 3 * MAX_QUERY + 65_536
_MAX_FIELDS: Final = 1_000
# Seconds for a client to send what it announced.
_BODY_TIMEOUT: Final = 30.0
_BAD_PERCENT: Final = re.compile(rb"%(?![0-9A-Fa-f]{2})")
# Section 2.1.6 gives 400 to malformed queries and 500 to queries that fail. The rest is RFC 9110: 403 for what is
# understood and refused; 504, not 503, for a query out of time, since the same query later will not do better.
_STATUS: Final[tuple[tuple[type[KgError], int], ...]] = (
    (MalformedQueryError, 400),
    (RefusedQueryError, 403),
    (UnacceptableFormatError, 406),
    (QueryTooLongError, 413),
    (QueryTimeoutError, 504),
    (StaleIndexError, 503),
)


@dataclass(frozen=True, slots=True)
class QueryRequest:
    """A query and the dataset that the request names for it, if it names one (section 2.1.4)."""

    query: str | None
    default_graphs: tuple[str, ...] | None = None
    named_graphs: tuple[str, ...] | None = None


def status_of(error: KgError) -> int:
    """The HTTP status of an error."""
    return next((status for kind, status in _STATUS if isinstance(error, kind)), 500)


async def read_query(request: Request) -> QueryRequest:
    """The query of a GET or POST request; its `query` is None only for a GET without one.

    Raises:
        HTTPException: 400 malformed, 408 too slow, 413 too long, 415 not a media type of a query.
    """
    pairs = decode_pairs(request.scope["query_string"])
    if request.method == "POST":
        media, charset = _content_type(request)
        if media not in {FORM, DIRECT}:
            raise HTTPException(415, f"post a query as {DIRECT} or {FORM}; this endpoint is read-only")
        if charset not in {"utf-8", "utf8", "us-ascii"}:
            raise HTTPException(415, f"the charset {charset!r} is not supported; send UTF-8")
        body = await _body(request)
        pairs += decode_pairs(body) if media == FORM else [("query", _utf8(body))]
    if any(name == "update" for name, _ in pairs):
        raise HTTPException(400, "this endpoint is read-only; it takes no update")
    queries = [value for name, value in pairs if name == "query"]
    if len(queries) > 1:
        raise HTTPException(400, "give the query once; there is more than one parameter `query`")
    if request.method == "POST" and not (queries and queries[0].strip()):
        raise HTTPException(400, "the query is missing; give it as the parameter `query` or as the body")
    default = tuple(value for name, value in pairs if name == "default-graph-uri")
    named = tuple(value for name, value in pairs if name == "named-graph-uri")
    if not default and not named:
        return QueryRequest(queries[0] if queries else None)
    return QueryRequest(queries[0] if queries else None, default, named)


def decode_pairs(data: bytes) -> list[tuple[str, str]]:
    """The names and values of a query string or form.

    Raises:
        HTTPException: 400 for bad percent-encoding, text that is not UTF-8, or too many parameters.
    """
    if _BAD_PERCENT.search(data):
        raise HTTPException(400, "the percent-encoding is broken: after % come two hexadecimal digits")
    try:
        return parse_qsl(
            _utf8(data), keep_blank_values=True, encoding="utf-8", errors="strict", max_num_fields=_MAX_FIELDS
        )
    except UnicodeDecodeError as error:
        raise HTTPException(400, "the parameters are not UTF-8") from error
    except ValueError as error:
        raise HTTPException(400, f"there are more than {_MAX_FIELDS:,} parameters") from error


def _utf8(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise HTTPException(400, f"the request is not UTF-8 (byte {error.start:,})") from error


def _content_type(request: Request) -> tuple[str, str]:
    """Media type and charset of the body."""
    given = request.headers.get("content-type")
    if not given:
        raise HTTPException(415, f"the Content-Type is missing; post a query as {DIRECT} or {FORM}")
    header = Message()
    header["Content-Type"] = given
    return header.get_content_type(), str(header.get_param("charset") or "utf-8").lower()


async def _body(request: Request) -> bytes:
    """The body, within its bounds of size and time."""
    too_long = HTTPException(413, f"the query is longer than {MAX_QUERY:,} bytes; shorten it, or ask several")
    announced = request.headers.get("content-length", "0")
    if announced.isdecimal() and int(announced) > _MAX_BODY:
        raise too_long
    parts, size = [], 0
    try:
        async with asyncio.timeout(_BODY_TIMEOUT):
            async for part in request.stream():
                parts.append(part)
                size += len(part)
                if size > _MAX_BODY:
                    raise too_long
    except TimeoutError as error:
        raise HTTPException(408, f"the query did not arrive within {_BODY_TIMEOUT:g} s") from error
    return b"".join(parts)
