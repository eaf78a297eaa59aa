"""JSON Lines of papers, plain and packed."""

import dataclasses
import gzip
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.records import Paper, Reject
from kg.sources import ReadOptions
from kg.sources.inputs import Input
from kg.sources.jsonl import JsonLines
from tests.support import json_lines, read_text

GOOD = {"title": "A Title", "abstract": "An abstract. It has two sentences."}
FULL = {
    **GOOD,
    "id": "2310.08513",
    "published": "2023-10-12",
    "authors": ["Ada Example", "Bo Sample"],
    "url": "https://arxiv.org/abs/2310.08513",
    "categories": ["cs.LG"],
}


def only(folder, item, **options) -> Paper:
    papers, rejects = read_text(folder, json_lines([item]), **options)
    assert rejects == []
    assert len(papers) == 1
    return papers[0]


def read_bytes(data: bytes) -> list[Paper | Reject]:
    return list(JsonLines().read(Input("x", data[:99], io.BytesIO(data)), ReadOptions()))


def test_all_fields_are_read(tmp_path):
    assert only(tmp_path, FULL) == Paper(
        id="arxiv/2310.08513",
        title="A Title",
        abstract=GOOD["abstract"],
        published="2023-10-12",
        published_precision="day",
        authors=("Ada Example", "Bo Sample"),
        author_count=2,
        url=FULL["url"],
        source="jsonl",
        categories=("cs.LG",),
        arxiv_id="2310.08513",
    )


def test_title_and_abstract_are_enough(tmp_path):
    paper = only(tmp_path, GOOD)
    assert (paper.published, paper.authors, paper.author_count, paper.url) == (None, (), None, None)
    assert paper.id.startswith("paper/a-title-")


@pytest.mark.parametrize(("published", "precision"), [("2018", "year"), ("2018-06", "month"), ("2018-06-20", "day")])
def test_dates_keep_their_precision(tmp_path, published, precision):
    paper = only(tmp_path, {**GOOD, "published": published})
    assert (paper.published, paper.published_precision) == (published, precision)


def test_year_may_be_a_number(tmp_path):
    assert only(tmp_path, {**GOOD, "published": 2018}).published == "2018"


def test_bad_date_is_reported_and_the_paper_kept(tmp_path):
    papers, rejects = read_text(tmp_path, json_lines([GOOD, {**FULL, "published": "next week"}]))
    assert papers[1].published is None
    assert (rejects[0].scope, rejects[0].line) == ("field", 2)
    assert "next week" in rejects[0].reason


def test_day_that_does_not_exist_is_left_out_and_reported(tmp_path):
    papers, rejects = read_text(tmp_path, json_lines([{**GOOD, "published": "2025-02-30"}]))
    assert (papers[0].published, papers[0].published_precision) == ("2025-02", "month")
    assert [(r.line, r.scope) for r in rejects] == [(1, "field")]


def test_doi_is_recognised(tmp_path):
    assert only(tmp_path, {**GOOD, "id": "doi:10.1000/ABC"}).id == "doi/10.1000/abc"


@pytest.mark.parametrize("own", ["17", 17, "acl/P19-1001", "paper/another-title-01234567"])
def test_id_that_is_no_public_one_changes_nothing(tmp_path, own):
    assert only(tmp_path, {**GOOD, "id": own}) == only(tmp_path, GOOD)


def test_arxiv_id_is_found_in_the_url(tmp_path):
    assert only(tmp_path, {**GOOD, "url": FULL["url"]}).id == "arxiv/2310.08513"


def test_authors_may_be_objects_with_names(tmp_path):
    assert only(tmp_path, {**GOOD, "authors": [{"name": "Ada Example"}, {"x": 1}]}).authors == ("Ada Example",)


def test_orcids_of_authors_stand_beside_their_names(tmp_path):
    ada = {"name": "Ada Example", "orcid": "https://orcid.org/0000-0002-1825-0097"}
    paper = only(tmp_path, {**GOOD, "authors": ["Bo Sample", ada, {"name": "Cy", "orcid": "none"}]})
    assert paper.authors == ("Bo Sample", "Ada Example", "Cy")
    assert paper.orcids == ("", "0000-0002-1825-0097", "")


def test_doi_and_arxiv_number_may_both_be_known(tmp_path):
    paper = only(tmp_path, {**GOOD, "doi": "10.1000/ABC", "arxiv_id": "2310.08513v2"})
    assert (paper.id, paper.doi, paper.arxiv_id) == ("arxiv/2310.08513", "10.1000/abc", "2310.08513")


