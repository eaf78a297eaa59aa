"""The run-time tagger with the shipped weights: offsets, odd input, stability, and unusable model folders."""

import json
import shutil
from itertools import pairwise
from pathlib import Path

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.errors import ModelError
from extractors.onnx_tagger import MODEL_FOLDER, OnnxTagger
from extractors.spans import MENTIONS
from extractors.tagger import Tagger

TEXT = (
    "GraphBloom: sparse attention for image segmentation\n\n"
    "We present GraphBloom, a graph neural network for image segmentation. On CIFAR-10 and ImageNet it beats ResNet-50 "
    "in accuracy, while gradient descent needs half of the training time."
)


@pytest.fixture(scope="module")
def fast() -> OnnxTagger:
    return OnnxTagger("fast", threads=1)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the fast model that a test may damage."""
    return Path(shutil.copytree(MODEL_FOLDER / "fast", tmp_path / "model"))


@pytest.mark.parametrize("model", ["accurate", "fast"])
def test_shipped_models_mark_plain_names(model: str) -> None:
    found = {(TEXT[s.start : s.end], s.label) for s in OnnxTagger(model, threads=1).predict([TEXT])[0]}

    assert {("GraphBloom", "Method"), ("image segmentation", "Task"), ("CIFAR-10", "Dataset")} <= found


def test_scores_are_probabilities(fast: OnnxTagger) -> None:
    spans = fast.predict([TEXT])[0]

    assert spans
    assert all(0 < span.score < 1 for span in spans)


def test_result_does_not_depend_on_the_other_texts(fast: OnnxTagger) -> None:
    others = ["Short.", TEXT * 2, "", "A study of the tensor network method for protein folding on PDBbind."]

    assert fast.predict([*others, TEXT])[-1] == fast.predict([TEXT])[0]


def test_batches_of_a_stream_do_not_matter(fast: OnnxTagger) -> None:
    texts = [TEXT, "Diffusion models for speech synthesis", "", TEXT.upper()]

    assert list(fast.stream(texts, batch=1)) == list(fast.stream(texts, batch=3))


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200))
def test_any_text_gives_disjoint_spans_on_word_borders(fast: OnnxTagger, text: str) -> None:
    spans = fast.predict([text])[0]

    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(not text[span.start].isspace() and not text[span.end - 1].isspace() for span in spans)
    assert all(left.end <= right.start for left, right in pairwise(spans))


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\n ",
        "∑∏∫ ≤ ≥ ⊕ ⊗ !!! ***",
        "x" * 20_000,
        "🧪🔬 neural network 🚀" * 40,
        "שיטה חדשה לזיהוי תמונה באמצעות רשת עצבית",
        r"\begin{tabular}{l|c} Acc & 91.2 \\ \hline F1 & 0.8 \end{tabular}",
        "a\x00b \u200b \ud800 c",
    ],
    ids=["empty", "blank", "symbols", "one long word", "emoji", "right to left", "latex", "control characters"],
)
def test_odd_text_does_not_fail(fast: OnnxTagger, text: str) -> None:
    spans = fast.predict([text])[0]

    assert all(text[span.start : span.end].strip() for span in spans)


def test_long_text_is_tagged_to_its_end(fast: OnnxTagger) -> None:
    text = " ".join(["We train ResNet-50 with gradient descent on CIFAR-10 and measure the accuracy."] * 400)

    spans = fast.predict([text])[0]

    assert spans[-1].start > len(text) * 0.95
    assert all(left.end <= right.start for left, right in pairwise(spans))
    names = [text[span.start : span.end] for span in spans]
    assert names.count("CIFAR-10") > 350


def test_no_span_crosses_the_break_between_title_and_abstract(fast: OnnxTagger) -> None:
    text = "Image segmentation with graph neural\n\nnetworks and gradient descent"

    spans = fast.predict([text])[0]

    assert spans
    assert all("\n" not in text[span.start : span.end] for span in spans)


def test_component_adds_spans_with_score_and_extractor(fast: OnnxTagger) -> None:
    nlp = spacy.blank("en")

    doc = Tagger(fast)(nlp.make_doc(TEXT))

    mentions = {(span.text, span.label_, span._.extractor) for span in doc.spans[MENTIONS]}
    assert ("GraphBloom", "Method", "tagger") in mentions
    assert [(s.start, s.end) for s in doc._.tagged] == [(s.start_char, s.end_char) for s in doc.spans[MENTIONS]]


def test_pipe_gives_what_single_calls_give(fast: OnnxTagger) -> None:
    nlp, component = spacy.blank("en"), Tagger(fast)
    texts = [TEXT, "", "Speech recognition with transformers"]

    piped = [doc._.tagged for doc in component.pipe(map(nlp.make_doc, texts), batch_size=2)]

    assert piped == [component(nlp.make_doc(text))._.tagged for text in texts]


@pytest.mark.parametrize("name", ["meta.json", "model.onnx", "tokenizer.json"])
def test_missing_file_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()

    with pytest.raises(ModelError, match=name):
        OnnxTagger(folder)


@pytest.mark.parametrize("name", ["meta.json", "model.onnx", "tokenizer.json"])
def test_damaged_file_is_named(folder: Path, name: str) -> None:
    (folder / name).write_bytes(b"not this")

    with pytest.raises(ModelError, match=name):
        OnnxTagger(folder)


def test_network_of_another_width_is_refused(folder: Path) -> None:
    meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
    (folder / "meta.json").write_text(json.dumps(meta | {"width": 3}), encoding="utf-8")

    with pytest.raises(ModelError, match="do not belong together"):
        OnnxTagger(folder)


def test_model_of_another_format_is_refused(folder: Path) -> None:
    meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
    (folder / "meta.json").write_text(json.dumps(meta | {"format": 99}), encoding="utf-8")

    with pytest.raises(ModelError, match="format 99"):
        OnnxTagger(folder)
