"""The spaCy component: any English pipeline, any tokenizer, exact offsets, Docs that can be stored."""

import importlib
import tomllib
from pathlib import Path

import pytest
import spacy
from spacy.tokens import Doc, DocBin

from extractors.errors import ModelError
from extractors.pipeline import extract
from extractors.spacy_component import make_paperkg

TITLE = "ResNet-50 on ImageNet/CIFAR-10"
ABSTRACT = "We train ResNet-50 for image classification. On ImageNet, ResNet-50 reaches 76.1% top-1 accuracy."
TEXT = f"{TITLE}\n\n{ABSTRACT}"


def pipeline(**config):
    nlp = spacy.blank("en")
    nlp.add_pipe("paperkg", config={"model": "rules", **config})
    return nlp


@pytest.fixture(scope="module")
def nlp():
    return pipeline()


def test_spans_are_the_mentions_with_their_types(nlp):
    doc = nlp(TEXT)
    found = {(span.text, span.label_) for span in doc.spans["paperkg"]}
    assert {("ResNet-50", "Method"), ("image classification", "Task"), ("top-1 accuracy", "Metric")} <= found


def test_findings_are_those_of_the_pipeline_itself(nlp):
    findings = nlp(TEXT)._.paperkg
    assert (findings.title, findings.abstract) == (TITLE, ABSTRACT)
    assert [findings.extraction] == list(extract([(TITLE, ABSTRACT)], "rules"))


@pytest.mark.parametrize(
    ("text", "title", "abstract"),
    [
        ("Only an abstract.", "", "Only an abstract."),
        ("A title \r\n \r\n\nAn abstract.", "A title", "An abstract."),
        ("\n\nAn abstract.", "", "\n\nAn abstract."),
        ("word " * 60 + "\n\nAnother paragraph.", "", "word " * 60 + "\n\nAnother paragraph."),
        ("", "", ""),
    ],
)
def test_a_text_is_parted_at_its_first_blank_line_if_a_title_is_before_it(nlp, text, title, abstract):
    findings = nlp(text)._.paperkg
    assert (findings.title, findings.abstract) == (title, abstract)


def test_a_token_that_holds_more_than_a_mention_is_covered_whole():
    words = TEXT.split(" ")
    nlp = pipeline()
    doc = Doc(nlp.vocab, words=words, spaces=[True] * (len(words) - 1) + [False])
    doc = nlp.get_pipe("paperkg")(doc)
    mention = next(m for m in doc._.paperkg.mentions if m.text == "CIFAR-10")
    assert doc._.paperkg.title[mention.start : mention.end] == "CIFAR-10"
    assert any("ImageNet/CIFAR-10" in span.text for span in doc.spans["paperkg"])


def test_entities_are_left_alone_unless_wanted(nlp):
    assert nlp(TEXT).ents == ()


def test_entities_keep_those_of_earlier_components_beside_them():
    nlp = pipeline(annotate_ents=True)
    ruler = nlp.add_pipe("entity_ruler", before="paperkg")
    ruler.add_patterns([{"label": "WORD", "pattern": "train"}, {"label": "WORD", "pattern": "classification"}])
    found = {(entity.text, entity.label_) for entity in nlp(TEXT).ents}
    assert ("train", "WORD") in found
    assert ("image classification", "Task") in found
    assert ("classification", "WORD") not in found


def test_documents_survive_being_stored(nlp):
    doc = nlp(TEXT)
    stored = DocBin(store_user_data=True, docs=[doc]).to_bytes()
    (again,) = DocBin().from_bytes(stored).get_docs(nlp.vocab)
    assert again._.paperkg == doc._.paperkg


def test_pipelines_survive_being_stored(tmp_path):
    pipeline(spans_key="mine").to_disk(tmp_path / "nlp")
    doc = spacy.load(tmp_path / "nlp")(TEXT)
    assert doc.spans["mine"]


def test_a_stream_gives_what_single_texts_give(nlp):
    texts = [TEXT, "", "We report accuracy on ImageNet."]
    assert [d._.paperkg for d in nlp.pipe(texts, batch_size=2)] == [nlp(text)._.paperkg for text in texts]


def test_an_unknown_model_is_an_error_when_the_component_is_added():
    with pytest.raises(ModelError):
        pipeline(model="nonsense")


def test_the_entry_point_of_the_package_is_the_factory():
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    module, _, name = project["entry-points"]["spacy_factories"]["paperkg"].partition(":")
    assert getattr(importlib.import_module(module), name) is make_paperkg
