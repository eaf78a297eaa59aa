"""Dates are kept at the precision their source has."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.dates import as_far_as_real, earliest, month_number, parse_iso, read_date


@pytest.mark.parametrize(
    ("text", "parsed"),
    [
        ("2018", ("2018", "year")),
        ("2018-06", ("2018-06", "month")),
        ("2018-06-20", ("2018-06-20", "day")),
        (" 2018-06-20T12:30:00Z ", ("2018-06-20", "day")),
        ("2018-06-20 12:30", ("2018-06-20", "day")),
        ("2024-02-29", ("2024-02-29", "day")),
    ],
)
def test_iso_dates_are_read_at_their_precision(text, parsed):
    assert parse_iso(text) == parsed


@pytest.mark.parametrize(
    "text", ["", "soon", "2018-13", "2023-02-29", "0000", "20180620", "18-06-20", "2018-6-2", "٢٠١٨"]
)
def test_what_is_no_iso_date_is_none(text):
    assert parse_iso(text) is None


@given(st.dates())
def test_every_day_survives(day):
    assert parse_iso(day.isoformat()) == (day.isoformat(), "day")


@given(st.text())
def test_any_text_is_a_date_or_none(text):
    parsed = parse_iso(text)
    assert parsed is None or ({"year": 4, "month": 7, "day": 10}[parsed[1]] == len(parsed[0]) and parsed[0].isascii())


@pytest.mark.parametrize(("name", "number"), [("Jan", 1), ("sept.", 9), ("December", 12), ("May", 5)])
def test_month_names(name, number):
    assert month_number(name) == number


@pytest.mark.parametrize("name", ["Ja", "Marble", "Decision", "", "Augustus"])
def test_other_words_are_no_months(name):
    assert month_number(name) is None


@pytest.mark.parametrize(
    ("parts", "found"),
    [
        (("2023", "2", "28"), "2023-02-28"),
        (("2023", "2", "29"), "2023-02"),
        (("2023", "13", "1"), "2023"),
        (("2023", "", "1"), "2023"),
        (("79",), "0079"),
        (("0", "1", "1"), None),
        (("",), None),
    ],
)
def test_numbers_are_a_date_as_far_as_it_exists(parts, found):
    assert as_far_as_real(*parts) == found


def test_date_that_exists_is_read_without_a_word():
    assert read_date(" 2018-06-20T12:30:00Z ") == ("2018-06-20", "day", None)


@pytest.mark.parametrize(
    ("text", "kept", "precision"), [("2025-02-30", "2025-02", "month"), ("2025-13-02", "2025", "year")]
)
def test_day_or_month_that_does_not_exist_is_left_out_and_reported(text, kept, precision):
    published, found, fault = read_date(text)
    assert (published, found) == (kept, precision)
    assert fault == f"published {text!r} is no day or month that there is; the paper is kept with {kept}"


@pytest.mark.parametrize("text", ["", "soon", "0000-01-01", "2025-2-30"])
def test_what_is_no_date_is_reported(text):
    assert read_date(text, "ISO date") == (
        None,
        None,
        f"published {text!r} is no ISO date; the paper is kept without one",
    )


@pytest.mark.parametrize(
    ("dates", "found"),
    [
        (["2021-05", "2020-12-24"], "2020-12-24"),
        (["2020", "2020-05", "2020-03-12"], "2020-03-12"),
        (["2020-03", "2020-03-12"], "2020-03-12"),
        ([], None),
    ],
)
def test_earliest_date_is_as_precise_as_any_gives_it(dates, found):
    assert earliest(dates) == found
    assert earliest(reversed(dates)) == found
