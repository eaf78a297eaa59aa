"""Numbers as quantities: value, unit, bound and the way neighbours are joined."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.result_parts.quantities import find_quantities
from extractors.result_parts.quantity import Quantity, lower_same_length, plain_decimal


def only(text: str) -> Quantity:
    found = find_quantities(text)
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("an accuracy of 87.5% here", "87.5", "%"),
        (r"an accuracy of $87.5\%$ here", "87.5", "%"),
        ("an accuracy of 87.5 percent here", "87.5", "%"),
        ("a gain of 2.1 percentage points", "2.1", "points"),
        ("a gain of 2.1% points", "2.1", "points"),
        ("a 7x speedup", "7", "x"),
        (r"a $7.5\times$ speedup", "7.5", "x"),
        ("an 8-fold gain", "8", "x"),
        ("83 times less traffic", "83", "x"),
        ("errors of 0.12 kcal/mol", "0.12", "kcal/mol"),
        ("a latency of 31.2 ms", "31.2", "ms"),
        ("a latency of 226ms", "226", "ms"),
        ("needs 16 GB of memory", "16", "GB"),
        ("runs at 32 FPS", "32", "frames per second"),
        ("holds 51,753 labelled frames", "51753", "frames"),
        (r"a gain of 1{,}890 there", "1890", None),
        ("a loss of .25 there", "0.25", None),
        ("with 0.2B parameters", "0.2", "billion parameters"),
        ("with 1.5 million samples", "1.5", "million samples"),
        ("an error of 1e-4 there", "0.0001", None),
        ("an error of $10^{-2}$ there", "0.01", None),
    ],
)
def test_value_and_unit(text: str, value: str, unit: str | None) -> None:
    quantity = only(text)

    assert (quantity.value, quantity.unit) == (value, unit)


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("improves by up to 4.3%", "up_to"),
        ("with under 10% of the compute", "up_to"),
        ("needs <1 GB", "up_to"),
        ("reaches over 87%", "at_least"),
        ("more than 3 hours", "at_least"),
        ("covers 20+ metrics", "at_least"),
        (r"a correlation of $\rho \approx 0.9$", "approx"),
        ("costs about 5 seconds", "approx"),
        ("reaches 91.2%", "exact"),
    ],
)
def test_bound(text: str, bound: str) -> None:
    assert only(text).bound == bound


@pytest.mark.parametrize(
    "text",
    [
        "trained on CIFAR-10 with ResNet50",
        "see https://example.org/papers/2020/11",
        "images of 512x512 pixels",
        r"images of $64 \times 64$ pixels",
        "two steps: (1) encode, and (2) decode",
        "as shown before [12]",
        "since 2021, the field",
        "with p < 0.05 throughout",
        "a 3D scene with a 4th-order solver2",
        "version 2.1.3 of the tool",
        "the term $x_1$ and $n^2$",
        "interval (95% CI [0.506, 0.509])",
    ],
)
def test_what_states_no_outcome_is_left_out(text: str) -> None:
    values = [quantity.value for quantity in find_quantities(text) if "ordinal" not in quantity.flags]

    assert values == []


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("is twice as fast", "2", "x"),
        ("is three times faster", "3", "x"),
        ("a tenfold gain", "10", "x"),
        ("faster by two orders of magnitude", "2", "orders of magnitude"),
        ("is an order of magnitude faster", "1", "orders of magnitude"),
        ("smaller by a factor of five", "5", "x"),
        ("cuts the cost by half", "0.5", "x"),
        ("gathers five million pairs", "5", "million"),
    ],
)
def test_spelled_out_numbers(text: str, value: str, unit: str) -> None:
    quantity = only(text)

    assert (quantity.value, quantity.unit) == (value, unit)


def test_hyphen_range_is_one_quantity() -> None:
    quantity = only("a reduction of 50-93% in size")

    assert (quantity.value, quantity.upper, quantity.unit) == ("50", "93", "%")


def test_latex_range_is_one_quantity() -> None:
    quantity = only(r"reaches $96$--$97\%$ of it")

    assert (quantity.value, quantity.upper, quantity.unit) == ("96", "97", "%")


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("from 512 to 64 steps", "from"),
        ("grows 40% to 60% more", "to"),
        ("(37.2 -> 23.3)", "arrow"),
        (r"$37.2 \rightarrow 23.3$", "arrow"),
        ("won 6 out of 7 games", "out_of"),
        ("reached 96.8% and 97.6% there", "list"),
        ("reached 83.4% vs. 60.0% there", "versus"),
    ],
)
def test_neighbours_are_linked(text: str, flag: str) -> None:
    first, second = find_quantities(text)

    assert f"{flag}_first" in first.flags
    assert f"{flag}_second" in second.flags


def test_error_margin_is_dropped() -> None:
    assert [quantity.value for quantity in find_quantities("a score of 6.79 ± 1.08 overall")] == ["6.79"]


def test_minus_sign_is_kept() -> None:
    assert only("a change of -0.27 there").value == "-0.27"


def test_plain_decimal_adds_leading_zero() -> None:
    assert plain_decimal(".5") == "0.5"


def test_lower_keeps_offsets() -> None:
    assert len(lower_same_length("İ 5% A")) == len("İ 5% A")


@given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from("0123456789.,%$\\-–x×^{}() ")), max_size=300))
def test_any_text_gives_quantities_within_it(text: str) -> None:
    for quantity in find_quantities(text):
        assert 0 <= quantity.phrase_start <= quantity.start < quantity.end <= quantity.phrase_end <= len(text)
        float(quantity.value)


@pytest.mark.parametrize(
    "piece", ["1", "1,", "1.5% ", "10^", "a ", "- ", "order of ", "confidence interval 1 ", "$1$ to "]
)
def test_time_grows_with_the_text_only(piece: str) -> None:
    text = piece * (60_000 // len(piece))

    begin = time.process_time()
    find_quantities(text)

    # A quadratic search would need minutes.
    assert time.process_time() - begin < 20
