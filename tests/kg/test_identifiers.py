"""Identifiers depend on the paper alone, and every one makes a valid IRI."""

import re

import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import NamedNode

from kg.identifiers import DEFAULT_BASE, identify, iri, normalise_title, orcid, paper_id, title_slug


@pytest.mark.parametrize(
    "given_as",
    [
        "2310.08513",
        "arXiv:2310.08513v3",
        "arxiv/2310.08513",
        "https://arxiv.org/abs/2310.08513",
        "http://www.arxiv.org/pdf/2310.08513v1.pdf",
    ],
)
def test_arxiv_ids_are_recognised_however_they_are_written(given_as):
    found = identify("Some Title", given_as)
    assert (found.id, found.arxiv_id, found.doi) == ("arxiv/2310.08513", "2310.08513", None)


@pytest.mark.parametrize("given_as", ["math/0309136", "math.GT/0309136", "arXiv:math.gt/0309136v2"])
def test_arxiv_ids_before_2007_keep_their_archive_without_its_class(given_as):
    assert identify("Some Title", given_as).arxiv_id == "math/0309136"


@pytest.mark.parametrize(
    "given_as",
    [
        "10.1000/ABC.1",
        "doi.org/10.1000/abc.1",
        "doi:10.1000/abc.1",
        "https://doi.org/10.1000/abc.1",
        "doi/10.1000/abc.1",
    ],
)
def test_dois_are_recognised_and_lower_case(given_as):
    found = identify("Some Title", given_as)
    assert (found.id, found.doi, found.arxiv_id) == ("doi/10.1000/abc.1", "10.1000/abc.1", None)


def test_first_usable_candidate_of_each_kind_counts():
    found = identify("Some Title", None, "42", "10.1000/a", "https://arxiv.org/abs/2310.08513", "10.1000/b")
    assert (found.id, found.doi) == ("arxiv/2310.08513", "10.1000/a")


@pytest.mark.parametrize(
    "given_as", ["0000-0002-1825-0097", "https://orcid.org/0000-0002-1825-0097", "0000000218250097"]
)
def test_orcids_are_recognised_however_they_are_written(given_as):
    assert orcid(given_as) == "0000-0002-1825-0097"


def test_orcid_may_end_in_x():
    assert orcid("orcid.org/0000-0002-1694-233x") == "0000-0002-1694-233X"


@pytest.mark.parametrize("given_as", [None, "", "0000-0002-1825-0098", "Ada Example", "https://example.org/1"])
def test_what_is_no_orcid_is_nothing(given_as):
    assert orcid(given_as) == ""


def test_without_candidates_the_title_decides():
    assert paper_id("Some Title") == paper_id("some  TITLE!")
    assert paper_id("Some Title") != paper_id("Some Other Title")
    assert re.fullmatch(r"paper/some-title-[0-9a-f]{8}", paper_id("Some Title"))


def test_titles_without_latin_letters_have_ids_of_their_own():
    assert paper_id("論文") != paper_id("雑誌")
    assert paper_id("論文").startswith("paper/untitled-")


def test_title_forms_ignore_accents_case_and_punctuation():
    assert normalise_title("Fréchet's — Distance") == "frechet s distance"


def test_long_titles_are_cut_at_a_word():
    slug = title_slug("word " * 40)
    assert len(slug) <= 60
    assert set(slug.split("-")) == {"word"}


IDENTIFIERS = st.text() | st.text(alphabet='<>"{}|\\^` %#?[]/:é論\x00\x7f\ud7ff\U0010ffff')


@given(IDENTIFIERS)
def test_every_identifier_makes_an_iri_that_oxigraph_and_rdflib_accept(identifier):
    address = iri(identifier)
    assert NamedNode(address).value == address
    # rdflib's n3() raises for what is no IRI.
    assert rdflib.URIRef(address).n3() == f"<{address}>"


@given(IDENTIFIERS, IDENTIFIERS)
def test_different_identifiers_have_different_iris(one, other):
    assert (iri(one) == iri(other)) == (one == other)


@given(st.text(min_size=1), st.text() | st.none(), st.text() | st.none())
def test_ids_of_any_paper_have_a_kind_and_a_name(title, identity, url):
    kind, _, name = identify(title, identity, url).id.partition("/")
    assert kind in {"paper", "arxiv", "doi"}
    assert name


def test_base_of_iris_can_be_chosen():
    assert iri("method/x") == DEFAULT_BASE + "method/x"
    assert iri("method/x", "https://example.org/") == "https://example.org/method/x"


@pytest.mark.parametrize(
    ("candidate", "expected"),
    [
        ("https://huggingface.co/papers/2310.08513", "arxiv/2310.08513"),
        ("10.48550/arXiv.2310.08513", "arxiv/2310.08513"),
        ("https://doi.org/10.48550/arXiv.2310.08513v2", "arxiv/2310.08513"),
        ("HEP-TH/9901001", "arxiv/hep-th/9901001"),
    ],
)
def test_arxiv_under_its_other_names(candidate, expected):
    assert identify("A Title", candidate).id == expected


def test_another_catalogue_number_is_not_taken_for_arxiv():
    assert identify("A Title", "pmid/1234567").id.startswith("paper/a-title-")
