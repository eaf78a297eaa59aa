"""The documentation of Cypher says what the graph and the engine have."""

from pathlib import Path

import pytest

from kg.cypher.hints import DIFFERENCES
from kg.cypher.reference import reference
from kg.cypher.tokens import tokenise
from kg.property_graph import node_tables, relationship_tables

EXAMPLES = pytest.mark.parametrize("difference", DIFFERENCES, ids=lambda d: d.name)
DOCUMENT = Path(__file__).parents[3] / "docs" / "cypher.md"


def test_the_document_has_the_current_tables():
    assert reference() in DOCUMENT.read_text(encoding="utf-8")


def test_every_label_type_and_property_is_named():
    text = reference()
    for table in [*node_tables(), *relationship_tables()]:
        names = [getattr(table, "label", None) or table.type, *(p.name for p in table.properties)]
        assert all(f"`{name}`" in text for name in names)


@EXAMPLES
def test_a_difference_is_found_in_its_own_example(difference):
    tokens = tokenise(difference.neo4j)
    assert any(difference.found(tokens, index) for index in range(len(tokens)))


@EXAMPLES
def test_no_difference_is_found_in_what_to_write_instead(difference):
    tokens = tokenise(difference.instead.replace("substring", ""))
    assert not any(difference.found(tokens, index) for index in range(len(tokens)))
