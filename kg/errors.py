"""Errors of paperkg: what a caller can catch.

KgError
├── SourceError     an input file is missing, unreadable or of an unknown format
│   └── RejectedInputError  `--strict`: a record was rejected
├── StoreError      a graph directory is missing, damaged, locked or of another schema
│   └── NewerGraphError     a newer paperkg made the graph
├── QueryError      a query does not parse, is refused, or ran out of time
├── ExportError     an export format or target is wrong
├── ServerError     a Neo4j server is not there, refuses, or holds what must not be touched
└── CurationError   a curation file is unreadable
"""


class KgError(Exception):
    """Base of every error raised on purpose; its text is one readable sentence that says what to do."""


class SourceError(KgError):
    """An input file is missing, unreadable or of a format no reader knows."""


class RejectedInputError(SourceError):
    """A record was rejected while every record was required to be good."""


class StoreError(KgError):
    """A graph directory is missing, damaged, in use by another build, or of another schema."""


class NewerGraphError(StoreError):
    """A newer paperkg made the graph, whose tables this one must not touch."""


class QueryError(KgError):
    """A query does not parse, is refused, or ran out of time."""


class ExportError(KgError):
    """An export format is unknown or its target cannot be written."""


class ServerError(KgError):
    """A Neo4j server is not there, refuses the user or the work, or holds data that must not be touched."""


class CurationError(KgError):
    """A curation file is missing or unreadable."""
