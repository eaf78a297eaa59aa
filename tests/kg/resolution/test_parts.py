"""The parts of resolution one by one: unions, misspellings, heads, short forms."""

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.resolution.broader import closing_cycles, head_keys, heads
from kg.resolution.short_forms import credible, initials, spells, without_gloss
from kg.resolution.typos import corrections, edits, misspelt, opposed
from kg.resolution.unions import Node, Unions


def node(key: str, *, numbers: tuple[str, ...] = (), entry: int | None = None, kind: str = "Method") -> Node:
    return Node(kind, key, key, (key,), numbers, 1, entry)


def test_union_of_two_lexicon_entries_is_refused_also_through_a_third_name() -> None:
    unions = Unions([node("a", entry=1), node("b"), node("c", entry=2)])

    assert unions.join(0, 1, "fuzzy", "equal")
    assert not unions.join(1, 2, "fuzzy", "equal")


def test_union_of_different_numbers_is_refused_also_through_a_name_without() -> None:
    unions = Unions([node("gpt3", numbers=("3",)), node("long"), node("gpt4", numbers=("4",))])

    assert unions.join(0, 1, "abbreviation", "compatible")
    assert not unions.join(2, 1, "abbreviation", "compatible")


def test_equal_numbers_are_asked_of_similar_names() -> None:
    unions = Unions([node("s4", numbers=("4",)), node("s")])

    assert not unions.join(0, 1, "fuzzy", "equal")


def test_types_are_never_united() -> None:
    unions = Unions([node("a"), node("a", kind="Task")])

    assert not unions.join(0, 1, "curation", "user")


def test_pinned_node_takes_the_users_union_only() -> None:
    unions = Unions([node("a"), node("b")], pinned=frozenset([0]))

    assert not unions.join(0, 1, "lexicon", "lexicon")
    assert unions.join(0, 1, "curation", "user")


@pytest.mark.parametrize(
    ("rare", "known"),
    [("segmentaton", "segmentation"), ("clasification", "classification"), ("trainning", "training"),
     ("renforcement", "reinforcement"), ("convolutoinal", "convolutional")],
)  # fmt: skip
def test_slips_are_misspellings(rare: str, known: str) -> None:
    assert misspelt(rare, known)


@pytest.mark.parametrize(
    ("rare", "known"),
    [("face", "fake"), ("optimized", "optimizer"), ("interclass", "intraclass"), ("emotion", "motion"),
     ("deduction", "reduction"), ("macroscopic", "microscopic"), ("networks", "network")],
)  # fmt: skip
def test_other_words_are_no_misspellings(rare: str, known: str) -> None:
    assert not misspelt(rare, known)


def test_opposed_words_differ_in_a_telling_beginning() -> None:
    assert opposed("unsupervised", "supervised")
    assert opposed("maximization", "minimization")
    assert not opposed("segmentaton", "segmentation")


def test_correction_prefers_the_frequent_word() -> None:
    assert corrections(["prediktion"], {"prediction": 9, "predaktion": 5}) == {"prediktion": "prediction"}


@given(st.text("abc", max_size=6), st.text("abc", max_size=6))
def test_edits_are_symmetric_and_zero_only_for_equals(left: str, right: str) -> None:
    assert edits(left, right, 9) == edits(right, left, 9)
    assert (edits(left, right, 9) == 0) == (left == right)


@pytest.mark.parametrize(
    ("left", "right", "distance"), [("ab", "ba", 1), ("abc", "ac", 1), ("abcd", "badc", 2), ("abc", "xyz", 3)]
)
def test_edits_count_swaps_once(left: str, right: str, distance: int) -> None:
    assert edits(left, right, 5) == distance


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("sliced Wasserstein distance", ["Wasserstein distance", "distance"]),
        ("mixture of experts", ["mixture"]),
        ("sparse mixture of experts", ["mixture of experts", "sparse mixture"]),
        ("non convex optimization", ["convex optimization", "optimization"][1:]),
        ("self-supervised learning", ["learning"]),
        ("attention", []),
    ],
)
def test_heads_are_what_a_name_ends_in(label: str, expected: list[str]) -> None:
    assert heads(label) == expected


def test_keys_of_heads_are_numbered_and_need_letters() -> None:
    found = head_keys(pa.table({"label": ["deep graph network", "top 3"]}))

    assert found.to_pylist() == [
        {"label": "deep graph network", "position": 1, "key": "graphnetwork"},
        {"label": "deep graph network", "position": 2, "key": "network"},
        {"label": "top 3", "position": 1, "key": None},
    ]


def test_edges_that_close_a_cycle_are_found() -> None:
    assert closing_cycles([("a", "b"), ("b", "c"), ("c", "a"), ("d", "a")]) == ["c"]


@pytest.mark.parametrize(("short", "long", "expected"), [
    ("GPT-3", "generative pre-trained transformer", False),
    ("S4", "structured state space sequence model", True),
    ("GPT-3", "generative pre-trained transformer 3", True),
])  # fmt: skip
def test_version_set_apart_must_be_in_the_long_form(short: str, long: str, expected: bool) -> None:
    assert credible(short, long) is expected


def test_letters_of_a_short_form_occur_in_order() -> None:
    assert spells("LLMs", "large language models")
    assert spells("LSTM", "long short-term memory")
    assert not spells("GPT", "language models")


def test_initials_may_leave_small_words_out() -> None:
    assert initials("MoE", "mixture of experts")
    assert initials("CNNs", "convolutional neural networks")
    assert not initials("LLMs", "language models")


@pytest.mark.parametrize(("name", "bare"), [
    ("Large Language Models (LLMs)", "Large Language Models"),
    ("language models (GPT-2)", "language models (GPT-2)"),
    ("Expected Sarsa(λ)", "Expected Sarsa(λ)"),
])  # fmt: skip
def test_gloss_is_cut_where_it_abbreviates_the_name(name: str, bare: str) -> None:
    assert without_gloss(name) == bare
