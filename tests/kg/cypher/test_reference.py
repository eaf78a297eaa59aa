"""The documentation of Cypher says what the graph and the engine have."""

from pathlib import Path

from kg.cypher.reference import reference
from kg.property_graph import node_tables, relationship_tables

DOCUMENT = Path(__file__).parents[3] / "docs" / "cypher.md"


def test_the_document_has_the_current_tables():
    assert reference() in DOCUMENT.read_text(encoding="utf-8")


def test_every_label_type_and_property_is_named():
    text = reference()
    for table in [*node_tables(), *relationship_tables()]:
        names = [getattr(table, "label", None) or table.type, *(p.name for p in table.properties)]
        assert all(f"`{name}`" in text for name in names)
