"""Files, folders, packed files, standard input; sniffing; what cannot be read."""

import gzip
import io
import sys

import pytest

from kg.errors import SourceError
from kg.sources import SOURCES, SourceRegistry, read_papers
from kg.sources.inputs import expand
from tests.support import detected, json_lines, page, read_text, record

GOOD = {"title": "A Title", "abstract": "An abstract."}
LINES = json_lines([GOOD])
PAGE = page(record("Another Title", "One. Two."))


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (LINES, "jsonl"),
        ("\n\n  " + LINES, "jsonl"),
        (PAGE, "hf-daily"),
        (record("A", "B."), "hf-daily"),
        ("Just a letter.\n\nYours.\n", None),
        ("", None),
        ("[1, 2]", None),
    ],
)
def test_formats_are_told_by_content(head, name):
    assert detected(head) == name


def test_content_counts_and_not_the_file_name(tmp_path):
    papers, rejects = read_text(tmp_path, PAGE, name="papers.jsonl")
    assert ([p.title for p in papers], rejects) == (["Another Title"], [])


def test_named_format_is_used_without_sniffing(tmp_path):
    papers, rejects = read_text(tmp_path, "A Title\n\nAn abstract. Two.\n", format="hf-daily")
    assert ([p.title for p in papers], rejects) == (["A Title"], [])


def test_unknown_format_names_those_that_are_known(tmp_path):
    (tmp_path / "x").write_text("x")
    with pytest.raises(SourceError, match=r"unknown source format 'x'; known are arxiv, .*, hf-daily, .*, jsonl"):
        list(read_papers([str(tmp_path / "x")], "x"))


def test_missing_file_is_an_error_that_names_it(tmp_path):
    with pytest.raises(SourceError, match=r"nowhere\.txt: there is no such file"):
        list(read_papers([str(tmp_path / "nowhere.txt")]))


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"\x7fELF\x00\x00\x01", "not text"),
        ("page".encode("utf-16"), "not text"),
        (b"Dear reader,\n\nhello.\n", "no known source format"),
        (gzip.compress(PAGE.encode(), mtime=0)[:-20], "damaged"),
        (gzip.compress(b"{}", mtime=0)[:12] + b"\xff" * 30, "damaged"),
        (b"\x1f\x8b", "damaged"),
    ],
)
def test_unusable_file_is_rejected_as_a_whole(tmp_path, content, reason):
    papers, rejects = read_text(tmp_path, content)
    assert papers == []
    assert [r.scope for r in rejects] == ["file"]
    assert reason in rejects[0].reason
    assert rejects[0].file == str(tmp_path / "input.txt")


def test_papers_before_the_damage_of_a_packed_file_are_used(tmp_path):
    lines = json_lines({"title": f"Title {n}", "abstract": f"{n * 7919**5}"} for n in range(6000))
    papers, rejects = read_text(tmp_path, gzip.compress(lines.encode())[:-500])
    assert 0 < len(papers) < 6000
    assert "damaged" in rejects[-1].reason


def test_bad_file_does_not_keep_the_next_from_being_read(tmp_path):
    (tmp_path / "a").write_bytes(b"\x00")
    (tmp_path / "b").write_text(LINES)
    items = list(read_papers([str(tmp_path / "a"), str(tmp_path / "b")]))
    assert [type(i).__name__ for i in items] == ["Reject", "Paper"]


def test_folder_means_its_visible_files_in_order(tmp_path):
    (tmp_path / "deep").mkdir()
    (tmp_path / ".git").mkdir()
    for name in ("b", "deep/c", "a", ".hidden", ".git/x"):
        (tmp_path / name).write_text("x")
    assert [p.removeprefix(str(tmp_path)) for p in expand([str(tmp_path)])] == ["/a", "/b", "/deep/c"]


def test_file_named_twice_is_read_once(tmp_path):
    (tmp_path / "a").write_text("x")
    assert len(expand([str(tmp_path), str(tmp_path / "a")])) == 1


@pytest.mark.parametrize("data", [LINES.encode(), gzip.compress(LINES.encode(), mtime=0)])
def test_standard_input_is_read_and_left_open(monkeypatch, data):
    stdin = io.TextIOWrapper(io.BytesIO(data))
    monkeypatch.setattr(sys, "stdin", stdin)
    assert [p.title for p in read_papers(["-"])] == ["A Title"]
    assert not stdin.closed


def test_rejects_of_standard_input_say_so(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"{nonsense\n")))
    assert str(next(iter(read_papers(["-"])))).startswith("<stdin>:1: ")


def test_registry_is_open_to_further_formats(tmp_path):
    class Upper:
        name = "upper"

        def sniff(self, head):
            return head.isupper()

        def read(self, source, options):
            yield from ()

    registry = SourceRegistry()
    registry.register(Upper())
    found = registry.detect("LOUD")
    assert found is not None
    assert found.name == "upper"
    assert registry.names() == ["upper"]
    assert "upper" not in SOURCES.names()
