"""The words of a Cypher query (openCypher 9, section 2.1 and the lexical rules of its grammar)."""

import re
from dataclasses import dataclass
from typing import Final, Literal

from kg.errors import QueryError

Kind = Literal["string", "quoted", "parameter", "number", "name", "symbol"]

_TOKEN: Final = re.compile(
    r"""
      (?P<blank>\s+|//[^\n\r]*|/\*.*?\*/)
    | (?P<string>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")
    | (?P<quoted>`(?:[^`]|``)*`)
    | (?P<parameter>\$(?:\w+|`(?:[^`]|``)*`))
    | (?P<number>(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?(?!\w))
    | (?P<name>[^\W\d]\w*)
    | (?P<symbol>\.\.|<>|<=|>=|=~|!=|\|\||.)
    """,
    re.VERBOSE | re.DOTALL,
)
_OPENING: Final = frozenset("'\"`")


@dataclass(frozen=True, slots=True)
class Token:
    """A word of the query and where it begins; `quoted` is a name in backticks, blanks and comments are none."""

    kind: Kind
    text: str
    start: int

    @property
    def end(self) -> int:
        """Where the text after it begins."""
        return self.start + len(self.text)

    @property
    def word(self) -> str:
        """The upper-case word of a bare name, which may be a keyword; nothing for all else."""
        return self.text.upper() if self.kind == "name" else ""

    @property
    def identifier(self) -> str:
        """The name that a name, a name in backticks or a parameter stands for."""
        text = self.text.removeprefix("$") if self.kind == "parameter" else self.text
        return text[1:-1].replace("``", "`") if text.startswith("`") else text


#: Stands before the first token and after the last.
NONE: Final = Token("symbol", "", 0)


def tokenise(query: str) -> list[Token]:
    """The tokens of a query in order.

    Raises:
        QueryError: a string or a name in backticks has no end.
    """
    found = []
    for match in _TOKEN.finditer(query):
        kind = match.lastgroup
        if kind == "blank":
            continue
        if kind == "symbol" and match.group() in _OPENING:
            raise QueryError(f"the query does not run: the {match.group()} at offset {match.start()} has no end")
        found.append(Token(kind, match.group(), match.start()))  # type: ignore[arg-type]
    return found
