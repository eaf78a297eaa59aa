"""The JSON Lines export: files and fields that other tools rely on."""

import dataclasses
import json

import pytest

from exports import EXPORTERS

FIELDS = {
    "papers": {
        "id",
        "title",
        "abstract",
        "published",
        "published_precision",
        "authors",
        "author_count",
        "url",
        "source",
        "categories",
        "doi",
        "arxiv_id",
        "orcids",
    },
    "entities": {"id", "type", "label", "aliases", "first_seen", "last_seen", "paper_count", "mention_count"},
    "mentions": {"paper", "section", "start", "end", "text", "type", "score", "extractor", "entity"},
    "claims": {"subject", "predicate", "object", "paper", "sentence_start", "sentence_end", "score", "extractor"},
    "results": set(),
}


@pytest.fixture(scope="module")
def exported(small_graph, tmp_path_factory):
    folder = tmp_path_factory.mktemp("jsonl")
    EXPORTERS.get("jsonl").export(small_graph, folder)
    return {
        p.stem: [json.loads(line) for line in p.read_text(encoding="utf-8").splitlines()]
        for p in folder.glob("*.jsonl")
    }


def test_one_file_a_table(exported):
    assert set(exported) >= set(FIELDS)


@pytest.mark.parametrize("name", sorted(FIELDS))
def test_fields_are_named_as_in_the_data_model(exported, name):
    assert all(FIELDS[name] <= set(row) for row in exported[name])


def test_rows_are_the_records(exported, small_graph):
    plain = json.loads(json.dumps([dataclasses.asdict(p) for p in small_graph.papers()]))
    assert exported["papers"] == plain
    assert len(exported["mentions"]) == len(small_graph.mentions())


def test_papers_and_entities_are_named_by_their_ids(exported):
    papers = {row["id"] for row in exported["papers"]}
    entities = {row["id"] for row in exported["entities"]}
    assert {row["paper"] for row in exported["mentions"]} <= papers
    assert {row["entity"] for row in exported["mentions"]} == entities
    assert {row["object"] for row in exported["claims"]} <= entities


def test_text_is_written_as_it_is(small_graph, tmp_path):
    EXPORTERS.get("jsonl").export(small_graph, tmp_path)
    assert "“Other” Ω Things" in (tmp_path / "papers.jsonl").read_text(encoding="utf-8")
