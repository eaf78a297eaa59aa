"""Words and windows of the tagger."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer

from extractors.onnx_tagger import MODEL_FOLDER
from extractors.words import MAX_PIECES_PER_WORD, WordEncoder, word_offsets


@pytest.fixture(scope="module")
def encoder() -> WordEncoder:
    return WordEncoder(Tokenizer.from_file(str(MODEL_FOLDER / "fast" / "tokenizer.json")))


def test_hyphens_and_punctuation_are_words_of_their_own() -> None:
    text = "SSL-based (PCB)"

    assert [text[a:b] for a, b in word_offsets(text)] == ["SSL", "-", "based", "(", "PCB", ")"]


@given(st.text(max_size=120))
def test_words_cover_all_but_white_space(text: str) -> None:
    covered = np.zeros(len(text), dtype=bool)
    for start, end in word_offsets(text):
        assert not covered[start:end].any()
        covered[start:end] = True

    assert all(character.isspace() for character, seen in zip(text, covered, strict=True) if not seen)


def test_the_blank_line_is_the_separator_piece(encoder: WordEncoder) -> None:
    words = encoder("title\n\nabstract")

    assert words.pieces[1] == [encoder.sep]


def test_a_word_without_pieces_is_unknown_and_a_long_one_is_cut(encoder: WordEncoder) -> None:
    words = encoder("\u200b " + "qzx" * 1000)

    assert words.pieces[0] == [encoder.unknown]
    assert 1 <= len(words.pieces[1]) <= MAX_PIECES_PER_WORD


def test_windows_fit_overlap_and_cover_every_word(encoder: WordEncoder) -> None:
    words = encoder("graph neural network " * 900)

    windows = encoder.windows(words, max_pieces=128, overlap=10)

    assert all(len(window.ids) <= 128 for window in windows)
    assert windows[0].first == 0
    assert windows[-1].first + len(windows[-1]) == len(words)
    assert all(b.first < a.first + len(a) for a, b in pairwise(windows))


def test_word_starts_point_at_the_first_piece_of_each_word(encoder: WordEncoder) -> None:
    words = encoder("hyperspectral unmixing works")

    (window,) = encoder.windows(words)

    assert [window.ids[i] for i in window.word_starts] == [pieces[0] for pieces in words.pieces]
