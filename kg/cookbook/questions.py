"""Reads `questions.toml`."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("questions.toml")


@dataclass(frozen=True, slots=True)
class Question:
    """A question, and the queries that answer it with the same columns and the same rows in the same order.

    The Cypher runs on the embedded engine and on Neo4j 5.
    """

    title: str
    question: str
    sparql: str
    cypher: str


@cache
def load_cookbook() -> tuple[Question, ...]:
    """All questions in the order of the file."""
    content = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return tuple(Question(**{name: text.strip() for name, text in item.items()}) for item in content["question"])
