"""The cookbook: every question has the same answer in SPARQL and in Cypher, and the document has every query."""

from pathlib import Path

import pytest

from kg.cookbook import load_cookbook
from kg.cookbook.answers import cypher_rows, plain, sparql_rows
from kg.cookbook.document import queries

DOCUMENT = Path(__file__).parents[3] / "docs" / "queries.md"
QUESTIONS = pytest.mark.parametrize("question", load_cookbook(), ids=lambda q: q.title)


@QUESTIONS
def test_sparql_and_cypher_give_the_same_rows(example_graph, question):
    columns, rows = sparql_rows(example_graph, question)
    assert rows
    assert cypher_rows(example_graph, question) == (columns, rows)


@QUESTIONS
def test_every_row_is_ordered(question):
    aggregate = question.title == "What is in the graph"
    assert ("ORDER BY" in question.sparql and "ORDER BY" in question.cypher) != aggregate


def test_the_document_has_the_current_questions_and_no_others():
    text = DOCUMENT.read_text(encoding="utf-8")
    titles = [line.removeprefix("## ") for line in text.splitlines() if line.startswith("## ")]
    assert titles == [question.title for question in load_cookbook()]
    assert all(queries(question) in text for question in load_cookbook())


def test_there_are_many_questions_of_distinct_titles():
    assert len({question.title for question in load_cookbook()}) == len(load_cookbook()) >= 18


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.9, "0.9"), ("0.9000", "0.9"), (7, "7"), ("7.0", "7"), ("2020-01-02", "2020-01-02"), (None, ""), ("a", "a")],
)
def test_numbers_look_the_same_however_they_were_written(value, text):
    assert plain(value) == text
