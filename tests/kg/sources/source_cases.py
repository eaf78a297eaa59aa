"""What every source format must do; a test class of a format inherits it and says what an input looks like."""

import io
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.records import Paper, Reject
from kg.sources import SOURCES, ReadOptions
from kg.sources.inputs import Input
from tests.support import read_text


class SourceCases:
    """Set `format`, `sample` and `damaged`.

    `sample` is a text of this format that holds First Paper and Second Paper and no error; `damaged` is the same with a
    record between the two that is no paper.
    """

    format: ClassVar[str]
    sample: ClassVar[str]
    damaged: ClassVar[str]

    def read(self, data: bytes) -> list[Paper | Reject]:
        source = Input("sample", data[:65_536], io.BytesIO(data))
        return list(SOURCES.get(self.format).read(source, ReadOptions()))

    def test_is_registered_under_its_name(self):
        assert SOURCES.get(self.format).name == self.format
        assert self.format in SOURCES.names()

    def test_no_other_format_takes_its_text(self):
        assert [source.name for source in SOURCES.sources.values() if source.sniff(self.sample)] == [self.format]

    def test_prose_is_not_taken_for_it(self):
        assert not SOURCES.get(self.format).sniff("Dear reader,\n\nthis is a letter, not a list of papers.\n")

    def test_reads_the_papers(self):
        papers = self.read(self.sample.encode())
        assert [p.title for p in papers if isinstance(p, Paper)] == ["First Paper", "Second Paper"]
        assert all(isinstance(p, Paper) and p.id and p.abstract and p.source == self.format for p in papers)

    def test_reading_twice_gives_the_same(self):
        assert self.read(self.sample.encode()) == self.read(self.sample.encode())

    def test_line_ends_and_byte_order_mark_change_nothing(self):
        assert self.read(b"\xef\xbb\xbf" + self.sample.replace("\n", "\r\n").encode()) == self.read(
            self.sample.encode()
        )

    def test_bad_record_is_rejected_with_its_place_and_the_others_are_read(self):
        items = self.read(self.damaged.encode())
        rejects = [item for item in items if isinstance(item, Reject)]
        assert [item.title for item in items if isinstance(item, Paper)] == ["First Paper", "Second Paper"]
        assert [reject.scope for reject in rejects] == ["record"]
        assert rejects[0].reason
        assert rejects[0].line or "record 2" in rejects[0].reason

    def test_file_cut_short_gives_the_papers_before_the_cut_and_a_reject(self):
        data = self.sample.rstrip().encode()
        items = self.read(data[: data.index(b"Second Paper") + 6])
        assert [item.title for item in items if isinstance(item, Paper)] == ["First Paper"]
        assert any(isinstance(item, Reject) for item in items)

    @pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "latin-1"])
    def test_text_in_another_encoding_is_rejected(self, tmp_path, encoding):
        text = self.sample.replace("First Paper", "Fïrst Päper")
        papers, rejects = read_text(tmp_path, text.encode(encoding, "replace"), format=self.format)
        assert "Fïrst Päper" not in [paper.title for paper in papers]
        assert rejects

    def test_empty_file_is_rejected(self, tmp_path):
        papers, rejects = read_text(tmp_path, b"", format=self.format)
        assert papers == []
        assert [reject.reason for reject in rejects] == ["the file is empty"]

    def test_zero_bytes_are_rejected(self):
        data = self.sample.encode()
        middle = data.index(b"Second")
        items = self.read(data[:middle] + b"\x00" * 9 + data[middle:])
        titles = [item.title for item in items if isinstance(item, Paper)]
        assert any(isinstance(item, Reject) for item in items) or "\ufffd" in titles[1]

    def test_damage_in_the_middle_never_raises(self):
        data = self.sample.encode()
        items = self.read(data[: len(data) // 2] + b"\xff\xfe\x00" + data[len(data) // 2 :])
        assert any(isinstance(item, Reject) for item in items)

    @settings(suppress_health_check=[HealthCheck.differing_executors])
    @given(st.binary())
    def test_any_bytes_give_papers_or_rejects(self, data):
        for item in self.read(data):
            assert isinstance(item, Reject) or (item.id and item.title and item.abstract)

    @settings(suppress_health_check=[HealthCheck.differing_executors])
    @given(st.integers(min_value=0), st.integers(min_value=0))
    def test_any_piece_of_a_sample_is_read(self, start, length):
        data = self.sample.encode()
        start %= len(data)
        for item in self.read(data[start : start + length % len(data)]):
            assert isinstance(item, Reject) or (item.id and item.title and item.abstract)
