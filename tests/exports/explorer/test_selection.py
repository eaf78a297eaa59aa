"""What the explorer page holds of a graph."""

import pytest

import kg
from exports.explorer import Cut
from exports.explorer.selection import select
from kg.errors import ExportError
from tests.support import json_lines


def labels(graph, selection):
    """The titles and labels of the nodes of a selection."""
    names = [p.title for p in graph.papers()] + [e.label for e in graph.entities()]
    return {names[number] for number in selection.nodes.tolist()}


def test_whole_graph_is_kept_by_default(small_graph):
    selection = select(small_graph, Cut())
    assert len(selection.nodes) == len(small_graph.papers()) + len(small_graph.entities())


def test_statements_are_those_of_the_graph(small_graph):
    stated = select(small_graph, Cut()).statements
    supports = [int(s) for s in stated.support if s]
    expected = small_graph.statements()
    assert sorted(supports) == sorted(s.support for s in expected)
    confidences = sorted(float(c) for c, s in zip(stated.confidence, stated.support, strict=True) if s)
    assert confidences == pytest.approx(sorted(s.confidence for s in expected), abs=1e-4)


def test_statements_are_ordered_by_subject_and_object(small_graph):
    stated = select(small_graph, Cut()).statements
    keys = list(zip(stated.source.tolist(), stated.target.tolist(), stated.predicate.tolist(), strict=True))
    assert keys == sorted(set(keys))


def test_claims_of_a_statement_follow_each_other(small_graph):
    stated = select(small_graph, Cut()).statements
    assert stated.first[-1] == len(stated.claim_paper) == sum(s.support for s in small_graph.statements())


def test_since_keeps_papers_that_may_be_of_that_date(small_graph):
    kept = labels(small_graph, select(small_graph, Cut(since="2017-06-15")))
    assert "Faster Training on ImageNet" in kept
    assert "A Survey of Image Classification" in kept
    assert "ResNet-50 for Image Classification: a Study" not in kept
    assert not any("Undated" in name for name in kept)


def test_focus_keeps_its_neighbourhood(small_graph):
    kept = labels(small_graph, select(small_graph, Cut(focus="accuracy", hops=1)))
    assert "accuracy" in kept
    assert "An Undated Note on <ImageNet> & “Other” Ω Things" not in kept
    assert "A Survey of Image Classification" in kept


def test_no_hops_leave_the_focus_alone(small_graph):
    assert labels(small_graph, select(small_graph, Cut(focus="dataset/imagenet", hops=0))) == {"ImageNet"}


def test_support_counts_papers_of_entities(small_graph):
    kept = labels(small_graph, select(small_graph, Cut(min_support=3)))
    expected = {e.label for e in small_graph.entities() if e.paper_count >= 3}
    assert kept - {p.title for p in small_graph.papers()} == expected


def test_top_keeps_the_best_supported(small_graph):
    selection = select(small_graph, Cut(top=3))
    best = max(small_graph.entities(), key=lambda e: e.paper_count)
    assert len(selection.nodes) == 3
    assert best.label in labels(small_graph, selection)


def test_top_keeps_the_focus(small_graph):
    assert "ResNet-50" in labels(small_graph, select(small_graph, Cut(focus="ResNet-50", top=1)))


def test_unknown_focus_is_an_error(small_graph):
    with pytest.raises(ExportError, match="no entity is called 'nobody'"):
        select(small_graph, Cut(focus="nobody"))


def test_nothing_left_is_an_error(small_graph):
    with pytest.raises(ExportError, match="nothing of the graph is left"):
        select(small_graph, Cut(since="2100"))


def test_graph_without_claims_has_its_papers(tmp_path):
    (tmp_path / "in.jsonl").write_text(json_lines([{"title": "Hello", "abstract": "Nothing."}]))
    kg.build(tmp_path / "in.jsonl", tmp_path / "g", model="rules")
    assert select(kg.open(tmp_path / "g"), Cut()).nodes.tolist() == [0]
