"""Names that a paper's wording presents."""

import pytest

from extractors.patterns import Patterns
from extractors.settings import load_settings


def found(title, abstract):
    text = f"{title}\n\n{abstract}"
    return {(text[start:end], kind) for start, end, kind in Patterns(load_settings()).find(text, len(title) + 2)}


@pytest.mark.parametrize(
    ("title", "abstract", "expected"),
    [
        ("FooNet: A Network for Things", "It works.", ("FooNet", "Method")),
        ("BarBench: a Benchmark of Things", "It is large.", ("BarBench", "Dataset")),
        ("On Things", "We propose FooNet, which works.", ("FooNet", "Method")),
        ("On Things", "We introduce BarQA, a dataset of questions.", ("BarQA", "Dataset")),
        ("On Things", "We train a model called FooNet on it.", ("FooNet", "Method")),
        ("On Things", "Our corpus, dubbed BarCorpus2, is large.", ("BarCorpus2", "Dataset")),
        ("On Things", "FooNet, a simple framework for things, works.", ("FooNet", "Method")),
        ("On Things", "We train a folded object model (FOM) on it.", ("FOM", "Method")),
    ],
)
def test_presented_names_are_found_with_their_type(title, abstract, expected):
    assert expected in found(title, abstract)


@pytest.mark.parametrize(
    ("title", "abstract"),
    [
        ("Attention: a Survey", "It is long."),
        ("On Things", "We propose a method for things."),
        ("On things", "We present results."),
        ("On Things", "The city, a system of streets, sleeps."),
    ],
)
def test_ordinary_words_are_not_names(title, abstract):
    assert found(title, abstract) == set()


def test_long_hyphenated_text_takes_no_longer_than_its_length():
    text = "x-" * 100_000
    assert list(Patterns(load_settings()).find(text, 0)) == []
