"""BibTeX as the ACL Anthology and reference managers write it, and as people do."""

import pytest

from kg.records import Paper
from tests.support import detected, read_text

ANTHOLOGY = r"""@string{gb = "Proceedings of the Garden Birds Workshop"}

@inproceedings{example-2021-sparrow,
    title = "{S}parrow{N}et: Counting {S}parrows with a {ResNet-50}",
    author = {Ex{\"a}mple, Ad{\'a}  and
      van den Berg, Jo  and
      {The Garden and Bird Team}},
    booktitle = gb,
    month = aug # "~" # 1,
    year = "2021",
    url = "https://aclanthology.example/2021.gb-1.1",
    doi = "10.1000/V1/2021.gb-1.1",
    abstract = "We count sparrows. The network reaches 82.1{\%} accuracy.",
}
"""


def entry(**fields: str) -> str:
    fields = {"title": "{A Title}", "abstract": "{An abstract.}", **fields}
    return "@article{key,\n" + "".join(f"  {name} = {value},\n" for name, value in fields.items()) + "}\n"


def only(folder, text) -> Paper:
    papers, rejects = read_text(folder, text, format="bibtex")
    assert rejects == []
    assert len(papers) == 1
    return papers[0]


def test_entry_of_the_anthology(tmp_path):
    assert only(tmp_path, ANTHOLOGY) == Paper(
        id="doi/10.1000/v1/2021.gb-1.1",
        title="SparrowNet: Counting Sparrows with a ResNet-50",
        abstract="We count sparrows. The network reaches 82.1% accuracy.",
        published="2021-08-01",
        published_precision="day",
        authors=("Adá Exämple", "Jo van den Berg", "The Garden and Bird Team"),
        author_count=3,
        url="https://aclanthology.example/2021.gb-1.1",
        source="bibtex",
        doi="10.1000/v1/2021.gb-1.1",
    )


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"year": "2019"}, "2019"),
        ({"year": "{{2019}}", "month": "may"}, "2019-05"),
        ({"year": "2019", "month": "{May}"}, "2019-05"),
        ({"year": "2019", "month": "{5}"}, "2019-05"),
        ({"year": "2019", "month": "sept"}, "2019-09"),
        ({"year": "2019", "month": 'jun # "~7"'}, "2019-06-07"),
        ({"year": "2019", "month": '"12--14 " # dec'}, "2019-12"),
        ({"year": "2019", "month": "jun", "day": "7"}, "2019-06-07"),
        ({"date": "{2019-03-04}"}, "2019-03-04"),
        ({"date": "{2019-03-04/2019-03-08}"}, "2019-03-04"),
        ({}, None),
    ],
)
def test_dates_keep_their_precision(tmp_path, fields, expected):
    assert only(tmp_path, entry(**fields)).published == expected


@pytest.mark.parametrize("fields", [{"year": "2019", "month": "apr", "day": "31"}, {"date": "{2019-04-31}"}])
def test_day_that_does_not_exist_is_left_out_and_reported(tmp_path, fields):
    papers, rejects = read_text(tmp_path, entry(**fields), format="bibtex")
    assert [p.published for p in papers] == ["2019-04"]
    assert "'2019-04-31'" in rejects[0].reason


def test_year_that_is_none_is_reported_and_the_paper_kept(tmp_path):
    papers, rejects = read_text(tmp_path, entry(year="{in press}"), format="bibtex")
    assert [p.published for p in papers] == [None]
    assert [(r.scope, r.line) for r in rejects] == [("field", 1)]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"eprint": "{2101.00001v2}", "archivePrefix": "{arXiv}"}, "arxiv/2101.00001"),
        ({"journal": "{arXiv preprint arXiv:2101.00001}"}, "arxiv/2101.00001"),
        ({"url": "{https://arxiv.org/abs/2101.00001}"}, "arxiv/2101.00001"),
        ({"doi": "{10.1000/a\\_b}"}, "doi/10.1000/a_b"),
        ({"eprint": "{2101.00001}", "archivePrefix": "{PubMed}", "doi": "{10.1000/x}"}, "doi/10.1000/x"),
    ],
)
def test_identifiers_are_found_where_entries_keep_them(tmp_path, fields, expected):
    assert only(tmp_path, entry(**fields)).id == expected


@pytest.mark.parametrize(
    ("author", "expected"),
    [
        ("{Ada Example and Bo Sample}", ("Ada Example", "Bo Sample")),
        ("{Example, Ada AND Sample, Jr., Bo}", ("Ada Example", "Bo Sample Jr.")),
        ("{{Example, Sample and Sons}}", ("Example, Sample and Sons",)),
    ],
)
def test_names_are_given_first(tmp_path, author, expected):
    assert only(tmp_path, entry(author=author)).authors == expected


def test_others_are_not_counted(tmp_path):
    paper = only(tmp_path, entry(author="{Ada Example and Bo Sample and others}"))
    assert (paper.authors, paper.author_count) == (("Ada Example", "Bo Sample"), None)


def test_title_of_two_groups_keeps_its_letters_and_mathematics(tmp_path):
    assert only(tmp_path, entry(title="{{B}irds in {$L_2$}}")).title == "Birds in $L_2$"


def test_second_value_of_a_field_is_left_out(tmp_path):
    text = "@article{k, title={First Title}, title={Second Title}, abstract={An abstract.}}"
    assert only(tmp_path, text).title == "First Title"


def test_names_of_fields_and_kinds_may_be_in_capitals_and_entries_in_parentheses(tmp_path):
    assert only(tmp_path, "@ARTICLE(k, TITLE={A Title}, ABSTRACT={An abstract.})").title == "A Title"


BROKEN = {
    "open brace": "@article{b, title={A {Title}, abstract={x}\n}\n",
    "missing comma": "@article{b title={A Title}, abstract={x}}\n",
    "cut short": "@article{b, title={A Title}, abstract={x\n",
    "no fields": "@article{b}\n",
    "no abstract": "@article{b, title={A Title}}\n",
}


@pytest.mark.parametrize("name", BROKEN)
def test_broken_entry_is_rejected_with_its_line_and_the_others_are_read(tmp_path, name):
    papers, rejects = read_text(tmp_path, ANTHOLOGY + BROKEN[name] + entry(), format="bibtex")
    assert len(papers) == 2
    assert [reject.line for reject in rejects] == [ANTHOLOGY.count("\n") + 1]


def test_comments_preambles_and_macros_are_no_entries(tmp_path):
    text = '% x\n@comment{y}\n@preamble{"z"}\n@string{a = "Birds"}\n' + entry(title='a # " in Gardens"')
    assert "Birds" in only(tmp_path, text).title or "a #" in only(tmp_path, text).title


@pytest.mark.parametrize("start", ["", "\n\n", "% Encoding: UTF-8\n", "Written by a program.\nSee its page.\n\n"])
def test_files_of_programs_are_detected(start):
    assert detected(start + ANTHOLOGY) == "bibtex"


def test_prose_about_an_entry_is_no_file_of_entries():
    assert detected("A line of a letter.\n" * 30 + entry()) is None


def test_entry_that_never_ends_is_given_up(tmp_path):
    text = entry() + "@article{b, abstract={" + "very long\n" * 450_000
    papers, rejects = read_text(tmp_path, text, format="bibtex")
    assert len(papers) == 1
    assert "over 4,000,000 characters" in rejects[0].reason
