"""The cookbook as Markdown, with the answers of a graph."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from kg.cookbook.answers import cypher_rows, sparql_rows
from kg.cookbook.questions import Question, load_cookbook
from kg.errors import KgError

if TYPE_CHECKING:
    from kg.graph import Graph

_HEAD = """# Questions and queries

Each question in SPARQL (`kg sparql GRAPH -f query.rq`) and in Cypher (`kg cypher GRAPH -f query.cypher`). Both give the
same rows. The Cypher runs without a server and on Neo4j. The answers are those of the shipped example, which `kg demo`
builds; put the names of your field in place of its names. What there is to ask for is listed in [cypher.md](cypher.md)
and in the [ontology](../ontology/paperkg.ttl). From Python, `kg.cookbook.load_cookbook()` gives the questions.
"""
# Rows of an answer that are shown, and characters of a cell.
_ROWS = 5
_CELL = 120


def document(graph: "Graph") -> str:
    """All questions with their queries and the first rows of their answers.

    Raises:
        KgError: the two queries of a question give different answers on this graph.
    """
    parts = [_HEAD]
    for question in load_cookbook():
        columns, rows = sparql_rows(graph, question)
        if (columns, rows) != cypher_rows(graph, question):
            raise KgError(f"{question.title}: SPARQL and Cypher give different answers on {graph.store.path}")
        parts += [queries(question), "\n".join(_answer(columns, rows)) + "\n"]
    return "\n".join(parts)


def queries(question: Question) -> str:
    """A question as a section with its two queries."""
    return (
        f"## {question.title}\n\n{question.question}\n\n"
        f"```sparql\n{question.sparql}\n```\n\n```cypher\n{question.cypher}\n```\n"
    )


def _answer(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(columns)} |"
    yield "|" + "---|" * len(columns)
    for row in rows[:_ROWS]:
        yield f"| {' | '.join(_cell(text) for text in row)} |"
    if len(rows) > _ROWS:
        yield f"\nThe first {_ROWS} of {len(rows)} rows."


def _cell(text: str) -> str:
    flat = " ".join(text.split()).replace("|", "\\|")
    return flat if len(flat) <= _CELL else flat[: flat.rindex(" ", 0, _CELL)] + " ..."
