"""What every source format must do; a test class of a format inherits it and says what an input looks like."""

import io
from typing import ClassVar

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.records import Paper, Reject
from kg.sources import SOURCES, ReadOptions
from kg.sources.inputs import Input


class SourceCases:
    """Set `format` and `sample`, a text of this format that holds two papers and no error."""

    format: ClassVar[str]
    sample: ClassVar[str]

    def read(self, data: bytes) -> list[Paper | Reject]:
        source = Input("sample", data[:65_536], io.BytesIO(data))
        return list(SOURCES.get(self.format).read(source, ReadOptions()))

    def test_is_registered_under_its_name(self):
        assert SOURCES.get(self.format).name == self.format
        assert self.format in SOURCES.names()

    def test_its_own_text_is_detected(self):
        source = SOURCES.detect(self.sample)
        assert source is not None
        assert source.name == self.format

    def test_prose_is_not_taken_for_it(self):
        assert not SOURCES.get(self.format).sniff("Dear reader,\n\nthis is a letter, not a list of papers.\n")

    def test_reads_the_papers(self):
        papers = self.read(self.sample.encode())
        assert len(papers) == 2
        assert all(isinstance(p, Paper) and p.id and p.title and p.abstract and p.source == self.format for p in papers)

    def test_reading_twice_gives_the_same(self):
        assert self.read(self.sample.encode()) == self.read(self.sample.encode())

    def test_line_ends_and_byte_order_mark_change_nothing(self):
        assert self.read(b"\xef\xbb\xbf" + self.sample.replace("\n", "\r\n").encode()) == self.read(
            self.sample.encode()
        )

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
