"""Curated names are proposed wherever they are written."""

import pytest
import spacy

from extractors.lexicon_matcher import LexiconMatcher, plural, variants
from extractors.spans import mention_spans
from ontology import LexiconEntry

ENTRIES = (
    LexiconEntry("Task", "image classification", ("image classification", "classification of images")),
    LexiconEntry("Task", "classification", ("classification",)),
    LexiconEntry("Method", "GAN", ("GAN", "generative adversarial network")),
    LexiconEntry("Dataset", "COCO", ("COCO",)),
    LexiconEntry("Method", "self-attention", ("self-attention",)),
)


@pytest.fixture(scope="module")
def proposals():
    config = {"nlp": {"tokenizer": {"@tokenizers": "paperkg.WordTokenizer.v1"}}}
    nlp = spacy.blank("en", config=config)
    matcher = LexiconMatcher(nlp, ENTRIES, 0.55)
    return lambda text: [(span.text, span.label_) for span in mention_spans(matcher(nlp.make_doc(text)))]


@pytest.mark.parametrize(
    "text", ["image classification", "Image Classification", "classification of images", "image-classification"]
)
def test_lower_case_names_match_in_any_case_and_by_alias(proposals, text):
    assert proposals(f"On {text} here.") == [(text, "Task")]


@pytest.mark.parametrize(("text", "found"), [("COCO", [("COCO", "Dataset")]), ("coco", []), ("Coco", [])])
def test_names_with_capitals_match_as_written(proposals, text, found):
    assert proposals(f"On {text} here.") == found


@pytest.mark.parametrize("text", ["GANs", "generative adversarial networks", "self attention"])
def test_plurals_and_hyphens_match(proposals, text):
    assert proposals(f"We use {text}.") == [(text, "Method")]


def test_longest_name_wins(proposals):
    assert proposals("image classification and classification") == [
        ("image classification", "Task"),
        ("classification", "Task"),
    ]


def test_names_inside_words_do_not_match(proposals):
    assert proposals("ORGANS and COCOA") == []


@pytest.mark.parametrize(
    ("name", "form"), [("query", "queries"), ("box", "boxes"), ("loss", "loss"), ("array", "arrays"), ("CNN", "CNNs")]
)
def test_plural(name, form):
    assert plural(name) == form


def test_variants_hold_the_name_itself():
    assert {"self-attention", "self attention", "self-attentions"} <= set(variants("self-attention"))
