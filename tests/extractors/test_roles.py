import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Span
from spacy.vocab import Vocab

from extractors.features import view_paper
from extractors.records import TYPES
from extractors.role_features import zones
from extractors.roles import ROLES_OF_TYPE, RoleClassifier, load_role_model
from extractors.sentences import sentences
from extractors.spans import MENTIONS, found_roles
from extractors.tokenizer import WordTokenizer
from ontology import load_vocabulary
from tests.extractors.marked import marked_doc

TITLE = "[[M:PebbleNet]]: a small network for [[T:stone counting]]"
ABSTRACT = (
    "[[T:stone counting]] is a tedious task in quarries. We propose [[M:PebbleNet]], a network that uses "
    "[[M:graph attention]] to count stones. Experiments on [[D:GravelBench]] show that [[M:PebbleNet]] outperforms "
    "[[M:ResNet-50]] in terms of [[X:accuracy]]."
)


def roles_of(doc):
    names = {span._.cluster: span.text for span in reversed(list(doc.spans[MENTIONS]))}
    return {names[role.cluster]: role for role in found_roles(RoleClassifier(load_role_model())(doc))}


@pytest.mark.parametrize(
    ("name", "predicate"),
    [
        ("PebbleNet", "introduces"),
        ("graph attention", "uses"),
        ("ResNet-50", "comparesWith"),
        ("GravelBench", "evaluatesOn"),
        ("accuracy", "reports"),
        ("stone counting", "addresses"),
    ],
)
def test_plain_wording_gives_the_expected_role(name, predicate):
    assert roles_of(marked_doc(TITLE, ABSTRACT))[name].predicate == predicate


def test_every_cluster_has_exactly_one_role():
    doc = RoleClassifier(load_role_model())(marked_doc(TITLE, ABSTRACT))

    assert [role.cluster for role in found_roles(doc)] == [0, 1, 2, 3, 4, 5]


def test_evidence_is_the_sentence_that_introduces_the_name():
    doc = marked_doc(TITLE, ABSTRACT)
    role = roles_of(doc)["PebbleNet"]
    abstract = doc.text[doc._.abstract_start :]

    assert role.section == "abstract"
    assert abstract[role.sentence_start : role.sentence_end].startswith("We propose PebbleNet")
    assert abstract[: role.sentence_end].endswith("count stones.")


def test_a_name_of_the_title_alone_is_supported_by_the_title():
    role = roles_of(marked_doc("[[M:Sandpiper]] for everyone", "We describe our findings."))["Sandpiper"]

    assert (role.section, role.sentence_start, role.sentence_end) == ("title", 0, 22)


def test_the_ontology_admits_every_role_of_every_type():
    vocabulary = load_vocabulary()

    assert set(ROLES_OF_TYPE) == set(TYPES) == set(vocabulary.entity_types())
    assert all(vocabulary.allows(p, "Paper", kind) for kind, predicates in ROLES_OF_TYPE.items() for p in predicates)


def test_a_text_without_mentions_has_no_roles():
    assert found_roles(RoleClassifier(load_role_model())(marked_doc("A title", "And one sentence."))) == []


def test_name_and_acronym_in_parentheses_are_read_as_one():
    doc = marked_doc("T", "We use [[M:stone counting net]] ([[M:SCN]]) daily.")
    for span in doc.spans[MENTIONS]:
        span._.cluster = 0

    assert view_paper(doc).items == ["t", "we", "use", "<Method>", "daily", "."]


def test_zones_follow_the_moves_of_an_abstract():
    view = view_paper(marked_doc("A title", "Stones are many. We count them. Experiments confirm it."))

    assert zones(view) == ["title", "background", "contribution", "outcome"]


@settings(max_examples=60, deadline=None)
@given(
    text=st.text(alphabet="abC1-. ,:()\n–é我", max_size=60),
    spans=st.lists(
        st.tuples(st.integers(0, 40), st.integers(1, 6), st.sampled_from(TYPES), st.integers(0, 4)), max_size=12
    ),
    cut=st.integers(0, 60),
)
def test_any_text_with_overlapping_mentions_gets_one_role_a_cluster(text, spans, cut):
    doc = sentences(WordTokenizer(Vocab())(text))
    doc._.abstract_start = min(cut, len(text))
    marked = []
    for start, length, label, cluster in spans:
        if start < len(doc):
            span = Span(doc, start, min(len(doc), start + length), label=label)
            span._.cluster = cluster
            marked.append(span)
    doc.spans[MENTIONS] = marked

    roles = found_roles(RoleClassifier(load_role_model())(doc))

    assert {role.cluster for role in roles} == {span._.cluster for span in marked}
    assert len(roles) == len({role.cluster for role in roles})
    assert all(0.0 < role.score <= 1.0 for role in roles)
