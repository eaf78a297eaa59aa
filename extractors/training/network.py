"""The tagger's network: an encoder, a mix of its layers, one vector per word, and scores for every span of words."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn

from extractors.segments import marginals


class LogPartition(torch.autograd.Function):  # type: ignore[misc, unused-ignore]
    """log Z of the semi-Markov model; its gradient by the span scores is the span probabilities."""

    @staticmethod
    def forward(ctx: Any, scores: Tensor, lengths: list[int]) -> Tensor:
        """Log partition functions (documents,) of span scores (documents, words, width, labels)."""
        log_z, probability = marginals(scores.detach().float().numpy(), lengths)
        ctx.save_for_backward(torch.from_numpy(probability))
        return torch.from_numpy(log_z).float()

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> tuple[Tensor, None]:
        """The gradient by the scores."""
        (probability,) = ctx.saved_tensors
        return gradients[0].view(-1, 1, 1, 1) * probability, None


class SpanHead(nn.Module):  # type: ignore[misc, unused-ignore]
    """Scores of all spans of up to `width` words.

    A span is represented by the sum of: its first word and the word before it, its last word and the word after it,
    its width, and an attention-weighted mean of its words (the head finding of Lee et al., "End-to-end Neural
    Coreference Resolution", EMNLP 2017). The mean is a difference of running sums, so cost is linear in the spans.
    """

    def __init__(self, hidden: int, labels: int, width: int, size: int, dropout: float) -> None:
        super().__init__()
        self.width, self.size = width, size
        self.project = nn.Linear(hidden, 5 * size)
        self.attend = nn.Linear(hidden, 1)
        self.width_vector = nn.Parameter(torch.randn(width, size) * 0.02)
        self.dropout = nn.Dropout(dropout)
        self.score = nn.Linear(size, labels)
        # Most spans are not mentions: start from a low probability, or the first steps only unlearn false ones.
        nn.init.constant_(self.score.bias, -3.0)

    def forward(self, words: Tensor) -> Tensor:
        """(documents, n, hidden) to (documents, n, width, labels); spans beyond n score -10000."""
        n = words.shape[1]
        first, before, last, after, content = self.project(words).split(self.size, dim=-1)
        start = first + nn.functional.pad(before, (0, 0, 1, 0))[:, :n]
        end = last + nn.functional.pad(after, (0, 0, 0, 1))[:, 1:]
        weight = torch.exp(torch.clamp(self.attend(words).float(), -8.0, 8.0))
        sums = self._running(weight * content.float())
        mass = self._running(weight)
        end = nn.functional.pad(end, (0, 0, 0, self.width))
        spans = []
        for w in range(self.width):
            total = torch.clamp(mass[:, w + 1 : w + 1 + n] - mass[:, :n], min=1e-4)
            mean = (sums[:, w + 1 : w + 1 + n] - sums[:, :n]) / total
            spans.append(start + end[:, w : w + n] + mean.to(start.dtype) + self.width_vector[w])
        # One dropout mask per document: a mask per span would cost more random numbers than the layer itself.
        kept = self.dropout(torch.ones(words.shape[0], 1, 1, self.size, dtype=start.dtype)) if self.training else 1.0
        scores = self.score(nn.functional.gelu(torch.stack(spans, dim=2)) * kept).float()
        position = torch.arange(n)[:, None] + torch.arange(self.width)[None, :]
        return torch.where((position < n)[None, :, :, None], scores, torch.full_like(scores, -1e4))

    def _running(self, values: Tensor) -> Tensor:
        """Running sums from 0; the last is repeated for spans beyond the end, whose mean must stay of normal size:
        int8 quantisation takes its scale from the largest value.
        """
        total = torch.cumsum(values, dim=1)
        return torch.cat([torch.zeros_like(total[:, :1]), total, total[:, -1:].expand(-1, self.width, -1)], dim=1)


class SpanTagger(nn.Module):  # type: ignore[misc, unused-ignore]
    """Encoder and head. `encoder` is a transformers model that takes input_ids and attention_mask."""

    def __init__(self, encoder: Any, labels: int, width: int, size: int = 192, dropout: float = 0.4) -> None:
        super().__init__()
        self.encoder = encoder
        hidden = encoder.config.hidden_size
        self.layer_weight = nn.Parameter(torch.zeros(encoder.config.num_hidden_layers + 1))
        self.dropout = nn.Dropout(dropout)
        self.head = SpanHead(hidden, labels, width, size, dropout / 2)

    def words(self, ids: Tensor, mask: Tensor | None, word_starts: Tensor) -> Tensor:
        """One vector per word: the mixed layers at its first piece, (documents, n, hidden)."""
        states = self.encoder(input_ids=ids, attention_mask=mask, output_hidden_states=True).hidden_states
        share = torch.softmax(self.layer_weight, dim=0)
        mixed = states[0] * share[0]
        for number in range(1, len(states)):
            mixed = mixed + states[number] * share[number]
        return torch.gather(mixed, 1, word_starts[:, :, None].expand(-1, -1, mixed.shape[-1]))

    def forward(self, ids: Tensor, mask: Tensor | None, word_starts: Tensor) -> Tensor:
        """Span scores (documents, n, width, labels) for padded piece ids, their mask, and first pieces of the words."""
        scores: Tensor = self.head(self.dropout(self.words(ids, mask, word_starts)))
        return scores


def segmentation_loss(
    scores: Tensor, lengths: list[int], targets: list[list[tuple[int, int, int, float]]], weights: list[float]
) -> Tensor:
    """Cross-entropy between target span probabilities and the model's segmentations, per word.

    For certain targets this is the negative log-likelihood of the gold segmentation. For a teacher's span
    probabilities it is the cross-entropy between the two distributions over whole segmentations, since the log
    probability is linear in the span scores: log Z - sum(p * score).
    """
    log_z = LogPartition.apply(scores, lengths)
    index = [(b, i, w, t, p * weights[b]) for b, spans in enumerate(targets) for i, w, t, p in spans]
    total = (log_z * torch.tensor(weights)).sum()
    if index:
        b, i, w, t, p = zip(*index, strict=True)
        total = total - (scores[list(b), list(i), list(w), list(t)] * torch.tensor(p)).sum()
    loss: Tensor = total / sum(lengths)
    return loss
