"""Which media type an Accept header prefers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.server.negotiation import ROW_TYPES, choose

JSON, XML, CSV, TSV, *_ = ROW_TYPES


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        (None, JSON),
        ("", JSON),
        ("*/*", JSON),
        (XML, XML),
        (f"{XML};q=0.2, {CSV};q=0.3", CSV),
        (f"{JSON};q=0, */*", XML),
        (f"text/*;q=0.9, {CSV};q=0.1", TSV),
        (f"*/*;q=0.1, {TSV}", TSV),
        (f"{CSV.upper()}; charset=utf-8 ; Q=0.5", CSV),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "application/xml"),
        ("image/png", None),
        (f"{CSV};q=0", None),
        (f"{CSV};q=x, nonsense, {TSV};q=2, ;;,", None),
    ],
)
def test_preferred_type(accept, chosen):
    assert choose(accept, ROW_TYPES) == chosen


@given(st.text(max_size=60) | st.text(alphabet="*/;,q=.01 textcsv", max_size=60))
def test_any_header_gives_an_offer_or_none(accept):
    assert choose(accept, ROW_TYPES) in {*ROW_TYPES, None}
