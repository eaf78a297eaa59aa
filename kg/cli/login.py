"""Options of the commands that talk to a Neo4j server, and where the password comes from."""

import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

import click

from kg.errors import DatabaseError
from kg.neo4j.connection import DEFAULT_DATABASE, DEFAULT_USER, check_address

if TYPE_CHECKING:
    from kg.neo4j import Login

PASSWORD_VARIABLE: Final = "NEO4J_PASSWORD"  # noqa: S105 - the name of a variable


def server_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--user` and `--database`."""
    user = click.option("--user", default=DEFAULT_USER, show_default=True, help="User of the server.")
    database = click.option("--database", default=DEFAULT_DATABASE, show_default=True, help="Database on the server.")
    return user(database(command))


def login_of(uri: str, user: str, database: str) -> "Login":
    """The login with the password from the environment or, on a terminal, from a prompt.

    Raises:
        DatabaseError: the address is wrong, or there is neither.
    """
    from kg.neo4j import Login

    check_address(uri)
    password = os.environ.get(PASSWORD_VARIABLE)
    if password is None:
        if not sys.stdin.isatty():
            raise DatabaseError(f"{uri}: set {PASSWORD_VARIABLE} to the password of user {user!r}")
        password = click.prompt(f"Password of {user}", hide_input=True, err=True)
    return Login(uri, password, user, database)
