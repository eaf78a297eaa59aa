"""Several records of one paper become one, in whatever order and portions they come."""

from hypothesis import given
from hypothesis import strategies as st

from kg.records import Paper
from tests.kg.library import collect

DATES = st.sampled_from(
    [(None, None), ("2018", "year"), ("2018-06", "month"), ("2018-06-20", "day"), ("2017-01-01", "day")]
)
PAPERS = st.builds(
    lambda date, inferred, **rest: Paper(
        published=date[0], published_precision=date[1], year_inferred=bool(date[0]) and inferred, **rest
    ),
    date=DATES,
    inferred=st.booleans(),
    id=st.sampled_from(["doi/a", "doi/b"]),
    title=st.sampled_from(["A", "a", "A!"]),
    abstract=st.sampled_from(["x", "y", "longer"]),
    authors=st.sampled_from([(), ("Ada",), ("Ada", "Bo"), ("Bo", "Ada")]),
    author_count=st.sampled_from([None, 0, 1, 2]),
    url=st.sampled_from([None, "https://a.example", "https://b.example"]),
    source=st.sampled_from(["hf-daily", "jsonl"]),
    categories=st.sampled_from([(), ("cs.LG",), ("cs.CV", "cs.LG")]),
)
MANY = st.lists(PAPERS, max_size=6)


@given(MANY, st.randoms(use_true_random=False))
def test_order_does_not_matter(papers, random):
    shuffled = list(papers)
    random.shuffle(shuffled)
    assert collect(shuffled) == collect(papers)


@given(MANY, MANY)
def test_portions_do_not_matter(first, second):
    assert collect([*collect(first).records(), *second]) == collect([*first, *second])


@given(MANY)
def test_papers_are_in_the_order_of_their_ids_each_once(papers):
    found = [p.id for p in collect(papers).papers]
    assert found == sorted(set(found))


def test_stated_date_is_preferred_to_an_inferred_one():
    inferred = Paper("a", "A", "Long abstract.", "2025-08-09", "day", year_inferred=True)
    stated = Paper("a", "A", "Short.", "2024-08-09", "day")
    (merged,) = collect([inferred, stated]).papers
    assert (merged.published, merged.year_inferred, merged.abstract) == ("2024-08-09", False, "Long abstract.")


def test_more_precise_date_is_preferred():
    (merged,) = collect([Paper("a", "A", "x", "2018", "year"), Paper("a", "A", "x", "2018-06-20", "day")]).papers
    assert (merged.published, merged.published_precision) == ("2018-06-20", "day")


def test_records_fill_each_others_gaps():
    page = Paper("a", "A", "The longer abstract.", author_count=2, source="hf-daily")
    line = Paper("a", "A", "Short.", url="https://a.example", categories=("cs.LG",), source="jsonl")
    (merged,) = collect([page, line]).papers
    assert (merged.author_count, merged.url, merged.categories, merged.source) == (
        2,
        "https://a.example",
        ("cs.LG",),
        "hf-daily+jsonl",
    )
