"""Proposals become mentions that are consistent over the paper."""

import pytest
import spacy

from extractors.abbreviations import abbreviations
from extractors.mention_resolver import MentionResolver
from extractors.settings import load_settings
from extractors.spans import MENTIONS, add_mention, mention_spans


@pytest.fixture(scope="module")
def nlp():
    return spacy.blank("en", config={"nlp": {"tokenizer": {"@tokenizers": "paperkg.WordTokenizer.v1"}}})


@pytest.fixture
def resolve(nlp):
    def run(text, *proposals):
        """Mentions of a text of which (name, kind, score, extractor) are proposed at the name's first place."""
        doc = abbreviations(nlp.make_doc(text))
        doc.spans[MENTIONS] = []
        for name, kind, score, extractor in proposals:
            start = text.index(name)
            span = doc.char_span(start, start + len(name), label=kind)
            assert span is not None
            add_mention(doc, span, score=score, extractor=extractor)
        return mention_spans(MentionResolver(load_settings())(doc))

    return run


def test_a_kept_name_is_found_at_all_its_places(resolve):
    text = "FooNet is new. We train FooNet. Two FooNets are better."
    assert [s.text for s in resolve(text, ("FooNet", "Method", 0.9, "pattern"))] == ["FooNet", "FooNet", "FooNets"]


def test_spellings_of_one_name_share_a_cluster(resolve):
    spans = resolve(
        "A graph neural network (GNN) is here. GNNs and graph-neural networks too.",
        ("graph neural network", "Method", 0.9, "x"),
    )
    assert [s.text for s in spans] == ["graph neural network", "GNN", "GNNs", "graph-neural networks"]
    assert {s._.cluster for s in spans} == {0}


def test_weak_proposals_are_dropped(resolve):
    assert resolve("FooNet is new.", ("FooNet", "Method", 0.1, "x")) == []


def test_independent_votes_add_up(resolve):
    (span,) = resolve("FooNet is new.", ("FooNet", "Method", 0.5, "one"), ("FooNet", "Method", 0.4, "two"))
    assert span._.score == pytest.approx(0.7)
    assert span._.extractor == "one"


def test_strongest_type_wins(resolve):
    (span,) = resolve("FooNet is new.", ("FooNet", "Method", 0.6, "one"), ("FooNet", "Dataset", 0.7, "two"))
    assert span.label_ == "Dataset"


def test_lexicon_overrules_a_dataset(resolve):
    votes = (("METEOR", "Dataset", 0.9, "tagger"), ("METEOR", "Metric", 0.5, "lexicon"))
    (span,) = resolve("BLEU and METEOR are high.", *votes)
    assert span.label_ == "Metric"


def test_lexicon_alone_keeps_its_dataset(resolve):
    votes = (("COCO", "Method", 0.4, "tagger"), ("COCO", "Dataset", 0.55, "lexicon"))
    (span,) = resolve("Tested on COCO.", *votes)
    assert span.label_ == "Dataset"


def test_no_mention_closes_a_bracket_it_did_not_open(resolve):
    text = "An LLM agent is a large language model (LLM) agent."
    assert [s.text for s in resolve(text, ("LLM agent", "Method", 0.9, "x"))] == ["LLM agent"]


@pytest.mark.parametrize("name", ["H100", "OpenAI", "loss function"])
def test_names_of_other_things_are_dropped(resolve, name):
    assert resolve(f"We use {name} here.", (name, "Dataset", 0.9, "tagger")) == []


def test_longest_of_overlapping_mentions_wins(resolve):
    spans = resolve(
        "We do image classification.", ("classification", "Task", 0.9, "x"), ("image classification", "Task", 0.6, "x")
    )
    assert [s.text for s in spans] == ["image classification"]


def test_determiners_are_cut_and_generic_words_dropped(resolve):
    spans = resolve(
        "We use the FooNet and a method.", ("the FooNet", "Method", 0.9, "x"), ("a method", "Method", 0.9, "x")
    )
    assert [s.text for s in spans] == ["FooNet"]


def test_names_do_not_reach_over_the_end_of_the_title(resolve):
    spans = resolve(
        "On image\n\nclassification of things by image classification.", ("image classification", "Task", 0.9, "x")
    )
    assert [s.text for s in spans] == ["image classification"]


def test_clusters_are_numbered_by_first_place(resolve):
    spans = resolve("FooNet beats BarNet.", ("BarNet", "Method", 0.9, "x"), ("FooNet", "Method", 0.9, "x"))
    assert [(s.text, s._.cluster) for s in spans] == [("FooNet", 0), ("BarNet", 1)]
