import json
import sys

import numpy as np
import pytest
from spacy.vocab import Vocab

from extractors.spans import MENTIONS
from extractors.training.annotated import (
    PredictedSpan,
    gold_document,
    predicted_document,
    read_papers,
    read_predictions,
)
from extractors.training.logistic import fit_binary, frequent_features
from extractors.training.roles import accuracy, role_examples

RECORD = {
    "id": "p1",
    "title": "PebbleNet counts stones",
    "abstract": "We propose PebbleNet for stone counting. It beats ResNet-50.",
    "entities": [
        {"type": "Method", "name": "PebbleNet", "surfaces": ["PebbleNet"], "role": "introduces"},
        {"type": "Task", "name": "stone counting", "surfaces": ["stone counting"], "role": "addresses"},
        {"type": "Method", "name": "ResNet-50", "surfaces": ["ResNet-50"], "role": "compares"},
    ],
    "relations": [{"head": "PebbleNet", "type": "outperforms", "tail": "ResNet-50"}],
}


@pytest.fixture
def paper(tmp_path):
    (tmp_path / "papers.jsonl").write_text(json.dumps(RECORD) + "\n", encoding="utf-8")
    return read_papers(tmp_path / "papers.jsonl")[0]


def test_names_of_the_guide_become_predicates_of_the_ontology(paper):
    assert paper.roles == ("introduces", "addresses", "comparesWith")
    assert paper.relations == {(0, "outperforms", 2)}


def test_a_line_of_another_form_is_named(tmp_path):
    (tmp_path / "papers.jsonl").write_text('\n{"id": "p"}\n', encoding="utf-8")

    with pytest.raises(ValueError, match=r"papers\.jsonl:2: not an annotated paper"):
        read_papers(tmp_path / "papers.jsonl")


def test_gold_documents_mark_every_occurrence_with_the_entity_as_cluster(paper):
    doc, entity_of = gold_document(Vocab(), paper)

    assert [(s.text, s._.cluster) for s in doc.spans[MENTIONS]] == [
        ("PebbleNet", 0),
        ("PebbleNet", 0),
        ("stone counting", 1),
        ("ResNet-50", 2),
    ]
    assert entity_of == {0: 0, 1: 1, 2: 2}


def test_predicted_clusters_are_matched_to_gold_entities_by_type_and_name(paper):
    text = "PebbleNet counts stones"
    found = [PredictedSpan(0, 9, "Method", 0.9), PredictedSpan(10, len(text), "Task", 0.4)]

    doc, entity_of = predicted_document(Vocab(), paper, found)

    assert [span._.cluster for span in doc.spans[MENTIONS]] == [0, 1]
    assert entity_of == {0: 0}


def test_a_predicted_cluster_without_gold_entity_has_no_role(paper):
    examples = role_examples([paper], {"p1": [PredictedSpan(10, 23, "Task", 0.4)]})

    assert [example.role for example in examples] == [""]


def test_predictions_are_read_by_paper(tmp_path):
    line = {"id": "p1", "start": 0, "end": 9, "label": "Method", "score": 0.5}
    (tmp_path / "oof.jsonl").write_text(json.dumps(line) + "\n", encoding="utf-8")

    assert read_predictions(tmp_path / "oof.jsonl") == {"p1": [PredictedSpan(0, 9, "Method", 0.5)]}


def test_features_of_too_few_papers_are_left_out():
    assert frequent_features([("a", ["x", "y"]), ("a", ["y"]), ("b", ["x"])], 2) == ["x"]


def test_accuracy_counts_introduced_entities_apart(paper):
    figures = accuracy(role_examples([paper]), ["uses", "addresses", "comparesWith"])

    assert figures["all"] == pytest.approx(2 / 3, abs=1e-4)
    assert figures["introduces recall"] == 0.0


def test_missing_scikit_learn_is_told_with_its_remedy(monkeypatch):
    monkeypatch.setitem(sys.modules, "sklearn.linear_model", None)

    with pytest.raises(ImportError, match=r"pip install 'paperkg\[train\]'"):
        fit_binary(np.zeros((2, 1)), np.array([True, False]), 1.0)
