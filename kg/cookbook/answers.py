"""Both answers to a question in one shape, so that they can be compared."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeAlias

from kg.cookbook.questions import Question

if TYPE_CHECKING:
    from kg.graph import Graph

#: The columns and the rows of an answer, as text; numbers look the same however they were written.
Rows: TypeAlias = tuple[tuple[str, ...], list[list[str]]]


def sparql_rows(graph: "Graph", question: Question) -> Rows:
    """The answer to the SPARQL query of a question."""
    answer = graph.sparql(question.sparql)
    return answer.variables, [_texts(row, answer.variables) for row in answer]


def cypher_rows(graph: "Graph", question: Question) -> Rows:
    """The answer to the Cypher query of a question, of the embedded engine."""
    answer = graph.cypher(question.cypher)
    return answer.columns, [_texts(row, answer.columns) for row in answer]


def _texts(row: Mapping[str, object], columns: tuple[str, ...]) -> list[str]:
    return [plain(row.get(name)) for name in columns]


def plain(value: object) -> str:
    """A value as text: nothing where it is missing, `0.9` for 0.9 and 0.9000, `7` for 7 and 7.0."""
    if value is None:
        return ""
    text = str(value)
    try:
        return f"{float(text):.10g}"
    except ValueError:
        return text
