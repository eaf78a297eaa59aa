"""What to write instead, when a query fails on something that Neo4j has and the embedded engine lacks."""

import difflib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from kg.cypher.guard import at, is_name
from kg.cypher.tokens import Token
from kg.property_graph import all_tables, node_tables, relationship_tables

# What messages say when a query wants more than its share.
_OUT_OF_MEMORY: Final = ("buffer pool is full", "bad_alloc")

Test = Callable[[Sequence[Token], int], bool]


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that the engine lacks: how it is found in a query, its Neo4j form, and what to write instead."""

    name: str
    neo4j: str
    instead: str
    found: Test


def _calls(*names: str) -> Test:
    return lambda tokens, i: (
        tokens[i].text.lower() in names and at(tokens, i + 1).text == "(" and not is_name(tokens, i)
    )


def _sequence(*parts: str) -> Test:
    """Tokens in a row: `NAME` stands for any name, upper case for a keyword, all else for itself."""

    def found(tokens: Sequence[Token], i: int) -> bool:
        return all(_is(at(tokens, i + offset), part) for offset, part in enumerate(parts))

    return found


def _is(token: Token, part: str) -> bool:
    if part == "NAME":
        return token.kind in {"name", "quoted"}
    return token.word == part if part.isalpha() else token.text == part


def _label_test(tokens: Sequence[Token], i: int) -> bool:
    return (
        tokens[i].word in {"WHERE", "AND", "OR", "NOT", "WHEN"}
        and _is(at(tokens, i + 1), "NAME")
        and at(tokens, i + 2).text == ":"
    )


def _where_in_pattern(tokens: Sequence[Token], i: int) -> bool:
    """A WHERE inside the round or square brackets of a pattern."""
    if tokens[i].word != "WHERE" or is_name(tokens, i):
        return False
    depth = 0
    for token in reversed(tokens[:i]):
        depth += {")": 1, "]": 1, "}": 1, "(": -1, "[": -1, "{": -1}.get(token.text, 0)
        if depth < 0:
            return token.text in {"(", "["}
    return False


def _is_date_part(tokens: Sequence[Token], i: int) -> bool:
    dates = {p.name for table in node_tables() for p in table.properties if p.kind == "date"}
    return tokens[i].text in dates and at(tokens, i + 1).text == "." and at(tokens, i + 2).kind == "name"


#: In the order of preference when a query has several.
DIFFERENCES: Final = (
    Difference(
        "list comprehension",
        "[x IN xs WHERE x > 1 | x * 2]",
        "list_transform(list_filter(xs, x -> x > 1), x -> x * 2)",
        _sequence("[", "NAME", "IN"),
    ),
    Difference(
        "pattern comprehension", "[(a)-->(b) | b.label]", "MATCH (a)-->(b) and collect(b.label)", _sequence("[", "(")
    ),
    Difference("map projection", "m {.id, .label}", "{id: m.id, label: m.label}", _sequence("{", ".")),
    Difference(
        "shortestPath",
        "shortestPath((a)-[*..5]-(b))",
        "p = (a)-[* SHORTEST 1..5]-(b)",
        _calls("shortestpath", "allshortestpaths"),
    ),
    Difference(
        "datetime, time",
        "datetime()",
        "date('2023-05-01') or current_date()",
        _calls("datetime", "localdatetime", "time", "localtime"),
    ),
    Difference("today", "date()", "current_date()", _sequence("DATE", "(", ")")),
    Difference(
        "parts of a date",
        "p.published.year",
        "p.year, or date_part('month', p.published)",
        _is_date_part,
    ),
    Difference("duration", "duration('P1Y')", "interval('1 year')", _calls("duration")),
    Difference("test of a label", "WHERE n:Method", "WHERE label(n) = 'Method'", _label_test),
    Difference(
        "WHERE in a pattern", "(p:Paper WHERE p.year > 2020)", "MATCH (p:Paper) WHERE p.year > 2020", _where_in_pattern
    ),
    Difference("exists()", "exists((a)-->(b))", "EXISTS { (a)-->(b) }, or x IS NOT NULL", _calls("exists")),
    Difference(
        "COLLECT { }", "COLLECT { MATCH ... }", "OPTIONAL MATCH ... WITH ..., collect(...)", _sequence("COLLECT", "{")
    ),
    Difference(
        "labels as a list",
        "'Method' IN labels(n)",
        "label(n) = 'Method'",
        _sequence("IN", "LABELS", "("),
    ),
    Difference("quantified path", "(a)-->{1,2}(b)", "(a)-[*1..2]->(b)", _sequence(">", "{")),
    Difference(
        "label expressions", "(n:!Method), (n:A&B)", "WHERE label(n) <> 'Method'", lambda t, i: t[i].text in {"&", "!"}
    ),
    Difference(
        "reduce",
        "reduce(s = 0, x IN xs | s + x)",
        "list_sum(xs), or list_reduce(xs, (s, x) -> s + x)",
        _calls("reduce"),
    ),
    Difference("first of a list", "head(xs)", "xs[1] (the first item is number 1)", _calls("head")),
    Difference("last of a list", "last(xs)", "xs[-1]", _calls("last")),
    Difference("rest of a list", "tail(xs)", "xs[2:]", _calls("tail")),
    Difference("isEmpty", "isEmpty(xs)", "size(xs) = 0", _calls("isempty")),
    Difference("elementId", "elementId(n)", "n.id, which is the same in every engine", _calls("elementid")),
    Difference("procedures", "CALL db.labels()", "CALL show_tables() RETURN *", _sequence("CALL", "NAME", ".")),
    Difference("joining of text", "a || b", "a + b, and to_string(n) for numbers", lambda t, i: t[i].text == "||"),
    Difference(
        "substring to the end",
        "substring(s, 2)",
        "substring(s, 3, size(s)) (the first letter is number 1)",
        _calls("substring"),
    ),
)


def explain(tokens: Sequence[Token], message: str) -> str:
    """The sentence for a query that failed with a message of the engine."""
    reason = _reason(message)
    if "does not exist" in reason and reason.startswith("Table "):
        labels = ", ".join(table.label for table in node_tables())
        types = ", ".join(dict.fromkeys(table.type for table in relationship_tables()))
        return (
            f"the query does not run: the graph has no {reason.split()[1]}; "
            f"labels are {labels}, relationship types {types}"
        )
    if found := re.search(r"Cannot find property (\S+) for", reason):
        if owners := [table.label for table in node_tables() if found[1] in {p.name for p in table.properties}]:
            return f"the query does not run: {reason}; {', '.join(owners)} has it"
        if close := _close_properties(found[1]):
            return f"the query does not run: {reason}; did you mean {' or '.join(close)}?"
    if found := re.search(r"Cannot order by (\S+)\. Order by (?:NODE|REL) is not", reason):
        return (
            f"the query does not run: ORDER BY {found[1]} means the node or relationship of that name here; "
            "after AS write a name that is no variable of the pattern"
        )
    if "1-based position" in reason or "is out of range" in reason:
        return f"the query does not run: {reason}; lists begin at 1 here, so xs[1] is the first item"
    if any(sign in reason.lower() for sign in _OUT_OF_MEMORY):
        return "the query needs more memory than queries may take; narrow it, or add LIMIT before collecting"
    for difference in DIFFERENCES:
        if any(difference.found(tokens, i) for i in range(len(tokens))):
            return (
                f"the query does not run: {reason}; the embedded engine has no `{difference.neo4j}`: "
                f"write {difference.instead}, or ask Neo4j (--uri)"
            )
    return f"the query does not run: {reason}"


def _close_properties(name: str) -> list[str]:
    """Properties of the graph whose names are like that name."""
    known = sorted({p.name for table in all_tables() for p in table.properties})
    return difflib.get_close_matches(name, known, n=2)


def _reason(message: str) -> str:
    """The first line of a message of the engine without what only its developers read."""
    lines = [line for line in message.strip().splitlines() if line.strip()] or ["no message"]
    kind, _, rest = lines[0].partition(" exception: ")
    text = (rest or kind).replace(": expected rule oC_SingleQuery", "")
    for rule in ("oC_RegularQuery", "oC_ProjectionItem", "iC_Statements", "oC_Statement"):
        text = text.replace(f": expected rule {rule}", "")
    return text.strip().rstrip(".:")
