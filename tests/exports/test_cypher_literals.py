"""Literals of the Cypher script are read back by an engine as they were."""

import ladybug
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exports.cypher_script import literal

# Any text, and more often what a literal, a terminal or an editor treats in a way of its own.
TEXT = st.text() | st.text(
    st.sampled_from("\"'\\`\n\r\t\x00\x08\x0b\x1b\x7f\x85\u2028\u202e\ufeff\ufffe\uffffu0041;:/*$é😀")
)


@pytest.fixture(scope="module")
def engine():
    """An empty database in memory."""
    with ladybug.Database(":memory:") as database, ladybug.Connection(database) as connection:
        yield connection


def read_back(engine, value):
    return engine.execute(f"RETURN {literal(value)} AS x").get_all()[0][0]


@given(TEXT)
def test_text_is_read_back(engine, text):
    assert read_back(engine, text) == text


@given(TEXT)
def test_text_stays_on_one_line_without_hidden_characters(text):
    assert literal(text).isprintable() or not text.isprintable()
    assert len(literal(text).splitlines()) == 1


@given(st.lists(TEXT, min_size=1, max_size=4))
def test_lists_of_text_are_read_back(engine, texts):
    assert read_back(engine, texts) == texts


@given(st.integers(-(2**31), 2**31 - 1) | st.booleans() | st.floats(allow_nan=False, allow_infinity=False, width=32))
def test_numbers_are_read_back(engine, number):
    assert read_back(engine, number) == pytest.approx(number)
    assert type(read_back(engine, number)) is type(number)
