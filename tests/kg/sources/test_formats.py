"""Every registered source format keeps the promises of the interface."""

from kg.sources import SOURCES
from tests.kg.sources.source_cases import SourceCases
from tests.support import json_lines, page, record


class TestHfDaily(SourceCases):
    format = "hf-daily"
    sample = page(record("First Paper", "One. Two."), record("Second Paper", "Three. Four.", "Aug 9, 2023 4"))


class TestJsonLines(SourceCases):
    format = "jsonl"
    sample = json_lines([{"title": "First Paper", "abstract": "One."}, {"title": "Second Paper", "abstract": "Two."}])


def test_every_registered_format_has_a_test_class():
    assert {case.format for case in SourceCases.__subclasses__()} == set(SOURCES.names())
