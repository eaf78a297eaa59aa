"""Input made to do harm is refused with a sentence: no expansion, no other file, no network, bounded memory."""

import bz2
import gzip
import io
import lzma
import socket
import tracemalloc
import zlib

import pytest

from kg.records import Paper, Reject
from kg.sources import SOURCES, ReadOptions, read_papers
from kg.sources.inputs import Input
from kg.sources.json_events import MAX_RECORD
from tests.kg.sources import samples
from tests.support import json_lines, read_text

XML = {
    "arxiv-atom": samples.atom(samples.atom_entry(1)),
    "arxiv-oai": samples.oai(samples.oai_record(1)),
    "pubmed": samples.pubmed(samples.pubmed_article(1)),
}
GOOD_LINE = json_lines([{"title": "First Paper", "abstract": "One."}])
# What reading may hold at a time: a record, its parsed form, and the buffers (bytes).
BOUND = 20 * MAX_RECORD


@pytest.fixture(autouse=True)
def no_network(monkeypatch):
    def refuse(*_, **__):
        raise AssertionError("a reader opened a connection")

    monkeypatch.setattr(socket.socket, "connect", refuse)


def with_doctype(name: str, declarations: str, use: str) -> str:
    """A sample of XML with declarations in front, and something of them used in its title."""
    prologue, _, body = XML[name].partition("<PubmedArticleSet" if name == "pubmed" else "?>")
    root = {"arxiv-atom": "feed", "arxiv-oai": "OAI-PMH", "pubmed": "PubmedArticleSet"}[name]
    body = "<PubmedArticleSet" + body if name == "pubmed" else body
    assert prologue
    return f'<?xml version="1.0"?><!DOCTYPE {root} [{declarations}]>{body}'.replace("A Paper", f"A Paper {use}")


@pytest.mark.parametrize("name", sorted(XML))
def test_entities_that_expand_are_refused(tmp_path, name):
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    text = with_doctype(name, f'<!ENTITY l0 "lol">{laughs}', "&l9;")
    papers, rejects = read_text(tmp_path, text)
    assert papers == []
    assert [r.scope for r in rejects] == ["file"]
    assert "declares the entity 'l0', which is refused" in rejects[0].reason


@pytest.mark.parametrize("name", sorted(XML))
def test_entities_that_are_other_files_are_refused(tmp_path, name):
    (tmp_path / "secret").write_text("password")
    text = with_doctype(name, f'<!ENTITY secret SYSTEM "file://{tmp_path}/secret">', "&secret;")
    papers, rejects = read_text(tmp_path, text)
    assert papers == []
    assert "declares the entity 'secret', which is refused" in rejects[0].reason


@pytest.mark.parametrize("name", sorted(XML))
def test_declarations_from_the_network_are_refused(tmp_path, name):
    text = with_doctype(name, '<!ENTITY % far SYSTEM "http://192.0.2.1/x.dtd"> %far;', "")
    papers, rejects = read_text(tmp_path, text)
    assert papers == []
    assert "refused" in rejects[0].reason


def test_document_type_of_pubmed_is_not_fetched(tmp_path):
    papers, rejects = read_text(tmp_path, XML["pubmed"])
    assert (len(papers), rejects) == (1, [])


@pytest.mark.parametrize("name", sorted(XML))
def test_entity_without_declaration_stops_reading_with_its_line(tmp_path, name):
    papers, rejects = read_text(tmp_path, XML[name].replace("A Paper", "A&eacute;B"))
    assert papers == []
    assert rejects[0].line == next(n for n, line in enumerate(XML[name].split("\n"), 1) if "A Paper" in line)


@pytest.mark.parametrize("name", sorted(XML))
def test_elements_a_hundred_deep_are_refused(tmp_path, name):
    text = XML[name].replace("A Paper", "<i>" * 50_000)
    papers, rejects = read_text(tmp_path, text)
    assert papers == []
    assert "deep" in rejects[0].reason


