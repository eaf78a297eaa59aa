import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Span
from spacy.vocab import Vocab

from extractors.features import view_paper
from extractors.records import TYPES
from extractors.relation_features import MAX_CLUSTERS, candidate_pairs
from extractors.relations import TARGETS, RelationClassifier, load_relation_model
from extractors.roles import RoleClassifier, load_role_model
from extractors.sentences import sentences
from extractors.spans import MENTIONS, found_relations
from extractors.tokenizer import WordTokenizer
from ontology import load_vocabulary
from tests.extractors.marked import marked_doc

TITLE = "[[M:PebbleNet]]: a small network for [[T:stone counting]]"
ABSTRACT = (
    "We propose [[M:PebbleNet]] for [[T:stone counting]], which is built on [[M:graph attention]]. "
    "Experiments on [[D:GravelBench]] show that [[M:PebbleNet]] outperforms [[M:ResNet-50]] in terms of [[X:accuracy]]."
)


def related(doc):
    return RelationClassifier(*load_relation_model())(RoleClassifier(load_role_model())(doc))


def triples(doc):
    names = {span._.cluster: span.text for span in doc.spans[MENTIONS]}
    return {(names[r.head], r.predicate, names[r.tail]) for r in found_relations(related(doc))}


@pytest.mark.parametrize(
    "triple",
    [
        ("PebbleNet", "usedFor", "stone counting"),
        ("PebbleNet", "evaluatedOn", "GravelBench"),
        ("PebbleNet", "measuredBy", "accuracy"),
        ("PebbleNet", "outperforms", "ResNet-50"),
        ("graph attention", "partOf", "PebbleNet"),
    ],
)
def test_plain_wording_gives_the_expected_relation(triple):
    assert triple in triples(marked_doc(TITLE, ABSTRACT))


def test_the_losing_method_does_not_outperform_the_winner():
    assert ("ResNet-50", "outperforms", "PebbleNet") not in triples(marked_doc(TITLE, ABSTRACT))


def test_a_benchmark_is_tied_to_its_task():
    doc = marked_doc(
        "[[D:GravelBench]]: a benchmark for [[T:stone counting]]", "We introduce [[D:GravelBench]], a benchmark."
    )

    assert ("GravelBench", "benchmarkFor", "stone counting") in triples(doc)


def test_the_evidence_sentence_names_the_tail():
    doc = related(marked_doc(TITLE, ABSTRACT))
    abstract = doc.text[doc._.abstract_start :]
    names = {span._.cluster: span.text for span in doc.spans[MENTIONS]}
    evidence = {
        names[r.tail]: abstract[r.sentence_start : r.sentence_end]
        for r in found_relations(doc)
        if r.predicate == "outperforms"
    }

    assert evidence["ResNet-50"].startswith("Experiments on GravelBench")


def test_no_relation_is_given_twice():
    given = [(r.head, r.predicate, r.tail) for r in found_relations(related(marked_doc(TITLE, ABSTRACT)))]

    assert len(given) == len(set(given))


def test_the_ontology_admits_every_relation_that_can_be_given():
    vocabulary = load_vocabulary()

    assert {predicate for _, predicate, _ in TARGETS} == set(vocabulary.relations())
    assert all(vocabulary.allows(p, head, tail) for _, p, types in TARGETS for head, tail in types)


@pytest.mark.parametrize("abstract", ["No name at all.", "Only [[M:PebbleNet]] is here."])
def test_fewer_than_two_clusters_have_no_relations(abstract):
    assert found_relations(related(marked_doc("A title", abstract))) == []


def test_a_pair_is_read_where_the_two_stand_closest():
    doc = marked_doc("T", "[[M:Alpha]] is old. It is far from what follows. [[M:Alpha]] beats [[M:Beta]] at times.")

    (pair,) = candidate_pairs(view_paper(doc))

    assert (pair.first, pair.second, pair.gap, pair.together) == (0, 1, 0, 1)


def test_pairs_of_a_long_text_stay_near_each_other():
    count = 3 * MAX_CLUSTERS
    doc = marked_doc("T", " ".join(f"We use [[M:Name{i}]] here." for i in range(count)))

    pairs = candidate_pairs(view_paper(doc))

    assert {pair.gap for pair in pairs} == {1, 2}
    assert len(pairs) == 2 * count - 3


def test_work_grows_about_linearly_with_the_text():
    def calls(sentence_count):
        """Calls of functions, which every run makes as many of."""
        doc = marked_doc(
            "T", " ".join(f"We use [[M:Name{i % 997}]] for [[T:goal{i % 499}]] here." for i in range(sentence_count))
        )
        count = 0

        def note(frame, event, argument):
            nonlocal count
            count += event in {"call", "c_call"}

        sys.setprofile(note)
        try:
            related(doc)
        finally:
            sys.setprofile(None)
        return count

    calls(50)
    assert calls(1200) < 4 * calls(400)


@settings(max_examples=60, deadline=None)
@given(
    text=st.text(alphabet="abC1-. ,:()\n–é我", max_size=60),
    spans=st.lists(
        st.tuples(st.integers(0, 40), st.integers(1, 6), st.sampled_from(TYPES), st.integers(0, 4)), max_size=12
    ),
)
def test_any_text_with_overlapping_mentions_gives_admitted_relations(text, spans):
    vocabulary = load_vocabulary()
    doc = sentences(WordTokenizer(Vocab())(text))
    marked = []
    for start, length, label, cluster in spans:
        if start < len(doc):
            span = Span(doc, start, min(len(doc), start + length), label=label)
            span._.cluster = cluster
            marked.append(span)
    doc.spans[MENTIONS] = marked
    types = {cluster.number: cluster.type for cluster in view_paper(doc).clusters}

    relations = found_relations(related(doc))

    assert all(vocabulary.allows(r.predicate, types[r.head], types[r.tail]) for r in relations)
    assert all(r.head != r.tail for r in relations)
