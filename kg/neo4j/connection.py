"""The connection to a server: who asks, and the driver's errors as sentences."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from kg.errors import DatabaseError, KgError, QueryError

if TYPE_CHECKING:
    from neo4j import Driver

DEFAULT_USER: Final = "neo4j"
DEFAULT_DATABASE: Final = "neo4j"
# Seconds to wait for an address that does not answer, and in all for a server that is restarted in the middle.
_CONNECT_TIMEOUT: Final = 10.0
RETRY_TIME: Final = 30.0
# Those of the Bolt protocol; the driver's HTTP ones are a preview that lacks transactions.
_SCHEMES: Final = ("bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc")
# The driver warns of every attempt that it repeats; whoever sets up logging sees it, others get the one sentence.
logging.getLogger("neo4j").addHandler(logging.NullHandler())


@dataclass(frozen=True, slots=True)
class Login:
    """A database on a server, and who asks; the password is in no text of it."""

    uri: str
    password: str = field(repr=False)
    user: str = DEFAULT_USER
    database: str = DEFAULT_DATABASE


@contextmanager
def connect(login: Login, *, retry_time: float = RETRY_TIME) -> "Iterator[Driver]":
    """A driver whose server has answered; every error of the driver inside becomes a KgError of one sentence.

    `retry_time` is the number of seconds for which the work of a transaction is tried again when the server fails.

    Raises:
        DatabaseError: there is no such server, user or database, the driver is not installed, or later work fails.
        QueryError: a query inside does not run.
    """
    check_address(login.uri)
    try:
        from neo4j import GraphDatabase
        from neo4j.exceptions import DriverError, Neo4jError
    except ImportError as error:
        raise DatabaseError("Neo4j needs its driver; install it with pip install 'paperkg[neo4j]'") from error
    connected = False
    try:
        with GraphDatabase.driver(
            login.uri,
            auth=(login.user, login.password),
            connection_timeout=_CONNECT_TIMEOUT,
            max_transaction_retry_time=retry_time,
            notifications_min_severity="OFF",
        ) as driver:
            # Outside a managed transaction, which would be tried again for a server that is not there.
            with driver.session(database=login.database) as session:
                session.run("RETURN 1").consume()
            connected = True
            yield driver
    except (DriverError, Neo4jError) as error:
        raise as_sentence(error, login, connected) from error


def check_address(uri: str) -> None:
    """Refuse what is no Bolt address, and any that holds a password, which would end up in logs.

    Raises:
        DatabaseError: with what to write instead; a password in the address is not repeated.
    """
    parts = urlsplit(uri)
    if "@" in parts.netloc:
        raise DatabaseError("the address must not hold a user or password; give --user, and set NEO4J_PASSWORD")
    if parts.scheme not in _SCHEMES or not parts.hostname:
        raise DatabaseError(f"{uri!r} is no address of a Neo4j server; write one like bolt://localhost:7687")


def as_sentence(error: Exception, login: Login, connected: bool) -> KgError:
    """An error of the driver as one that says what to do; `connected` tells a lost server from a missing one."""
    from neo4j.exceptions import DriverError, Neo4jError

    server, database, user = login.uri, login.database, login.user
    code = (error.code or "") if isinstance(error, Neo4jError) else ""
    match code.removeprefix("Neo.").split("."):
        case [_, "Security", "AuthenticationRateLimit"]:
            return DatabaseError(f"{server}: too many wrong passwords for user {user!r}; wait a few seconds")
        case [_, "Security", "Unauthorized" | "CredentialsExpired" | "TokenExpired"]:
            return DatabaseError(f"{server}: the password of user {user!r} is wrong or expired; set NEO4J_PASSWORD")
        case [_, "Security", _] | [_, "General", "WriteOnReadOnlyAccessDatabase" | "ReadOnly"]:
            return DatabaseError(
                f"{server}: user {user!r} may not write to database {database!r}; ask for the right to"
            )
        case [_, "Database", "DatabaseNotFound"]:
            return DatabaseError(f"{server}: there is no database {database!r}; create it, or name another one")
        case [_, "Schema", "ConstraintValidationFailed" | "ConstraintCreationFailed"]:
            return DatabaseError(f"{server}: data in the database stands in the way ({_first_line(error)})")
        case [_, "Statement", "AccessMode"]:
            return QueryError("the query writes; only reading is allowed here")
        case [_, "Statement", _] | [_, "Procedure", _]:
            return QueryError(f"the query does not run: {_first_line(error)}")
        case [_, "Transaction", "TransactionTimedOut" | "TransactionTimedOutClientConfiguration"]:
            return QueryError("the query took too long and was stopped; make it narrower or raise --timeout")
    if isinstance(error, DriverError) and connected:
        return DatabaseError(f"{server}: the connection broke; when the server is back, run the same command again")
    if isinstance(error, DriverError):
        return DatabaseError(f"{server}: no Neo4j server answers there; start it, or correct the address")
    return DatabaseError(f"{server}: the server refuses ({_first_line(error)})")


def _first_line(error: Exception) -> str:
    """The server's own words, on one line."""
    message = getattr(error, "message", None) or str(error)
    return " ".join(message.split())
