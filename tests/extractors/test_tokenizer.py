"""Tokens are runs of letters and digits, and single other characters."""

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from extractors.tokenizer import WordTokenizer

TOKENIZE = WordTokenizer(spacy.blank("en").vocab)


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("ResNet-50 on CIFAR-10.", ["ResNet", "-", "50", "on", "CIFAR", "-", "10", "."]),
        ("a_b", ["a", "_", "b"]),
        ("x=0.5", ["x", "=", "0", ".", "5"]),
        ("état d'art", ["état", "d", "'", "art"]),
        ("a  b", ["a", " ", "b"]),
        ("\n\na", ["\n\n", "a"]),
        ("", []),
    ],
)
def test_token_borders(text, tokens):
    assert [token.text for token in TOKENIZE(text)] == tokens


@given(st.text() | st.text(alphabet=" \n\ta_-.é\u00a0\u0301😀"))
def test_text_is_kept_exactly(text):
    doc = TOKENIZE(text)
    assert doc.text == text
    assert all(text[token.idx : token.idx + len(token)] == token.text for token in doc)
