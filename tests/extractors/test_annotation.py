"""What readers of annotated papers share: where surfaces stand, and which names are the same."""

import pytest

from extractors.annotation import normalised, occurrences, same_thing


def test_surfaces_are_found_on_word_boundaries():
    assert occurrences("GAN, GANs, a GAN-like GAN", [("x", ["GAN"])]) == [(0, 3, "x"), (13, 16, "x"), (22, 25, "x")]


def test_longest_surface_wins():
    text = "a top-1 accuracy"
    assert occurrences(text, [("x", ["accuracy"]), ("y", ["top-1 accuracy"])]) == [(2, len(text), "y")]


@pytest.mark.parametrize(
    ("name", "found"), [("Graph-Neural  Networks", "graph neural network"), ("loss", "loss"), ("BERTs", "bert")]
)
def test_names_are_compared_without_case_punctuation_and_plural(name, found):
    assert normalised(name) == found


@pytest.mark.parametrize(
    ("names", "others", "strict", "lenient"),
    [
        ({"tree", "t"}, {"tree"}, True, True),
        ({"tree"}, {"tree search"}, False, True),
        ({"tree"}, {"tree search method"}, False, False),
        ({""}, {"tree"}, False, False),
    ],
)
def test_things_are_the_same_by_one_name_or_by_half_of_its_words(names, others, strict, lenient):
    assert (same_thing(names, others, False), same_thing(names, others, True)) == (strict, lenient)
