"""Which records are of one paper, whatever their order and whatever was known before."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.identifiers import identify
from kg.identity import key, paper_ids, surname
from kg.records import Paper
from tests.kg.library import Library, collect

TITLE = "Counting Sparrows with Small Networks"
WORDS = "We count sparrows in photographs of gardens with a network that fits on a telephone."
OTHER_WORDS = "Gardens are hard to photograph, and so are the many small birds that live in them today."


def paper(title=TITLE, abstract=WORDS, published=None, authors=(), identity=(), **rest) -> Paper:
    found = identify(title, *identity)
    precision = {None: None, 4: "year", 10: "day"}[len(published) if published else None]
    return Paper(
        *(found.id, title, abstract, published, precision),
        **{"authors": tuple(authors), "doi": found.doi, "arxiv_id": found.arxiv_id, "source": "jsonl", **rest},
    )


PAGE = paper(source="hf-daily")
ARXIV = paper(identity=["2310.08513"], published="2023-10-12", authors=["Ada Example", "Bo Sample"])
CROSSREF = paper(
    TITLE.upper() + ".", OTHER_WORDS, "2024", ["Example, Ada", "Sample, Bo"], ["10.1000/sparrows"], source="crossref"
)


def ids(*papers):
    return [p.id for p in collect(papers).papers]


def test_page_arxiv_and_crossref_records_of_one_work_are_one_paper():
    (merged,) = collect([PAGE, ARXIV, CROSSREF]).papers
    assert (merged.id, merged.arxiv_id, merged.doi) == ("arxiv/2310.08513", "2310.08513", "10.1000/sparrows")
    assert merged.source == "crossref+hf-daily+jsonl"
    assert merged.published == "2023-10-12"


def test_same_doi_is_one_paper_under_any_title():
    assert ids(CROSSREF, dataclasses.replace(CROSSREF, title="Sparrows")) == ["doi/10.1000/sparrows"]


def test_doi_and_number_in_one_record_join_the_records_of_either():
    both = paper("Another Title of Ours", identity=["2310.08513", "10.1000/sparrows"])
    stated = dataclasses.replace(CROSSREF, published="2010")
    assert ids(ARXIV, both, stated) == ["arxiv/2310.08513"]


def test_doi_outlives_the_title():
    assert ids(CROSSREF, dataclasses.replace(PAGE, abstract=OTHER_WORDS)) == ["doi/10.1000/sparrows"]


def test_publishers_doi_comes_before_that_of_a_preprint_server():
    bio = paper(published="2023", authors=["Ada Example"], identity=["10.1101/2023.01.01"])
    assert [p.doi for p in collect([bio, CROSSREF]).papers] == ["10.1000/sparrows"]


@pytest.mark.parametrize(
    "change",
    [
        {"published": "2019", "abstract": OTHER_WORDS},
        {"authors": ("Cy Third", "Di Fourth"), "abstract": OTHER_WORDS},
        {"arxiv_id": "1901.00001", "id": "arxiv/1901.00001"},
    ],
)
def test_records_that_contradict_each_other_are_two_papers(change):
    assert len(ids(ARXIV, dataclasses.replace(ARXIV, **{"id": PAGE.id, "arxiv_id": None, **change}))) == 2


def test_two_publishers_dois_are_two_papers():
    assert len(ids(CROSSREF, paper(abstract=OTHER_WORDS, published="2024", identity=["10.1000/other"]))) == 2


def test_year_may_differ_by_one_from_a_preprints_only():
    late = paper(abstract=OTHER_WORDS, published="2024", authors=["Ada Example"])
    early = paper(published="2023", authors=["Ada Example"])
    assert len(ids(ARXIV, late)) == 1
    assert len(ids(early, late)) == 2


def test_inferred_year_contradicts_nothing():
    assert len(ids(ARXIV, paper(abstract=OTHER_WORDS, published="2025-10-12", year_inferred=True))) == 1


@pytest.mark.parametrize("title", ["Editorial", "Introduction", "Introduction to the Special Issue on Birds", "A Note"])
def test_titles_of_many_works_do_not_join(title):
    one = paper(title, "The journal begins.", "2019", ["Ada Example"])
    other = paper(title, "The journal goes on.", "2021", ["Bo Sample"])
    undated = paper(title, "The journal ends.")
    found = ids(one, other, undated)
    assert len(set(found)) == 3
    assert all(name.startswith("paper/") for name in found)


def test_short_title_joins_with_the_same_year_and_authors():
    one = paper("SparrowNet", WORDS, "2019", ["Ada Example"], ["1901.00001"])
    assert ids(one, paper("SparrowNet", OTHER_WORDS, "2019-05-05", ["Example, A."])) == ["arxiv/1901.00001"]


def test_short_title_joins_with_the_same_first_words():
    one = paper("SparrowNet", WORDS, "2019", ["Ada Example"], ["1901.00001"])
    assert ids(one, paper("SparrowNet", WORDS + " Code is on our page.")) == ["arxiv/1901.00001"]


def test_what_more_than_a_hundred_works_of_a_title_share_says_nothing():
    few = [paper("Reply", f"Answer {n}.", "2019", ["Ada Example"]) for n in range(100)]
    assert len(set(ids(*few))) == 1
    assert len(set(ids(*few, paper("Reply", "One more.", "2019", ["Ada Example"])))) == 101


def test_record_between_two_papers_belongs_to_neither():
    other = paper(abstract=OTHER_WORDS, identity=["2105.00001"], published="2021", authors=["Cy Third"])
    third = paper(abstract="Something else entirely about sparrows.")
    assert set(ids(ARXIV, other, third)) == {"arxiv/2310.08513", "arxiv/2105.00001", third.id}


def test_first_words_decide_between_two_papers():
    other = paper(abstract=OTHER_WORDS, identity=["2105.00001"], published="2021", authors=["Cy Third"])
    (first, second) = collect([ARXIV, other, PAGE]).papers
    assert (first.source, second.source) == ("jsonl", "hf-daily+jsonl")


@pytest.mark.parametrize(
    ("author", "expected"),
    [
        ("Ada Example", "example"),
        ("Example, Ada", "example"),
        ("Jo van den Bérg", "berg"),
        ("van den Berg, Jo", "berg"),
        ("A. Example Jr.", "example"),
        ("Example", "example"),
        ("?", ""),
    ],
)
def test_surname_is_the_same_in_both_orders(author, expected):
    assert surname(author) == expected


RECORDS = st.builds(
    lambda title, abstract, published, authors, number, doi, inferred, source: paper(
        title, abstract, published, authors, [number, doi], year_inferred=bool(published) and inferred, source=source
    ),
    title=st.sampled_from([TITLE, TITLE + "!", "Editorial", "Another Way of Counting Sparrows"]),
    abstract=st.sampled_from([WORDS, OTHER_WORDS, "Short.", "Shorter."]),
    published=st.sampled_from([None, "2019", "2020", "2020-05-05", "2023"]),
    authors=st.sampled_from([(), ("Ada Example",), ("Bo Sample", "Cy Third"), ("Example, A.", "Third, C.")]),
    number=st.sampled_from([None, None, None, "2001.00001", "2001.00002"]),
    doi=st.sampled_from([None, None, None, "10.1000/a", "10.1000/b", "10.1101/c"]),
    inferred=st.booleans(),
    source=st.sampled_from(["hf-daily", "jsonl"]),
)
MANY = st.lists(RECORDS, max_size=9)


@given(MANY, st.randoms(use_true_random=False))
def test_order_does_not_matter(records, random):
    shuffled = list(records)
    random.shuffle(shuffled)
    assert collect(shuffled) == collect(records)


@given(st.lists(MANY, max_size=4))
def test_portions_do_not_matter(portions):
    library = Library()
    for portion in portions:
        library = collect([*library.records(), *portion])
    assert library == collect(record for portion in portions for record in portion)


@given(MANY)
def test_collecting_again_changes_nothing(records):
    library = collect(records)
    assert collect(library.records()) == library
    assert collect([*library.records(), *records]) == library


@given(MANY)
def test_papers_have_identifiers_of_their_own_and_one_number_at_most(records):
    found = collect(records).papers
    assert len({p.id for p in found}) == len(found)
    # Without a shared DOI, two arXiv numbers are never one paper.
    assert {p.arxiv_id for p in collect([r for r in records if not r.doi]).papers} - {None} == {
        r.arxiv_id for r in records if r.arxiv_id and not r.doi
    }


@given(MANY)
def test_records_that_share_nothing_can_be_left_out(records):
    keys = [key(record) for record in records]
    shares = [
        any(
            other is not one
            and (
                other.title == one.title
                or (one.doi and other.doi == one.doi)
                or (one.arxiv_id and other.arxiv_id == one.arxiv_id)
            )
            for other in keys
        )
        for one in keys
    ]
    some = paper_ids([one for one, shared in zip(keys, shares, strict=True) if shared])
    assert some == [name for name, shared in zip(paper_ids(keys), shares, strict=True) if shared]
