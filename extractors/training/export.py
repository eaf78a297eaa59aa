"""From a trained network to the files the run-time tagger reads: a small tokenizer and an int8 ONNX network."""

from __future__ import annotations

import json
import tempfile
import warnings
from collections.abc import Iterable
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process
from tokenizers import Tokenizer
from torch import Tensor, nn

from extractors.training.network import SpanTagger
from extractors.words import WordEncoder

OPSET = 17


class ByteEmbedding(nn.Module):  # type: ignore[misc, unused-ignore]
    """An embedding table in int8 with one scale per row, so that no outlier row coarsens the rest."""

    def __init__(self, table: Tensor) -> None:
        super().__init__()
        scale = table.abs().amax(dim=1, keepdim=True).clamp(min=1e-8) / 127.0
        self.register_buffer("rows", torch.round(table / scale).to(torch.int8))
        self.register_buffer("scale", scale)

    def forward(self, ids: Tensor) -> Tensor:
        """Vectors of the piece ids."""
        return self.rows[ids].float() * self.scale[ids]


class Exported(nn.Module):  # type: ignore[misc, unused-ignore]
    """The network for one document without padding: (1, pieces) and (1, words) to (1, words, width, labels).

    BERT's arithmetic is written out, since a single unpadded document needs neither mask nor padding logic, and ONNX
    Runtime's graph fusion recognises this plain form.
    """

    def __init__(self, tagger: SpanTagger) -> None:
        super().__init__()
        self.tagger = tagger
        parts = tagger.encoder.embeddings
        self.pieces = ByteEmbedding(parts.word_embeddings.weight.detach())
        places = parts.position_embeddings.weight + parts.token_type_embeddings.weight[0]
        self.places = ByteEmbedding(places.detach())
        self.norm = parts.LayerNorm
        self.layers = tagger.encoder.encoder.layer
        self.heads = tagger.encoder.config.num_attention_heads
        self.size = tagger.encoder.config.hidden_size // self.heads

    def forward(self, ids: Tensor, word_starts: Tensor) -> Tensor:
        """Span scores of one document."""
        places = torch.cumsum(torch.ones_like(ids), dim=1) - 1
        state = self.norm(self.pieces(ids) + self.places(places))
        share = torch.softmax(self.tagger.layer_weight, dim=0)
        mixed = state * share[0]
        for number, layer in enumerate(self.layers, 1):
            state = self._layer(layer, state)
            mixed = mixed + state * share[number]
        scores: Tensor = self.tagger.head(mixed[0, word_starts[0]][None])
        return scores

    def _layer(self, layer: nn.Module, state: Tensor) -> Tensor:
        attention, output = layer.attention.self, layer.attention.output

        def split(x: Tensor) -> Tensor:
            return x.view(1, -1, self.heads, self.size).transpose(1, 2)

        query, key, value = attention.query(state), split(attention.key(state)), split(attention.value(state))
        weight = torch.softmax(torch.matmul(split(query * self.size**-0.5), key.transpose(-1, -2)), dim=-1)
        joined = torch.matmul(weight, value).transpose(1, 2).reshape(1, -1, self.heads * self.size)
        state = output.LayerNorm(output.dense(joined) + state)
        inner = nn.functional.gelu(layer.intermediate.dense(state))
        return layer.output.LayerNorm(layer.output.dense(inner) + state)


def export_onnx(tagger: SpanTagger, path: Path) -> None:
    """Writes the network to `path` with int8 weights (dynamic quantisation, one scale per output channel)."""
    exported = Exported(tagger.eval()).eval()
    example = (torch.ones(1, 9, dtype=torch.long), torch.tensor([[1, 2, 4, 5, 7]]))
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        plain, prepared = Path(folder) / "plain.onnx", Path(folder) / "prepared.onnx"
        torch.onnx.export(
            exported, example, str(plain), input_names=["ids", "word_starts"], output_names=["scores"],
            dynamic_axes={"ids": {1: "pieces"}, "word_starts": {1: "words"}, "scores": {1: "words"}},
            opset_version=OPSET, dynamo=False,
        )  # fmt: skip
        quant_pre_process(str(plain), str(prepared), skip_symbolic_shape=True)
        quantize_dynamic(
            str(prepared), str(path), per_channel=True, weight_type=QuantType.QInt8,
            op_types_to_quantize=["MatMul", "Gemm"],
        )  # fmt: skip
    onnx.checker.check_model(onnx.load(str(path)))


def used_pieces(encoder: WordEncoder, texts: Iterable[str]) -> set[int]:
    """The vocabulary ids that occur in `texts`."""
    used: set[int] = set()
    for text in texts:
        for pieces in encoder(text).pieces:
            used.update(pieces)
    return used


def prune_vocabulary(tokenizer: Tokenizer, keep: set[int]) -> tuple[Tokenizer, list[int]]:
    """A WordPiece tokenizer of the pieces in `keep`, and the old id of each of its pieces.

    Special tokens and single characters stay, so a word of dropped pieces is still spelled out.
    """
    model = json.loads(tokenizer.to_str())
    vocabulary: dict[str, int] = model["model"]["vocab"]
    special = {token["content"] for token in model["added_tokens"]}
    kept = sorted(
        (number, piece)
        for piece, number in vocabulary.items()
        if number in keep or piece in special or len(piece.removeprefix("##")) == 1
    )
    model["model"]["vocab"] = {piece: number for number, (_, piece) in enumerate(kept)}
    for token in model["added_tokens"]:
        token["id"] = model["model"]["vocab"][token["content"]]
    post = model.get("post_processor") or {}
    for name, token in post.get("special_tokens", {}).items():
        token["ids"] = [model["model"]["vocab"][name]]
    return Tokenizer.from_str(json.dumps(model)), [number for number, _ in kept]
