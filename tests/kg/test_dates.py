"""Dates are kept at the precision their source has."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.dates import earliest, full_date, month_number, parse_iso


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


def test_a_day_that_does_not_exist_is_none():
    assert full_date(2023, 2, 29) is None


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
