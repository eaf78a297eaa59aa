import re
import tomllib
from pathlib import Path

import pytest
from spacy.language import Language

from extractors.errors import ModelError
from extractors.foreign_tagger import read_foreign
from extractors.pipeline import build_pipeline, extract
from extractors.spans import mention_spans, paper_text, proposals, set_sections
from ontology import load_vocabulary

DOCUMENT = Path(__file__).parents[2] / "docs" / "models.md"


@Language.factory("quuxfinder")
def make_quuxfinder(nlp, name):
    """Marks every word that begins with Quux as a THING, and every word "maybe" as a DOUBT."""

    def find(doc):
        found = [
            doc.char_span(token.idx, token.idx + len(token), label="THING" if token.text[0] == "Q" else "DOUBT")
            for token in doc
            if token.text.startswith("Quux") or token.text == "maybe"
        ]
        for entity in found:
            entity._.score = 0.75 if entity.text == "Quuxsure" else 0.0
        doc.ents = found
        return doc

    return find


@pytest.fixture
def settings(tmp_path):
    path = tmp_path / "tagger.toml"
    path.write_text('[tagger]\nfactory = "quuxfinder"\nscore = 0.9\n[tagger.labels]\nTHING = "Method"\n')
    return path


def test_entities_of_the_other_component_become_mentions(settings):
    nlp = build_pipeline(str(settings))
    doc = nlp.make_doc(paper_text("On parsing", "We run Quuxnet, maybe."))
    set_sections(doc, "On parsing")
    for _, component in nlp.pipeline:
        doc = component(doc)
    assert ("Quuxnet", "Method") in {(span.text, span.label_) for span in mention_spans(doc)}


def test_labels_without_a_meaning_are_left_out(settings):
    (found,) = extract([("On parsing", "We run Quuxnet, maybe.")], str(settings))
    assert "maybe" not in {mention.text for mention in found.mentions}


@pytest.mark.parametrize(("name", "score"), [("Quuxnet", 0.9), ("Quuxsure", 0.75)])
def test_a_score_that_the_component_sets_counts_before_that_of_the_settings(settings, name, score):
    nlp = build_pipeline(str(settings))
    doc = nlp.get_pipe("foreign_tagger")(nlp.make_doc(f"We run {name}."))
    assert [vote.score for vote in proposals(doc)] == [score]


def test_settings_in_the_document_map_every_label_that_they_ask_for():
    blocks = [tomllib.loads(text) for text in re.findall(r"```toml\n(.*?)```", DOCUMENT.read_text(), re.DOTALL)]
    assert len(blocks) == 3
    for tagger in (block["tagger"] for block in blocks):
        config = tagger.get("config", {})
        asked = config.get("labels") or config.get("task", {}).get("labels") or tagger["labels"]
        assert set(asked) == set(tagger["labels"])
        assert set(tagger["labels"].values()) <= set(load_vocabulary().entity_types())


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "no tagger settings"),
        ("[tagger", "no tagger settings"),
        ('[tagger]\npackage = "no_such_package"\n[tagger.labels]\nX = "Method"\n', "cannot be loaded"),
        ('[tagger]\nfactory = "no_such_factory"\n[tagger.labels]\nX = "Method"\n', "cannot be loaded"),
        ('[tagger]\nfactory = "quuxfinder"\n[tagger.labels]\nX = "Nonsense"\n', "'Nonsense' is no type"),
    ],
)
def test_unusable_settings_are_one_sentence(tmp_path, text, words):
    path = tmp_path / "tagger.toml"
    path.write_text(text)
    with pytest.raises(ModelError, match=words):
        read_foreign(path)
