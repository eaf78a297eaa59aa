"""RIS as publishers and reference managers export it."""

import pytest

from kg.records import Paper
from tests.support import read_text

FULL = """TY  - JOUR
AU  - Example, Ada
AU  - Sample, Bo, Jr.
TI  - Counting Sparrows
PY  - 2019
DA  - 2019/05/12/
DO  - https://doi.org/10.1000/ABC
UR  - https://journal.example/1
KW  - birds
KW  - counting
AB  - We count sparrows
in gardens.
ER  -
"""


def only(folder, text) -> Paper:
    papers, rejects = read_text(folder, text)
    assert rejects == []
    assert len(papers) == 1
    return papers[0]


def test_all_fields_are_read(tmp_path):
    assert only(tmp_path, FULL) == Paper(
        id="doi/10.1000/abc",
        title="Counting Sparrows",
        abstract="We count sparrows in gardens.",
        published="2019-05-12",
        published_precision="day",
        authors=("Ada Example", "Bo Sample Jr."),
        author_count=2,
        url="https://journal.example/1",
        source="ris",
        categories=("birds", "counting"),
        doi="10.1000/abc",
    )


def test_older_tags_are_read(tmp_path):
    text = "TY  - JOUR\nT1  - Counting Sparrows\nA1  - Example, Ada\nY1  - 2019///\nN2  - We count.\nER  - \n"
    paper = only(tmp_path, text)
    assert (paper.title, paper.authors, paper.published) == ("Counting Sparrows", ("Ada Example",), "2019")
    assert paper.abstract == "We count."


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("TY  - JOUR\nTI  - No End\nAB  - x\n", "no ER line"),
        ("TY  - JOUR\nTI  - No Abstract\nER  - \n", "has no abstract"),
        ("TI  - Outside\nAB  - x\n", "outside of a record"),
        ("TY  - JOUR\nTI  - \udcff\nAB  - x\nER  - \n", "not UTF-8"),
    ],
)
def test_broken_record_is_rejected_with_its_line_and_the_others_are_read(tmp_path, text, reason):
    data = (FULL + text + FULL.replace("Counting", "Feeding")).encode(errors="surrogateescape")
    papers, rejects = read_text(tmp_path, data)
    assert [p.title for p in papers] == ["Counting Sparrows", "Feeding Sparrows"]
    assert [reject.line for reject in rejects] == [FULL.count("\n") + 1]
    assert reason in rejects[0].reason
