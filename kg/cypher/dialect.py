"""What the embedded engine writes differently: translated where that is safe, explained where it is not.

Queries are openCypher as Neo4j 5 has it. ladybug has other names for some functions, one label a node, and lacks some
constructs.
"""

from collections.abc import Collection, Sequence
from itertools import chain
from typing import Final

from kg.cypher.guard import at, is_name
from kg.cypher.tokens import Token
from kg.errors import QueryError
from kg.property_graph import ENTITY
from ontology import load_vocabulary

#: Neo4j's functions that ladybug has under another name; docs/cypher.md says where their answers differ.
RENAMED: Final = {
    "type": "label",
    "tostring": "to_string",
    "tointeger": "to_int64",
    "tofloat": "to_double",
    "toboolean": "to_bool",
    "startnode": "start_node",
    "endnode": "end_node",
    "split": "string_split",
    "rand": "random",
    "log": "ln",
}
# Clauses after which the items of RETURN are over.
_AFTER_ITEMS: Final = frozenset({"ORDER", "SKIP", "LIMIT", "UNION"})
# Keywords after which a square bracket begins a list; after other names it begins a subscript.
_BEFORE_LIST: Final = frozenset(
    {"IN", "RETURN", "UNWIND", "WITH", "DISTINCT", "THEN", "ELSE", "WHEN", "AND", "OR", "NOT"}
)
# Functions that give an end of a relationship.
_ENDS: Final = frozenset({"STARTNODE", "ENDNODE", "START_NODE", "END_NODE"})
_OPEN: Final = frozenset({"(", "[", "{"})
_CLOSE: Final = frozenset({")", "]", "}"})


def translate(query: str, tokens: Sequence[Token], nulls: Collection[str] = ()) -> str:
    """The query as ladybug writes it; `nulls` are the parameters whose value is null.

    Function names are replaced, the label `Entity` by the labels of all entities, a parameter that is null by NULL,
    since ladybug takes it for a truth value, and `EXISTS { (a)-->(b) }` gets its MATCH.

    Raises:
        QueryError: ladybug would give a wrong answer: a pattern asks for two labels at once, which it would read as
            either of them; the query counts list items or letters from 0, where it counts from 1; takes an item of
            labels(), which is a text; the size of a pattern, which is a truth value; or an end of a relationship
            without direction, which would be the node that is written first.
    """
    edits: list[tuple[int, int, str]] = []
    undirected = _undirected(tokens)
    for index, token in enumerate(tokens):
        after = at(tokens, index + 1).text
        if token.kind == "name" and after == "(" and not is_name(tokens, index):
            if renamed := RENAMED.get(token.text.lower()):
                edits.append((token.start, token.end, renamed))
        elif token.word in {"EXISTS", "COUNT"} and after == "{" and at(tokens, index + 2).text == "(":
            start = tokens[index + 2].start
            edits.append((start, start, "MATCH "))
        elif token.text == "(":
            edits += _labels(tokens, index)
        elif token.kind == "parameter" and token.identifier in nulls:
            edits.append((token.start, token.end, "NULL"))
        if token.word == "LABELS" and after == "(" and at(tokens, index + 4).text == "[":
            raise QueryError("a node has one label here, not a list: write label(n) for labels(n)[0]")
        if token.word in _ENDS and after == "(" and at(tokens, index + 2).identifier in undirected:
            raise QueryError(f"{token.text}() needs a direction here: write (a)-[r]->(b), or both ways with UNION ALL")
        if token.word == "SIZE" and after == "(" and _is_pattern(tokens, index + 2):
            raise QueryError("size() counts no patterns: write COUNT { (a)-->(b) } for size((a)-->(b))")
        if token.text == "0" and _is_position(tokens, index):
            raise QueryError(
                "the first item of a list and the first letter of a text are number 1 here: "
                "write xs[1], xs[1:2] for xs[0..2], and substring(s, 1, 3) for substring(s, 0, 3)"
            )
    for start, end, text in reversed(edits):
        query = query[:start] + text + query[end:]
    return query


def _undirected(tokens: Sequence[Token]) -> set[str]:
    """The variables of relationships that are matched in both directions, `-[r]-`."""
    found = set()
    for index, token in enumerate(tokens):
        if token.text != "[" or at(tokens, index - 1).text != "-" or at(tokens, index - 2).text == "<":
            continue
        close = next((place for place in range(index, len(tokens)) if tokens[place].text == "]"), index)
        if at(tokens, close + 2).text != ">" and at(tokens, index + 1).kind in {"name", "quoted"}:
            found.add(tokens[index + 1].identifier)
    return found