def test_exported_paper_is_read_back(tmp_path):
    paper = Paper(
        *("arxiv/2310.08513", "A Title", "An abstract.", "2023-10", "month", False, ("Ada Example", "Bo"), 2),
        *("https://example.org/", "jsonl", ("cs.LG",), "10.1000/abc", "2310.08513", ("", "0000-0002-1825-0097")),
    )
    assert only(tmp_path, dataclasses.asdict(paper)) == paper


def test_author_count_may_be_known_without_names(tmp_path):
    assert only(tmp_path, {**GOOD, "author_count": 7}).author_count == 7


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{not json", "not JSON"),
        ("[1, 2]", "not a JSON object"),
        ('"text"', "not a JSON object"),
        (json.dumps({"abstract": "x"}), "no title"),
        (json.dumps({"title": "x"}), "no abstract"),
        (json.dumps({"title": " \u00a0", "abstract": "x"}), "no title"),
        (json.dumps({"title": 3, "abstract": "x"}), "no title"),
        ("[" * 100_000, "not usable JSON"),
        ('{"title": ' + "9" * 5000 + "}", "not usable JSON"),
    ],
)
def test_bad_line_is_rejected_with_file_and_line_and_the_others_are_kept(tmp_path, line, reason):
    papers, rejects = read_text(tmp_path, json_lines([GOOD]) + line + "\n" + json_lines([FULL]), name="papers.jsonl")
    assert [p.title for p in papers] == ["A Title", "A Title"]
    assert [r.line for r in rejects] == [2]
    assert reason in rejects[0].reason
    assert str(rejects[0]).startswith(f"{tmp_path / 'papers.jsonl'}:2: ")


def test_line_that_is_not_utf8_is_rejected_alone(tmp_path):
    papers, rejects = read_text(
        tmp_path, json_lines([GOOD]).encode() + b'{"title": "\xff"}\n' + json_lines([FULL]).encode()
    )
    assert len(papers) == 2
    assert "UTF-8" in rejects[0].reason


def test_blank_lines_count_as_lines_but_say_nothing(tmp_path):
    papers, rejects = read_text(tmp_path, json_lines([GOOD]) + "\n  \nnonsense\n")
    assert len(papers) == 1
    assert [r.line for r in rejects] == [4]


def test_windows_line_ends_and_byte_order_mark_change_nothing(tmp_path):
    text = json_lines([GOOD, FULL])
    assert read_text(tmp_path, b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()) == read_text(tmp_path, text)


def test_last_line_may_lack_its_end(tmp_path):
    assert len(read_text(tmp_path, json_lines([GOOD, FULL]).rstrip("\n"))[0]) == 2


def test_packed_file_is_read_whatever_its_name(tmp_path):
    papers, rejects = read_text(tmp_path, gzip.compress(json_lines([FULL]).encode()), name="papers.data")
    assert ([p.id for p in papers], rejects) == (["arxiv/2310.08513"], [])


def test_stored_texts_hold_no_control_characters(tmp_path):
    paper = only(tmp_path, {"title": "A\u0000 Title\u0007", "abstract": "An\ud800 abstract.\r\nIt\u00a0goes on."})
    assert paper.title == "A\ufffd Title\ufffd"
    assert paper.abstract == "An\ufffd abstract.\nIt goes on."


def test_identifiers_hold_no_characters_that_cannot_be_stored(tmp_path):
    paper = only(tmp_path, {**GOOD, "id": "10.1000/a\ud800\u0001b"})
    paper.id.encode()
    assert paper.id.isprintable()


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=4,
)
FIELDS = ["id", "title", "abstract", "published", "authors", "author_count", "url", "categories", "year_inferred"]
FIELDS += ["doi", "arxiv_id", "orcids"]
RECORDS = st.dictionaries(st.sampled_from(FIELDS), VALUES) | VALUES


@given(
    st.lists(RECORDS, max_size=4).map(lambda items: "".join(json.dumps(i) + "\n" for i in items).encode()) | st.binary()
)
def test_any_bytes_are_read_without_error(data):
    for item in read_bytes(data):
        assert isinstance(item, Reject) or (item.id and item.title and item.abstract)


@given(st.lists(RECORDS, max_size=4))
def test_every_line_is_a_paper_or_a_rejected_record(items):
    found = read_bytes("".join(json.dumps(i) + "\n" for i in items).encode())
    whole = [item for item in found if isinstance(item, Paper) or item.scope == "record"]
    assert len(whole) == len(items)
