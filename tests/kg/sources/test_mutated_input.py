"""Files of every format with some of their bytes changed give papers and rejects, and never an error.

A longer campaign: `pytest tests/kg/sources/test_mutated_input.py --hypothesis-profile=campaign`.
"""

import io
import os
import tempfile

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.records import Paper
from kg.sources import SOURCES, ReadOptions, read_papers
from kg.sources.inputs import Input
from tests.kg.sources.test_formats import SourceCases

SAMPLES = {
    f"{case.format}-{number}": (case.format, text.encode())
    for number, case in enumerate(SourceCases.__subclasses__())
    for text in (case.damaged,)
}
# What the syntaxes of the formats are made of, and what encodings and parsers stumble over.
TOKENS = [
    *(bytes([byte]) for byte in b"{}[]()<>\"'\\,;:=@#%&|\n\r\t \x00\x1a\x7f\x80\xc3\xe2\xf0\xff-0"),
    *(b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\\ud800", b"\\u0000", b"&#0;", b"&amp;", b"&x;", b"]]>"),
    *(
        b"<!--",
        b"<![CDATA[",
        b"<?",
        b"</",
        b"null",
        b"true",
        b"1e999",
        b"NaN",
        b"-1",
        b"9" * 400,
        b"[" * 300,
        b"{" * 300,
    ),
    *(
        b"$",
        b"\\frac{",
        b"\\",
        b"ER  - ",
        b"TY  - ",
        b"@article{",
        b"\xc2\x85",
        b"\xe2\x80\xa8",
        b"\r\n\r\n",
        b"0000-00-00",
    ),
]
PIECE = st.sampled_from(TOKENS) | st.binary(max_size=4)
# Where (as a share of the file), how many bytes go, and what comes in their place.
CHANGE = st.tuples(st.integers(0, 2**16), st.integers(0, 40), PIECE)


def changed(data, changes):
    """The bytes after the changes, one after the other."""
    for place, length, piece in changes:
        start = place * len(data) >> 16
        data = data[:start] + piece + data[start + length :]
    return data


def assert_papers_or_rejects(items):
    for item in items:
        if isinstance(item, Paper):
            assert all((item.id, item.title, item.abstract))
            # What cannot be encoded could not be kept.
            "".join((item.id, item.title, item.abstract, item.url or "", *item.authors, *item.categories)).encode()
        else:
            assert item.reason
            assert str(item).encode()


@pytest.mark.parametrize("name", sorted(SAMPLES))
@given(changes=st.lists(CHANGE, min_size=1, max_size=6))
def test_changed_sample_gives_papers_or_rejects(name, changes):
    reader, sample = SAMPLES[name]
    data = changed(sample, changes)
    source = Input("sample", data[:65_536], io.BytesIO(data))
    assert_papers_or_rejects(SOURCES.get(reader).read(source, ReadOptions()))


@given(st.sampled_from(sorted(SAMPLES)), st.sampled_from(sorted(SAMPLES)), st.lists(CHANGE, max_size=4))
def test_file_of_two_formats_gives_papers_or_rejects(first, second, changes):
    assert_papers_or_rejects(read_file(changed(SAMPLES[first][1] + SAMPLES[second][1], changes)))


@given(st.sampled_from(sorted(SOURCES.names())), st.sampled_from(sorted(SAMPLES)))
def test_file_read_as_another_format_gives_papers_or_rejects(format, name):
    assert_papers_or_rejects(read_file(SAMPLES[name][1], format))


@given(changes=st.lists(CHANGE, min_size=1, max_size=3))
def test_changed_parquet_gives_papers_or_rejects(parquet_sample, changes):
    assert_papers_or_rejects(read_file(changed(parquet_sample, changes)))


@pytest.fixture(scope="module")
def parquet_sample():
    """A Parquet file of two papers."""
    papers = [{"title": f"{n} Paper", "abstract": "One.", "authors": ["Ada Example"]} for n in ("First", "Second")]
    out = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(papers), out)
    return out.getvalue()


def read_file(data, name="auto"):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "input")  # noqa: PTH118
        with open(path, "wb") as out:  # noqa: PTH123
            out.write(data)
        return list(read_papers([path], name, ReadOptions()))
