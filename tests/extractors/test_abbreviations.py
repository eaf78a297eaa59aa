"""Abbreviations that a paper defines."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.abbreviations import abbreviations, find_definitions
from extractors.spans import found_abbreviations
from tests.extractors.test_tokenizer import TOKENIZE


def found(text):
    return [(text[d.short_start : d.short_end], text[d.long_start : d.long_end]) for d in find_definitions(text)]


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("We use a convolutional neural network (CNN) here.", ("CNN", "convolutional neural network")),
        ("Graph neural networks (GNNs) work.", ("GNNs", "Graph neural networks")),
        ("We use BLEU (bilingual evaluation understudy) here.", ("BLEU", "bilingual evaluation understudy")),
        ("with self-supervised learning (SSL)", ("SSL", "self-supervised learning")),
        ("the Abstraction and Reasoning Corpus (ARC)", ("ARC", "Abstraction and Reasoning Corpus")),
        ("mean intersection over union (mIoU)", ("mIoU", "mean intersection over union")),
        ("byte-pair encoding (BPE; see below)", ("BPE", "byte-pair encoding")),
    ],
)
def test_definitions_are_found(text, pair):
    assert found(text) == [pair]


@pytest.mark.parametrize(
    "text", ["It is fast (see below).", "In 2019 (XYZ) it began.", "An apple (CNN) fell.", "()", "(CNN)", "x (a)"]
)
def test_other_brackets_define_nothing(text):
    assert found(text) == []


def test_first_definition_of_a_short_form_counts():
    doc = abbreviations(TOKENIZE("A support vector machine (SVM) and a simple voting model (SVM)."))
    assert [(a.short, a.long) for a in found_abbreviations(doc)] == [("SVM", "support vector machine")]


@given(st.text() | st.text(alphabet="abAB ()-.,;\n"))
def test_definitions_lie_within_any_text(text):
    for d in find_definitions(text):
        assert 0 <= d.short_start < d.short_end <= len(text)
        assert 0 <= d.long_start < d.long_end <= len(text)
