"""Plain text files, one paper each."""

import pytest

from kg.sources import read_papers
from tests.support import detected, read_text


def test_first_line_is_the_title_and_the_rest_the_abstract(tmp_path):
    (paper,) = read_text(tmp_path, b"\xef\xbb\xbf\n  A Title \r\n\r\nOne.\r\nTwo.\n", format="text")[0]
    assert (paper.title, paper.abstract, paper.published, paper.source) == ("A Title", "One.\nTwo.", None, "text")


def test_folder_gives_a_paper_a_file(tmp_path):
    for name in ("b.txt", "a.txt"):
        (tmp_path / name).write_text(f"Title {name}\nAbstract.")
    assert [p.title for p in read_papers([str(tmp_path)], "text")] == ["Title a.txt", "Title b.txt"]


def test_text_is_read_only_by_its_name():
    assert detected("A Title\n\nAn abstract.\n") is None


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"A Title", "has no abstract"),
        (b" \n \n", "has no title"),
        (b"A Title\n\xff", "not UTF-8"),
        (b"x" * 1001 + b"\ny", "over 1,000 characters"),
        (b"A Title\n" + b"y" * 4_000_000, "over 4,000,000 bytes"),
        (b"A Title\n" + b"y" * 70_000 + b"\x00", "zero bytes"),
    ],
)
def test_what_is_no_paper_is_rejected(tmp_path, data, reason):
    papers, rejects = read_text(tmp_path, data, format="text")
    assert papers == []
    assert [reject.line for reject in rejects] == [1]
    assert reason in rejects[0].reason
