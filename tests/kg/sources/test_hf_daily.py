"""Daily Papers pages with everything that real ones hold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.records import Paper, Reject
from kg.sources import ReadOptions
from tests.support import page, read_text, record

TITLE = "A Study of Image Classification"
ABSTRACT = "We study image classification. The accuracy on ImageNet is high."
OTHER = record("Another Paper", "Graphs are drawn. Nothing else happens.", "Aug 9, 2023")


def only(folder, content, **options) -> Paper:
    papers, rejects = read_text(folder, content, format="hf-daily", **options)
    assert rejects == []
    assert len(papers) == 1
    return papers[0]


def test_record_has_title_abstract_date_and_author_count(tmp_path):
    paper = only(tmp_path, page(record(TITLE, ABSTRACT, "Jun 20, 2018", authors=3)))
    assert (paper.title, paper.abstract) == (TITLE, ABSTRACT)
    assert (paper.published, paper.published_precision, paper.year_inferred) == ("2018-06-20", "day", False)
    assert (paper.author_count, paper.authors, paper.source) == (3, (), "hf-daily")


def test_single_author_line_is_read(tmp_path):
    assert only(tmp_path, page(record(TITLE, ABSTRACT, authors=1))).author_count == 1


@pytest.mark.parametrize(
    ("written", "published"),
    [
        ("Feb 5, 2024 1", "2024-02-05"),
        ("Feb 5, 2024 123", "2024-02-05"),
        ("February 29, 2024", "2024-02-29"),
        ("Sept 3, 2021", "2021-09-03"),
        ("Dec 31, 1999", "1999-12-31"),
    ],
)
def test_dates_may_be_followed_by_upvotes(tmp_path, written, published):
    assert only(tmp_path, page(record(TITLE, ABSTRACT, written))).published == published


@pytest.mark.parametrize("written", ["Aug 9", "Aug 9 4"])
def test_date_without_year_is_in_the_year_after_the_latest_one_stated(tmp_path, written):
    papers, _ = read_text(tmp_path, page(OTHER, record(TITLE, ABSTRACT, written)))
    assert (papers[1].published, papers[1].year_inferred) == ("2024-08-09", True)
    assert papers[0].year_inferred is False


def test_page_year_overrides_the_inferred_one(tmp_path):
    papers, _ = read_text(tmp_path, page(OTHER, record(TITLE, ABSTRACT, "Aug 9")), page_year=2031)
    assert (papers[1].published, papers[1].year_inferred) == ("2031-08-09", True)


def test_year_in_the_date_of_the_page_is_the_year_of_its_papers(tmp_path):
    papers, _ = read_text(tmp_path, page(OTHER, record(TITLE, ABSTRACT, "Aug 9"), date="Oct 29, 2027"))
    assert papers[1].published == "2027-08-09"


def test_year_is_not_guessed_where_the_page_names_none(tmp_path):
    papers, rejects = read_text(tmp_path, page(record(TITLE, ABSTRACT, "Aug 9")))
    assert (papers[0].published, papers[0].year_inferred) == (None, False)
    assert [r.scope for r in rejects] == ["field"]
    assert "--page-year" in rejects[0].reason


def test_impossible_day_leaves_the_month_and_is_reported(tmp_path):
    papers, rejects = read_text(tmp_path, page(record(TITLE, ABSTRACT, "Feb 30, 2020")))
    assert (papers[0].published, papers[0].published_precision) == ("2020-02", "month")
    assert [r.reason for r in rejects] == ["'Feb 30, 2020': no such day; the paper is kept with 2020-02"]


def test_impossible_month_leaves_the_paper_undated_and_is_reported(tmp_path):
    papers, rejects = read_text(tmp_path, page(record(TITLE, ABSTRACT, "Foo 3, 2020")))
    assert papers[0].published is None
    assert "Foo 3, 2020" in rejects[0].reason


def test_record_without_closing_block_has_no_date(tmp_path):
    papers, rejects = read_text(tmp_path, page(record(TITLE, ABSTRACT, None), OTHER))
    assert rejects == []
    assert [(p.title, p.published, p.author_count) for p in papers] == [
        (TITLE, None, None),
        ("Another Paper", "2023-08-09", 3),
    ]


@pytest.mark.parametrize("title", ["Gemma 3", "Marble 2", "Decision 1, 2024"])
def test_first_title_that_looks_like_a_date_is_a_title(tmp_path, title):
    assert only(tmp_path, page(record(title, ABSTRACT))).title == title


def test_several_records_without_closing_block_in_a_row(tmp_path):
    bare = [record(f"Paper {n}", f"Abstract number {n}. It is short.", None) for n in range(3)]
    papers, rejects = read_text(tmp_path, page(*bare, OTHER, *bare[:1]))
    assert rejects == []
    assert [p.title for p in papers] == ["Paper 0", "Paper 1", "Paper 2", "Another Paper", "Paper 0"]
    assert [p.published for p in papers] == [None, None, None, "2023-08-09", None]


def test_long_title_is_a_title(tmp_path):
    title = "On the Very Long Road to " + ", ".join(["Image Classification"] * 10) + " and Back"
    assert len(title) > 200
    assert only(tmp_path, page(record(title, ABSTRACT))).title == title


def test_title_ending_with_a_full_stop_is_a_title(tmp_path):
    assert only(tmp_path, page(OTHER[:0], record("It Works.", ABSTRACT))).title == "It Works."


@pytest.mark.parametrize("count", [2, 3, 4, 5])
def test_abstract_may_have_several_paragraphs(tmp_path, count):
    paragraphs = [f"This is paragraph number {n}. It has two sentences." for n in range(count)]
    paper = only(tmp_path, page(record(TITLE, "\n\n".join(paragraphs))))
    assert all(paragraph in paper.abstract for paragraph in paragraphs)
    assert paper.published == "2018-06-20"


def test_abstract_of_several_paragraphs_in_a_record_without_closing_block(tmp_path):
    paragraphs = "We begin with a claim. It is long.\n\nThen we show it. It holds."
    papers, rejects = read_text(tmp_path, page(record(TITLE, paragraphs, None), OTHER))
    assert rejects == []
    assert [p.title for p in papers] == [TITLE, "Another Paper"]
    assert papers[0].abstract.endswith("It holds.")


@pytest.mark.parametrize(
    "crumbs",
    [
        'cut na\\"ively into parts',
        "data that are {it misaligned}",
        "errors below 2 mathring{A}",
        "the space R^3 {times} S^2",
        "a stray % sign and 100% more",
        "mathcal{O}(n^2) steps for $n$ tokens",
    ],
)
def test_latex_crumbs_are_stored_as_written(tmp_path, crumbs):
    assert only(tmp_path, page(record(TITLE, f"We use {crumbs} here."))).abstract == f"We use {crumbs} here."


def test_windows_line_ends_change_nothing(tmp_path):
    text = page(record(TITLE, ABSTRACT), OTHER)
    assert read_text(tmp_path, text.replace("\n", "\r\n")) == read_text(tmp_path, text)


def test_byte_order_mark_changes_nothing(tmp_path):
    text = page(record(TITLE, ABSTRACT), OTHER)
    assert read_text(tmp_path, b"\xef\xbb\xbf" + text.encode()) == read_text(tmp_path, text)


def test_non_breaking_spaces_become_spaces(tmp_path):
    text = page(record(TITLE.replace(" ", "\u00a0"), ABSTRACT.replace(" ", "\u202f"), "Jun\u00a020,\u00a02018"))
    paper = only(tmp_path, text.replace("  •", "\u00a0\u00a0•"))
    assert (paper.title, paper.abstract, paper.published) == (TITLE, ABSTRACT, "2018-06-20")


def test_page_without_banner_is_read(tmp_path):
    papers, rejects = read_text(tmp_path, record(TITLE, ABSTRACT) + OTHER)
    assert ([p.title for p in papers], rejects) == ([TITLE, "Another Paper"], [])


def test_banner_without_further_furniture_is_read(tmp_path):
    assert only(tmp_path, "byAK and the research community\n\n" + record(TITLE, ABSTRACT)).title == TITLE


def test_blank_lines_may_be_doubled_and_hold_blanks(tmp_path):
    text = page(record(TITLE, ABSTRACT)).replace("\n\n", "\n \t\n\n")
    assert only(tmp_path, text).title == TITLE


def test_title_over_two_lines_is_joined(tmp_path):
    assert only(tmp_path, page(record("A Study of\nImage Classification", ABSTRACT))).title == TITLE


def test_same_title_gives_the_same_id_on_every_page(tmp_path):
    first = only(tmp_path, page(record(TITLE, ABSTRACT)))
    second = only(tmp_path, page(record(TITLE.upper(), "Another text.", "Jul 1, 2020")))
    assert first.id == second.id


def test_id_is_readable_and_derived_from_the_title(tmp_path):
    assert only(tmp_path, page(record(TITLE, ABSTRACT))).id.startswith("paper/a-study-of-image-classification-")


def test_page_without_record_is_rejected(tmp_path):
    papers, rejects = read_text(tmp_path, page())
    assert papers == []
    assert "no record" in rejects[0].reason
    assert rejects[0].scope == "file"


def test_author_line_without_paper_is_rejected_with_its_line(tmp_path):
    papers, rejects = read_text(tmp_path, "  • 3 authors\n·\nJun 20, 2018\n\n" + record(TITLE, ABSTRACT))
    assert [p.title for p in papers] == [TITLE]
    assert rejects[0].line == 1


def test_title_without_abstract_is_rejected_with_its_line(tmp_path):
    papers, rejects = read_text(tmp_path, page(OTHER, "Only a Title\n\n  • 2 authors\n·\nMay 1, 2020\n"))
    assert [p.title for p in papers] == ["Another Paper"]
    assert "Only a Title" in rejects[0].reason
    assert rejects[0].line == page(OTHER, "Only a Title").splitlines().index("Only a Title") + 1


def test_text_that_is_not_utf8_is_rejected_with_its_line(tmp_path):
    papers, rejects = read_text(tmp_path, page(record(TITLE, ABSTRACT)).encode() + b"\xff\xfe\n")
    assert papers == []
    assert "UTF-8" in rejects[0].reason
    assert rejects[0].line is not None


def test_abstract_of_one_word_is_kept(tmp_path):
    assert only(tmp_path, page(record(TITLE, "Withdrawn"))).abstract == "Withdrawn"


def test_abstract_of_100_000_characters_is_kept(tmp_path):
    abstract = "The accuracy is high. " * 4_545 + "End of it."
    assert only(tmp_path, page(record(TITLE, abstract))).abstract == abstract


def test_abstract_beyond_all_measure_is_rejected(tmp_path):
    papers, rejects = read_text(tmp_path, page(record(TITLE, "word " * 250_000 + "end."), OTHER))
    assert [p.title for p in papers] == ["Another Paper"]
    assert "1,000,000" in rejects[0].reason


LINES = st.lists(
    st.sampled_from(
        [TITLE, ABSTRACT, "", "", "  • 3 authors", "  • 1 authors", "·", "Aug 9 4", "Jun 20, 2018", "Oct 29"]
    )
    | st.text(max_size=30),
    max_size=25,
).map("\n".join)


@given(LINES | st.text())
def test_any_text_is_read_without_error(text):
    from io import BytesIO

    from kg.sources.hf_daily import HfDaily
    from kg.sources.inputs import Input

    data = text.encode()
    items = list(HfDaily().read(Input("x", data[:99], BytesIO(data)), ReadOptions()))
    assert items
    for item in items:
        assert isinstance(item, Paper | Reject)
        assert isinstance(item, Reject) or (item.id and item.title and item.abstract)


def test_every_title_and_abstract_is_either_read_or_reported(tmp_path):
    text = page(record(TITLE, ABSTRACT, None), record("Second", "One. Two."), record("Third", "Three. Four.", None))
    papers, rejects = read_text(tmp_path, text)
    assert ([p.title for p in papers], rejects) == ([TITLE, "Second", "Third"], [])
