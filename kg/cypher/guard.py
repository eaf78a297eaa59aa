"""Which queries the embedded engine runs: those that read the graph and nothing else.

A database that is open for reading still writes files (`COPY ... TO`), reads them (`LOAD FROM`) and loads code
(`INSTALL`), so the statement decides.
"""

from collections.abc import Sequence
from typing import Final

from kg.cypher.tokens import NONE, Token
from kg.errors import QueryError

# What a query may begin with.
_STARTS: Final = frozenset({"MATCH", "OPTIONAL", "WITH", "RETURN", "UNWIND", "CALL"})
# Clauses that change the graph or the database, or reach for files, extensions and other databases. Most could only
# begin a statement; they are refused everywhere all the same.
_REFUSED: Final = frozenset(
    {
        *("CREATE", "MERGE", "SET", "DELETE", "DETACH", "REMOVE", "FOREACH", "DROP", "ALTER"),
        *("LOAD", "COPY", "EXPORT", "IMPORT", "INSTALL", "UNINSTALL", "ATTACH", "USE"),
    }
)
#: Functions that may be called; all of them only describe the database.
CALLABLE: Final = ("show_tables", "table_info", "show_functions", "db_version")


def check_reads_only(tokens: Sequence[Token]) -> None:
    """Let a query pass if it can do nothing but read the graph.

    Raises:
        QueryError: it might do more, or it is empty or several queries.
    """
    if not tokens or tokens[0].text == ";":
        raise QueryError("the query is empty; begin with MATCH, as in 'MATCH (p:Paper) RETURN p.title LIMIT 5'")
    if tokens[0].word not in _STARTS:
        raise QueryError(
            f"{tokens[0].text[:40]} is refused: queries read the graph and nothing else; "
            "begin with MATCH, OPTIONAL MATCH, UNWIND, WITH, RETURN or CALL"
        )
    for index, token in enumerate(tokens):
        if token.text == ";" and index < len(tokens) - 1:
            raise QueryError("one query at a time: leave out what follows the semicolon")
        if is_name(tokens, index):
            continue
        if token.word in _REFUSED:
            raise QueryError(
                f"{token.word} is refused: queries read the graph and nothing else "
                f"(a variable of that name goes in backticks: `{token.text}`)"
            )
        if token.word == "CALL":
            _check_call(at(tokens, index + 1), at(tokens, index + 2))


def at(tokens: Sequence[Token], index: int) -> Token:
    """The token at an index, or one that is nothing."""
    return tokens[index] if 0 <= index < len(tokens) else NONE


def is_name(tokens: Sequence[Token], index: int) -> bool:
    """Whether a bare word can only be the name of a property, a label or a map key, and never a keyword.

    So it is after the dot of a property, after `:` or `|`, and before the `:` of a map.
    """
    before, after = at(tokens, index - 1).text, at(tokens, index + 1).text
    if before == ".":
        owner = at(tokens, index - 2)
        return owner.kind in {"name", "quoted", "parameter"} or owner.text in {")", "]", "}", "{", ","}
    return before in {":", "|"} or (after == ":" and before in {"{", ","})


def _check_call(name: Token, bracket: Token) -> None:
    if name.text in {"{", "("}:
        raise QueryError(
            "subqueries with CALL { } run on Neo4j only (--uri); write OPTIONAL MATCH ... WITH ..., count(...) instead"
        )
    if name.kind != "name" or name.text.lower() not in CALLABLE or bracket.text != "(":
        raise QueryError(
            f"CALL {name.text} is refused; functions that may be called are {', '.join(CALLABLE)}, "
            "as in 'CALL show_tables() RETURN *'"
        )
