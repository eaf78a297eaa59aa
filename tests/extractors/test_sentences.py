"""Sentence boundaries in scholarly prose."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.sentences import boundaries, sentences
from extractors.spans import paper_text
from tests.extractors.test_tokenizer import TOKENIZE


def split(text):
    starts = boundaries(text)
    return [text[a:b].strip() for a, b in zip(starts, [*starts[1:], len(text)], strict=True)]


@pytest.mark.parametrize(
    "parts",
    [
        ["We train it.", "It works."],
        ["Does it work?", "Yes!", "It does."],
        ["It scores 28.4 BLEU.", "That is high."],
        ["It is (as said.)", "Then more."],
        ["Cost grows.", "$N$ is the length."],
    ],
)
def test_sentences_end_at_full_stops(parts):
    assert split(" ".join(parts)) == parts


@pytest.mark.parametrize(
    "text",
    [
        "As shown by Smith et al. Transformers work.",
        "See Fig. 3 for it.",
        "Methods, e.g. BERT, work.",
        "J. Smith wrote it.",
        "We use ResNet v1.5 here.",
        "It is small vs. Large ones.",
    ],
)
def test_abbreviations_end_no_sentence(text):
    assert split(text) == [text]


def test_title_is_a_sentence_of_its_own():
    assert split(paper_text("A Title", "The abstract. It ends.")) == ["A Title", "The abstract.", "It ends."]


@given(st.text(), st.text())
def test_every_token_is_in_one_sentence(title, abstract):
    doc = sentences(TOKENIZE(paper_text(title, abstract)))
    assert sum(len(sentence) for sentence in doc.sents) == len(doc)
