"""Errors of paperkg: what a caller can catch.

KgError
├── SourceError     an input file is missing, unreadable or of an unknown format
│   └── RejectedInputError  `--strict`: a record was rejected
├── StoreError      a graph directory is missing, damaged, locked or of another schema
│   └── NewerGraphError     a newer paperkg made the graph
├── WorkerError     a process that reads abstracts died
├── PaperError      a paper that is meant is not in the graph
├── QueryError      a query cannot be answered
│   ├── MalformedQueryError      it does not parse
│   ├── RefusedQueryError        it calls another server
│   ├── QueryTooLongError        its text is too long
│   ├── QueryTimeoutError        it ran out of time
│   ├── QueryLimitError          it ran out of memory, or its answer is too large
│   ├── UnacceptableFormatError  none of the formats asked for fits its kind of answer
│   └── StaleIndexError          the index was replaced while it ran
├── ServerError     the server cannot start
├── ExportError     an export format or target is wrong
├── DatabaseError   a Neo4j server is not there, refuses, or holds what must not be touched
├── CurationError   a curation file is unreadable
├── InstallationError   a package of paperkg is hidden by another of its name
├── ConfigError     a kg.toml is missing, malformed, or holds what no command knows
├── EngineError     the engine of a build is unknown, not installed, or failed
└── ValidationError shapes are unreadable, or what validates is not installed
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


class WorkerError(KgError):
    """A process that reads abstracts died; what it and the others have finished is kept."""


class PaperError(KgError):
    """A paper that is meant is not in the graph."""


class QueryError(KgError):
    """A query does not parse, is refused, or ran out of time."""


class MalformedQueryError(QueryError):
    """A query, or the name of a graph that comes with it, does not parse."""


class RefusedQueryError(QueryError):
    """A query would call another server."""


class QueryTooLongError(QueryError):
    """The text of a query is longer than a query may be."""


class QueryTimeoutError(QueryError):
    """A query ran out of time and was stopped."""


class QueryLimitError(QueryError):
    """A query needs more memory, or gives a larger answer, than it may."""


class UnacceptableFormatError(QueryError):
    """A query's answer is of a kind that none of the accepted formats can hold."""


class StaleIndexError(QueryError):
    """The index cannot be read, as after a rebuild of the graph that replaced it."""


class ServerError(KgError):
    """The server cannot start."""


class ExportError(KgError):
    """An export format is unknown or its target cannot be written."""


class DatabaseError(KgError):
    """A Neo4j server is not there, refuses the user or the work, or holds data that must not be touched."""


class CurationError(KgError):
    """A curation file is missing or unreadable."""


class InstallationError(KgError):
    """A package of this distribution is missing, or Python finds another one of its name first."""


class ConfigError(KgError):
    """A file of defaults for the commands is missing, malformed, or holds what no command knows."""


class EngineError(KgError):
    """The engine of a build is unknown, is not installed, or its cluster failed."""


class ValidationError(KgError):
    """Shapes are unreadable, or the package that validates is not installed."""
