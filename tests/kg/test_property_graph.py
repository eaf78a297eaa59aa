"""The property graph: labels and types of the ontology, endpoints that exist, and dates that say how exact they are."""

from datetime import date

import pytest

from kg.property_graph import END, START, NodeTable, count, node_tables, relationship_tables, rows
from ontology import load_vocabulary


def records(graph, table):
    return [row for batch in rows(graph, table) for row in batch.to_pylist()]


def nodes(graph, label):
    return records(graph, next(t for t in node_tables() if t.label == label))


def relationships(graph, type):
    return [row for table in relationship_tables() if table.type == type for row in records(graph, table)]


def test_labels_are_the_types_of_the_ontology():
    assert [t.label for t in node_tables()] == ["Paper", *load_vocabulary().entity_types(), "Result"]
    assert all(t.labels[1:] == ("Entity",) for t in node_tables()[1:-1])


def test_relationship_types_are_the_predicates_of_the_ontology():
    labels = {label for table in node_tables() for label in table.labels}
    between_nodes = {p.neo4j_type for p in load_vocabulary().predicates.values() if labels.issuperset(p.range)}
    assert {t.type for t in relationship_tables()} == between_nodes


def test_relationships_join_nodes_of_their_labels(small_graph):
    ids = {table.label: {row["id"] for row in records(small_graph, table)} for table in node_tables()}
    for table in relationship_tables():
        for row in records(small_graph, table):
            assert row[START] in ids[table.start]
            assert row[END] in ids[table.end]


def test_every_statement_is_a_relationship_with_its_sentences(small_graph):
    found = [
        row for table in relationship_tables() for row in records(small_graph, table) if row.get("support") is not None
    ]
    assert len(found) == len(small_graph.statements())
    assert all(len(row["sentences"]) == len(row["papers"]) == len(row["scores"]) == row["support"] for row in found)
    assert all(row["evidence"] == row["sentences"][0] for row in found)


def test_confidence_is_that_of_the_statement(small_graph):
    expected = {(s.subject, s.object): s.confidence for s in small_graph.statements() if s.predicate == "addresses"}
    assert {(r[START], r[END]): r["confidence"] for r in relationships(small_graph, "ADDRESSES")} == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("ResNet-50 for Image Classification: a Study", (date(2015, 12, 10), None, 2015)),
        ("Faster Training on ImageNet", (date(2017, 6, 1), "month", 2017)),
        ("A Survey of Image Classification", (date(2019, 1, 1), "year", 2019)),
        ("An Undated Note on <ImageNet> & “Other” Ω Things", (None, None, None)),
    ],
)
def test_dates_say_how_exact_they_are(small_graph, title, expected):
    paper = next(row for row in nodes(small_graph, "Paper") if row["title"] == title)
    assert (paper["published"], paper["published_precision"], paper["year"]) == expected


def test_every_entity_is_a_node_with_its_names(small_graph):
    found = {row["id"]: row["aliases"] for table in node_tables()[1:-1] for row in records(small_graph, table)}
    assert found == {entity.id: list(entity.aliases) for entity in small_graph.entities()}


def test_batches_hold_every_row_once(small_graph):
    papers = node_tables()[0]
    found = [batch.num_rows for batch in rows(small_graph, papers, batch=1)]
    assert sum(found) == count(small_graph, papers) == len(small_graph.papers())


def test_properties_are_the_columns(small_graph):
    for table in [*node_tables(), *relationship_tables()]:
        ends = [] if isinstance(table, NodeTable) else [START, END]
        for batch in rows(small_graph, table):
            assert batch.schema.names == [*ends, *(p.name for p in table.properties)]
