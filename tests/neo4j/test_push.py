"""A pushed graph is the property graph, once, in step with what it is pushed from, beside other people's data."""

from collections import Counter
from datetime import date

import pytest

import kg
from kg.errors import DatabaseError
from kg.neo4j import push
from kg.property_graph import END, START, node_tables, relationship_tables, rows
from tests.neo4j.conftest import ask, everything
from tests.support import json_lines


def expected_nodes(graph):
    return {
        row["id"]: {name: value for name, value in row.items() if value is not None}
        for table in node_tables()
        for batch in rows(graph, table)
        for row in batch.to_pylist()
    }


@pytest.fixture
def smaller_graph(tmp_path):
    source = tmp_path / "one.jsonl"
    source.write_text(json_lines([{"title": "ImageNet Again", "abstract": "We study ImageNet. Nothing else."}]))
    kg.build(source, tmp_path / "smaller", model="rules")
    return kg.open(tmp_path / "smaller")


def test_every_node_arrives_with_labels_and_properties(server, small_graph):
    report = push(small_graph, server.login)
    found = ask(server.login, "MATCH (n) RETURN n {.*, snapshot: null} AS n, labels(n) AS labels")
    stored = {
        row["n"]["id"]: {
            k: v.to_native() if hasattr(v, "to_native") else v for k, v in row["n"].items() if v is not None
        }
        for row in found
    }
    assert stored == expected_nodes(small_graph)
    assert report.nodes == len(stored)
    labels = {row["n"]["id"]: set(row["labels"]) for row in found}
    for entity in small_graph.entities():
        assert labels[entity.id] == {entity.type, "Entity", "PaperKG"}


def test_every_relationship_arrives(server, small_graph):
    push(small_graph, server.login)
    found = ask(server.login, "MATCH (a)-[r]->(b) RETURN a.id AS a, type(r) AS t, b.id AS b")
    expected = Counter(
        (row[START], table.type, row[END])
        for table in relationship_tables()
        for batch in rows(small_graph, table)
        for row in batch.to_pylist()
    )
    assert Counter((row["a"], row["t"], row["b"]) for row in found) == expected


def test_dates_and_lists_have_their_types(server, small_graph):
    push(small_graph, server.login)
    rows_ = ask(
        server.login,
        "MATCH (p:Paper {id: 'arxiv/1512.03385'})-[r:EVALUATES_ON|MENTIONS]->() "
        "RETURN p.published AS published, p.published.year AS year, p.authors AS authors, r.sentences AS sentences",
    )
    assert rows_[0]["published"].to_native() == date(2015, 12, 10)
    assert rows_[0]["year"] == 2015
    assert rows_[0]["authors"] == ["Ada Example", "Bo Sample"]
    assert isinstance(rows_[0]["sentences"], list)


def test_second_push_changes_nothing(server, small_graph):
    first = push(small_graph, server.login)
    before = everything(server.login)
    assert push(small_graph, server.login, prune=True) == first
    assert everything(server.login) == before


def test_names_are_found_by_full_text(server, small_graph):
    push(small_graph, server.login)
    found = ask(
        server.login,
        "CALL db.index.fulltext.queryNodes('paperkg_names', 'faster') YIELD node RETURN node.title AS title",
    )
    assert [row["title"] for row in found] == ["Faster Training on ImageNet"]


def test_ids_labels_and_dates_are_indexed(server, small_graph):
    push(small_graph, server.login)
    found = ask(server.login, "SHOW INDEXES YIELD labelsOrTypes AS of, properties WHERE size(properties) = 1 RETURN *")
    indexed = {(row["of"][0], row["properties"][0]) for row in found}
    assert indexed >= {("PaperKG", "id"), ("Paper", "published"), ("Method", "id"), ("Method", "label")}


