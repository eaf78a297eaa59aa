"""What one calls first: kg.build, kg.open, kg.extract."""

import gc

import pytest

import kg
from kg.errors import SourceError


def test_build_without_a_folder_gives_a_graph_that_lasts_as_long_as_it_is_used(small_source):
    graph = kg.build(small_source, model="rules")
    folder = graph.store.path
    assert len(graph.papers()) == 4
    assert list(graph.cypher("MATCH (p:Paper) RETURN count(p) AS n")) == [{"n": 4}]
    del graph
    gc.collect()
    assert not folder.exists()


def test_a_failed_build_leaves_no_temporary_folder(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with pytest.raises(SourceError):
        kg.build(tmp_path / "nowhere.jsonl", model="rules")
    assert list(tmp_path.iterdir()) == []


def test_a_graph_that_is_opened_has_no_report(four_papers):
    assert four_papers.report.added == 4
    assert kg.open(four_papers.store.path).report is None


def test_extract_names_entities_by_their_most_frequent_spelling():
    found = kg.extract("We use residual networks (ResNet). A ResNet is deep. ResNet wins on ImageNet.", model="rules")
    names = {entity.name: entity for entity in found.entities}
    assert names["ResNet"].mentions == 4
    assert "residual networks" in names["ResNet"].names
    assert found.abbreviations[0].short == "ResNet"


def test_extract_gives_results_and_relations_with_their_words():
    text = "We propose ZebraNet. ZebraNet reaches 85.2% top-1 accuracy on ImageNet and outperforms ResNet-50."
    found = kg.extract("ZebraNet for Image Classification", text, model="fast")
    (result,) = found.results
    assert (result.method, result.dataset, result.metric, result.value) == (
        "ZebraNet",
        "ImageNet",
        "top-1 accuracy",
        "85.2",
    )
    assert result.quote in text
    better = next(relation for relation in found.relations if relation.predicate == "outperforms")
    assert (better.subject, better.object) == ("ZebraNet", "ResNet-50")
    assert better.sentence in text


def test_extract_takes_a_first_paragraph_for_the_title():
    found = kg.extract("ResNet-50 on ImageNet\n\nWe report accuracy.", model="rules")
    assert (found.title, found.abstract) == ("ResNet-50 on ImageNet", "We report accuracy.")
    assert {mention.section for mention in found.mentions} == {"title", "abstract"}


def test_nothing_is_found_in_nothing():
    found = kg.extract("", model="rules")
    assert (found.entities, found.relations, found.results) == ((), (), ())