class Endless(io.RawIOBase):
    """A stream of a beginning and then the same bytes again and again, as a packed bomb gives them."""

    def __init__(self, start: bytes, filling: bytes, size: int) -> None:
        self.start, self.filling, self.left = start, filling * (65_536 // len(filling)), size

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        data = self.start[: len(buffer)] or self.filling[: min(len(buffer), self.left)]
        self.start = self.start[len(data) :]
        self.left -= len(data)
        buffer[: len(data)] = data
        return len(data)


BOMBS = {
    "jsonl": (GOOD_LINE.encode() + b'{"title": "', b"a"),
    "arxiv": (json_lines([samples.arxiv(1, "First Paper")]).encode() + b'{"abstract": "', b"a"),
    "hf-papers": (samples.json_array([samples.hf_paper(1, "First Paper")])[:-1].encode() + b', {"paper": "', b"a"),
    "crossref": (samples.crossref_answer([samples.crossref(1, "First Paper")])[:100].encode() + b'"x', b"a"),
    "openalex": (b'{"results": [{"title": [', b'"' + b"a" * 1021 + b'",'),
    "semantic-scholar": (b'{"data": [{"title": ', b"["),
    "arxiv-atom": (XML["arxiv-atom"][:-60].encode() + b"<title>", b"a"),
    "arxiv-oai": (b"<OAI-PMH><record><metadata><arXiv><abstract>", b"word "),
    "pubmed": (b'<PubmedArticleSet><PubmedArticle a="', b"a"),
    "hf-daily": (b"byAK and the research community\n\n", b"word "),
    "bibtex": (b"@article{key, title = {", b"a"),
    "ris": (b"TY  - JOUR\nTI  - ", b"a"),
    "csv": (b'title,abstract\n"', b"a"),
    "tsv": (b'title\tabstract\n"', b"a"),
    "parquet": (b"PAR1", b"a"),
    "graph": (b'{"fingerprint": "', b"a"),
    "text": (b"A title\n", b"word "),
}


@pytest.mark.parametrize("name", sorted(SOURCES.names()))
def test_record_without_end_is_rejected_in_bounded_memory(name):
    stream = io.BufferedReader(Endless(*BOMBS[name], size=3 * MAX_RECORD), 65_536)
    source = Input("bomb", stream.peek(65_536)[:65_536], stream)
    tracemalloc.start()
    items = list(SOURCES.get(name).read(source, ReadOptions()))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < BOUND
    assert isinstance(items[-1], Reject)


def test_record_of_too_many_elements_is_refused(monkeypatch, tmp_path):
    monkeypatch.setattr("kg.sources.xml_stream.MAX_ELEMENTS", 500)
    papers, rejects = read_text(tmp_path, XML["pubmed"].replace("A Paper", "<i/>" * 600))
    assert papers == []
    assert "over 500 elements" in rejects[0].reason


@pytest.mark.parametrize("start", ["[", '[{"DOI": ', '{"data": [{"title": ', '{"title": '])
def test_values_nested_without_end_are_refused(tmp_path, start):
    for opening in ("[", '{"a":'):
        papers, rejects = read_text(tmp_path, start + opening * 100_000)
        assert papers == []
        assert rejects


def test_line_of_too_many_lists_is_passed_over(monkeypatch, tmp_path):
    monkeypatch.setattr("kg.sources.json_stream.MAX_CONTAINERS", 500)
    text = GOOD_LINE + '{"title": [' + "[]," * 600 + "[]]}\n" + GOOD_LINE
    papers, rejects = read_text(tmp_path, text)
    assert len(papers) == 2
    assert [(r.line, r.reason) for r in rejects] == [(2, "the line is too large for a record")]


def test_line_too_long_is_passed_over_and_the_next_one_read(tmp_path):
    text = GOOD_LINE + '{"title": "' + "x" * MAX_RECORD + '"}\n' + GOOD_LINE
    papers, rejects = read_text(tmp_path, gzip.compress(text.encode(), 1))
    assert len(papers) == 2
    assert [r.line for r in rejects] == [2]
    assert "too large" in rejects[0].reason


def test_many_records_in_little_room_are_all_read():
    count = 100
    first = samples.openalex(1, "Paper 1", words=[f"word-number-{n}" for n in range(500)])
    data = samples.json_answer("results")([first] * count).encode()
    assert len(data) > 10 * 65_536
    items = SOURCES.get("openalex").read(Input("x", data[:65_536], io.BytesIO(data)), ReadOptions())
    assert sum(isinstance(item, Paper) for item in items) == count


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_packed_files_are_read_and_damaged_ones_told(tmp_path, pack):
    packed = pack((GOOD_LINE * 3).encode())
    assert len(read_text(tmp_path, packed)[0]) == 3
    papers, rejects = read_text(tmp_path, packed[: len(packed) // 2])
    assert papers == []
    assert "damaged" in rejects[-1].reason


def test_folder_of_every_format_packed_or_not_is_read(tmp_path):
    from tests.kg.sources.test_formats import SourceCases

    for number, case in enumerate(SourceCases.__subclasses__()):
        data = case.sample.encode()
        (tmp_path / f"{number:02}").write_bytes(gzip.compress(data) if number % 2 else data)
    items = list(read_papers([str(tmp_path)]))
    assert len(items) == 2 * len(SourceCases.__subclasses__())
    assert all(isinstance(item, Paper) for item in items)
    # Parquet is no text, and plain text is read only where the user names it.
    assert {item.source for item in items} == set(SOURCES.names()) - {"graph", "parquet", "text"}


def test_damage_of_deflate_is_told(tmp_path):
    packed = bytearray(gzip.compress(GOOD_LINE.encode() * 2000))
    packed[len(packed) // 2] ^= 0xFF
    with pytest.raises((zlib.error, OSError, EOFError)):
        gzip.decompress(bytes(packed))
    assert "damaged" in read_text(tmp_path, bytes(packed))[1][-1].reason
