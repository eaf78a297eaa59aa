import pytest
from spacy.language import Language

from extractors.errors import ModelError
from extractors.foreign_tagger import read_foreign
from extractors.pipeline import build_pipeline, extract
from extractors.spans import mention_spans, paper_text, set_sections


@Language.factory("quuxfinder")
def make_quuxfinder(nlp, name):
    """Marks every word that begins with Quux as a THING, and every word "maybe" as a DOUBT."""

    def find(doc):
        doc.ents = [
            doc.char_span(token.idx, token.idx + len(token), label="THING" if token.text[0] == "Q" else "DOUBT")
            for token in doc
            if token.text.startswith("Quux") or token.text == "maybe"
        ]
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