def _is_pattern(tokens: Sequence[Token], index: int) -> bool:
    """Whether the token at `index` opens a node that a relationship follows."""
    if at(tokens, index).text != "(":
        return False
    depth = 0
    for place in range(index, len(tokens)):
        depth += (tokens[place].text in _OPEN) - (tokens[place].text in _CLOSE)
        if depth == 0:
            following = at(tokens, place + 1).text + at(tokens, place + 2).text
            return following in {"-[", "--", "<-"}
    return False


def _is_position(tokens: Sequence[Token], index: int) -> bool:
    """Whether the number at `index` begins a subscript or slice, or is where a substring begins."""
    before = at(tokens, index - 1)
    if before.text == "[":
        owner = at(tokens, index - 2)
        keyword = owner.word in _BEFORE_LIST
        return not keyword and (owner.kind in {"name", "quoted", "parameter"} or owner.text in {")", "]"})
    if before.text != ",":
        return False
    depth, commas = 0, 0
    for place in range(index - 1, -1, -1):
        text = tokens[place].text
        depth += (text in _CLOSE) - (text in _OPEN)
        commas += text == "," and depth == 0
        if depth < 0:
            return commas == 1 and at(tokens, place - 1).text.lower() in {"substring", "substr"}
    return False


def _labels(tokens: Sequence[Token], index: int) -> list[tuple[int, int, str]]:
    """Edits to the labels of the node pattern that the bracket at `index` opens, if it opens one with labels."""
    index += 1
    if at(tokens, index).kind in {"name", "quoted"}:
        index += 1
    if at(tokens, index).text != ":":
        return []
    first = index + 1
    groups: list[list[str]] = [[]]
    while at(tokens, index).text in {":", "|"} and at(tokens, index + 1).kind in {"name", "quoted"}:
        if tokens[index].text == ":" and groups[-1]:
            groups.append([])
        groups[-1].append(tokens[index + 1].identifier)
        index += 2
    if index < first + 1:
        return []
    entities = load_vocabulary().entity_types()
    sets = [{label for name in group for label in (entities if name == ENTITY else [name])} for group in groups]
    if len(groups) == 1 and ENTITY not in groups[0]:
        return []
    wanted = set.intersection(*sets)
    if not wanted:
        labels = ":".join("|".join(group) for group in groups)
        raise QueryError(
            f"no node has the labels :{labels} together; for either of them write :{labels.replace(':', '|')}"
        )
    ordered = [label for label in dict.fromkeys([*chain(*groups), *entities]) if label in wanted]
    return [(tokens[first].start, tokens[index - 1].end, "|".join(f"`{label}`" for label in ordered))]


def column_names(query: str, tokens: Sequence[Token]) -> list[str] | None:
    """The names of the columns as Cypher has them: after AS, or else the text of the item; None for `RETURN *`."""
    depth, begin = 0, None
    names: list[str] = []
    item: list[Token] = []
    for index, token in enumerate(tokens):
        if token.text in _OPEN and token.kind == "symbol":
            depth += 1
        elif token.text in _CLOSE and token.kind == "symbol":
            depth -= 1
        keyword = "" if depth or is_name(tokens, index) else token.word
        if begin is None:
            begin = index if keyword == "RETURN" else None
            continue
        if keyword in _AFTER_ITEMS or (token.text == ";" and not depth):
            break
        if token.text == "," and not depth:
            names.append(_item_name(query, item))
            item = []
        elif not (keyword == "DISTINCT" and index == begin + 1):
            item.append(token)
    if begin is None or not item or item[0].text == "*":
        return None
    return [*names, _item_name(query, item)]


def _item_name(query: str, item: list[Token]) -> str:
    if len(item) >= 3 and item[-2].word == "AS":
        return item[-1].identifier
    return (
        item[-1].identifier
        if len(item) == 1 and item[0].kind == "quoted"
        else query[item[0].start : item[-1].end]
        if item
        else ""
    )


def missing_parameters(tokens: Sequence[Token], given: Sequence[str]) -> list[str]:
    """Parameters of the query that have no value."""
    return sorted({t.identifier for t in tokens if t.kind == "parameter"} - set(given))
