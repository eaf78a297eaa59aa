"""A whole training run on a tiny random encoder: the folder it writes is one the run-time tagger reads."""

import json
from pathlib import Path

import pytest

pytest.importorskip("torch", reason="training needs the extra [train]")
pytest.importorskip("transformers", reason="training needs the extra [train]")
pytest.importorskip("onnx", reason="training needs the extra [train]")

from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from tokenizers.normalizers import BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer
from transformers import BertConfig, BertModel

from extractors.errors import ModelError
from extractors.onnx_tagger import OnnxTagger
from extractors.training import Schedule, TrainingConfig, train

pytestmark = [pytest.mark.filterwarnings("ignore")]

WORDS = ["we", "train", "on", "with", "the", "good", "bad", "net", "alpha", "beta", "gamma", "delta"]


@pytest.fixture(scope="module")
def encoder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A BERT of one layer with a vocabulary of a few words."""
    folder = tmp_path_factory.mktemp("encoder")
    vocabulary = {piece: number for number, piece in enumerate(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *WORDS])}
    tokenizer = Tokenizer(WordPiece(vocabulary, unk_token="[UNK]"))
    tokenizer.normalizer, tokenizer.pre_tokenizer = BertNormalizer(), BertPreTokenizer()
    tokenizer.add_special_tokens(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"])
    tokenizer.save(str(folder / "tokenizer.json"))
    config = BertConfig(
        vocab_size=len(vocabulary), hidden_size=32, num_hidden_layers=1, num_attention_heads=2, intermediate_size=48
    )
    BertModel(config, add_pooling_layer=False).save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def annotated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Papers in which "alpha net" is a method; one line is broken."""
    path = tmp_path_factory.mktemp("data") / "annotated.jsonl"
    entity = {"type": "Method", "surfaces": ["alpha net"]}
    papers = [
        {
            "id": f"p{n}",
            "title": "the alpha net",
            "abstract": f"we train alpha net on {WORDS[9 + n % 3]}",
            "entities": [entity],
        }
        for n in range(40)
    ]
    path.write_text("".join(json.dumps(paper) + "\n" for paper in papers) + "{\n", encoding="utf-8")
    return path


def _config(annotated: Path, encoder: Path, output: Path, **changes: object) -> TrainingConfig:
    schedule = Schedule(epochs=25, batch=8, encoder_rate=1e-3, head_rate=1e-2, mask=0.0)
    settings: dict[str, object] = {
        "annotated": annotated,
        "encoder": str(encoder),
        "output": output,
        "size": 16,
        "width": 4,
    }
    return TrainingConfig(schedule=schedule, **(settings | changes))  # type: ignore[arg-type]


def test_trained_model_finds_what_it_was_shown(annotated: Path, encoder: Path, tmp_path: Path) -> None:
    lines: list[str] = []

    report = train(_config(annotated, encoder, tmp_path / "model", hold_out=0), lines.append)

    assert report.papers == 40
    assert report.measured_on > 0
    assert report.mentions["Method"].f1 > 0.9
    assert [rejected.line for rejected in report.rejected] == [41]
    assert any("line 41" in line for line in lines)
    text = "the alpha net\n\nwe train alpha net on beta"
    spans = OnnxTagger(tmp_path / "model", threads=1).predict([text])[0]
    assert [(text[s.start : s.end], s.label) for s in spans] == [("alpha net", "Method")] * 2
    card = json.loads((tmp_path / "model" / "meta.json").read_text(encoding="utf-8"))
    assert card["data"]["annotated"] == 40
    assert card["data"]["trained_on"] == 40 - report.measured_on
    assert "fold 0 of 5" in (tmp_path / "model" / "README.md").read_text(encoding="utf-8")


def test_student_learns_from_its_teacher_and_keeps_only_the_pieces_it_needs(
    annotated: Path, encoder: Path, tmp_path: Path
) -> None:
    unlabelled = tmp_path / "unlabelled.jsonl"
    unlabelled.write_text('{"id": "u", "title": "good alpha net", "abstract": "we train"}\n' * 4, encoding="utf-8")
    teacher = tmp_path / "teacher"
    train(_config(annotated, encoder, tmp_path / "no", checkpoint=teacher, export=False), lambda line: None)

    report = train(
        _config(
            annotated, encoder, tmp_path / "student",
            teachers=(teacher,), unlabelled=unlabelled, soft_labels=tmp_path / "soft.jsonl.gz", prune_vocabulary=True,
        ),
        lambda line: None,
    )  # fmt: skip

    assert report.unlabelled == 4
    vocabulary = Tokenizer.from_file(str(tmp_path / "student" / "tokenizer.json")).get_vocab()
    assert "alpha" in vocabulary
    assert "gamma" not in vocabulary
    assert OnnxTagger(tmp_path / "student", threads=1).predict(["the alpha net"])[0]
    assert not (tmp_path / "no").exists()


def test_unknown_encoder_is_one_clear_error(annotated: Path, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no-such-encoder"):
        train(_config(annotated, Path("no-such-encoder"), tmp_path / "model"), lambda line: None)


def test_file_without_usable_lines_is_one_clear_error(encoder: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty.jsonl"
    empty.write_text("{\n", encoding="utf-8")

    with pytest.raises(ModelError, match="no usable"):
        train(_config(empty, encoder, tmp_path / "model"), lambda line: None)