def test_changed_graph_replaces_properties(server, small_graph):
    push(small_graph, server.login)
    ask(server.login, "MATCH (n:Paper {id: 'arxiv/1512.03385'}) SET n.title = 'old', n.published_precision = 'year'")
    push(small_graph, server.login)
    found = ask(
        server.login, "MATCH (n:Paper {id: 'arxiv/1512.03385'}) RETURN n.title AS t, n.published_precision AS p"
    )
    assert found == [{"t": "ResNet-50 for Image Classification: a Study", "p": None}]


def test_push_alone_keeps_what_the_graph_lacks(server, small_graph, smaller_graph):
    push(small_graph, server.login)
    push(smaller_graph, server.login)
    assert ask(server.login, "MATCH (n:Paper) RETURN count(*) AS n") == [{"n": 5}]


def test_prune_leaves_exactly_the_graph(server, small_graph, smaller_graph):
    push(smaller_graph, server.login)
    alone = everything(server.login)
    push(small_graph, server.login)
    report = push(smaller_graph, server.login, prune=True)
    assert everything(server.login) == alone
    assert report.removed_nodes > 0
    assert report.removed_relationships > 0


STRANGERS = """
CREATE (p:Paper {id: 'arxiv/1512.03385', title: 'theirs'})-[:USES {support: 99}]->(m:Method {id: 'method/resnet-50'}),
    (e:Entity {id: 'dataset/imagenet'}), (p)-[:EVALUATES_ON]->(e)
"""


def test_data_of_others_stays_as_it_is(server, small_graph, smaller_graph):
    ask(server.login, STRANGERS)
    before = everything(server.login)
    push(small_graph, server.login, prune=True)
    push(smaller_graph, server.login, prune=True)
    ask(server.login, "MATCH (n:PaperKG) DETACH DELETE n")
    assert everything(server.login) == before


def test_what_others_hang_on_a_node_stays(server, small_graph, smaller_graph):
    push(small_graph, server.login)
    ask(
        server.login,
        "MATCH (p:PaperKG {id: 'arxiv/1512.03385'}), (d:PaperKG {id: 'dataset/imagenet'}) SET p.stars = 5, d.stars = 3 "
        "CREATE (:Reader {name: 'Ada'})-[:READ]->(p)-[:MENTIONS {note: 'mine'}]->(d)",
    )
    report = push(smaller_graph, server.login, prune=True)
    assert report.kept_nodes == 1
    assert ask(server.login, "MATCH (:Reader)-[:READ]->(p)-[r]->(d) RETURN p.stars, type(r), r.note, d.stars") == [
        {"p.stars": 5, "type(r)": "MENTIONS", "r.note": "mine", "d.stars": 3}
    ]


def test_constraint_of_others_is_refused_before_anything_is_written(server, small_graph):
    ask(server.login, "CREATE CONSTRAINT theirs FOR (n:Paper) REQUIRE n.title IS UNIQUE")
    with pytest.raises(DatabaseError, match=r"'theirs' on title of Paper, .*nothing was written"):
        push(small_graph, server.login)
    assert everything(server.login) == ([], [])


def test_constraint_on_other_labels_does_not_matter(server, small_graph):
    ask(server.login, "CREATE CONSTRAINT theirs FOR (n:Reader) REQUIRE n.id IS UNIQUE")
    assert push(small_graph, server.login).nodes


def test_index_of_others_does_not_matter(server, small_graph):
    ask(server.login, "CREATE INDEX theirs FOR (n:Paper) ON (n.source)")
    assert push(small_graph, server.login).nodes


def test_progress_ends_at_the_total(server, small_graph):
    seen = []
    report = push(small_graph, server.login, progress=lambda done, total: seen.append((done, total)))
    assert seen[-1] == (report.nodes + report.relationships,) * 2


def test_command_prints_what_it_did(server, small_folder, run_kg, password):
    outcome = run_kg("push", small_folder, "--uri", server.uri, "--prune")
    assert (outcome.code, outcome.err) == (0, "")
    assert "removed 0 nodes and 0 relationships" in outcome.out
    assert run_kg("push", small_folder, "--uri", server.uri, "--quiet").out == ""
