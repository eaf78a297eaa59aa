"""Texts are stored in one form that everything else can rely on."""

from hypothesis import given
from hypothesis import strategies as st

from kg.sources.text import one_line, paragraph, storable

ANY = st.text(alphabet=st.characters(codec=None)) | st.text(alphabet="a\r\n\u00a0\u0301\x00\ud800\ufeff é")


@given(ANY)
def test_stored_text_can_be_stored_and_storing_it_again_changes_nothing(text):
    stored = storable(text)
    stored.encode()
    assert "\r" not in stored
    assert "\x00" not in stored
    assert storable(stored) == stored


@given(ANY)
def test_titles_are_one_line_and_trimmed(text):
    title = one_line(text)
    assert title == title.strip()
    assert len(title.splitlines()) <= 1
    assert one_line(title) == title


@given(ANY)
def test_abstracts_are_trimmed(text):
    assert paragraph(text) == paragraph(paragraph(text)).strip()


def test_letters_with_accents_are_composed():
    assert storable("e\u0301") == "é"
