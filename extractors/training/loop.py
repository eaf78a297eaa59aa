"""Fine-tuning: batches of similar length, AdamW with lower rates for lower layers, and averaged weights."""

from __future__ import annotations

import copy
import math
import random
import time
from collections.abc import Callable, Sequence

import numpy as np
import torch
from torch import Tensor

from extractors.segments import marginals
from extractors.training.config import Schedule
from extractors.training.data import Example
from extractors.training.network import SpanTagger, segmentation_loss


def padded(examples: Sequence[Example]) -> tuple[Tensor, Tensor, Tensor, list[int]]:
    """Piece ids, their mask, first pieces of the words (padded with 0), and the numbers of words."""
    # Multiples of 32: every new shape costs the matrix library a compiled kernel that it keeps.
    pieces = -(-max(len(e.window.ids) for e in examples) // 32) * 32
    words = -(-max(len(e.window) for e in examples) // 32) * 32
    ids = np.zeros((len(examples), pieces), dtype=np.int64)
    mask = np.zeros_like(ids)
    starts = np.zeros((len(examples), words), dtype=np.int64)
    for row, example in enumerate(examples):
        ids[row, : len(example.window.ids)] = example.window.ids
        mask[row, : len(example.window.ids)] = 1
        starts[row, : len(example.window)] = example.window.word_starts
    lengths = [len(e.window) for e in examples]
    return torch.from_numpy(ids), torch.from_numpy(mask), torch.from_numpy(starts), lengths


def batches(examples: Sequence[Example], size: int, rng: random.Random) -> list[list[Example]]:
    """Batches of similar length in random order: sorting by length with noise keeps padding near 5 %."""
    order = sorted(examples, key=lambda e: len(e.window.ids) * rng.uniform(0.9, 1.1))
    chunks = [order[i : i + size] for i in range(0, len(order), size)]
    rng.shuffle(chunks)
    return chunks


def optimiser(model: SpanTagger, schedule: Schedule) -> torch.optim.AdamW:
    """AdamW; a layer's rate shrinks by `layer_decay` for each layer above it. Biases and norms are not decayed.

    The piece embeddings stay as they are: they are half of a small encoder's weights and barely move in so few steps.
    """
    model.encoder.embeddings.word_embeddings.weight.requires_grad_(False)
    layers = model.encoder.config.num_hidden_layers
    groups: dict[tuple[float, float], list[Tensor]] = {}
    for name, parameter in model.named_parameters():
        if not parameter.requires_grad:
            continue
        if name.startswith("encoder."):
            part = name.split(".layer.")
            depth = int(part[1].split(".")[0]) + 1 if len(part) > 1 else 0
            rate = schedule.encoder_rate * schedule.layer_decay ** (layers - depth)
        else:
            rate = schedule.head_rate * (10.0 if name == "layer_weight" else 1.0)
        decay = 0.01 if parameter.ndim > 1 else 0.0
        groups.setdefault((rate, decay), []).append(parameter)
    return torch.optim.AdamW(
        [{"params": members, "lr": rate, "weight_decay": decay} for (rate, decay), members in groups.items()],
        fused=True,
    )


def fit(
    model: SpanTagger,
    examples: Sequence[Example],
    schedule: Schedule,
    mask_id: int | None,
    seed: int = 0,
    report: Callable[[int, float, float, SpanTagger], None] | None = None,
) -> SpanTagger:
    """Trains `model` and returns its averaged copy. `report(epoch, loss, seconds, averaged)` runs after each epoch."""
    rng = random.Random(seed)  # noqa: S311
    generator = torch.Generator().manual_seed(seed)
    adam = optimiser(model, schedule)
    per_epoch = math.ceil(len(examples) / schedule.batch)
    total = max(1, round(per_epoch * schedule.epochs))
    warm = max(1, round(total * schedule.warmup))
    curve = torch.optim.lr_scheduler.LambdaLR(
        adam, lambda step: min((step + 1) / warm, max(0.02, (total - step) / max(1, total - warm)))
    )
    averaged: SpanTagger = copy.deepcopy(model).eval()
    moving = [(a, b) for a, b in zip(averaged.parameters(), model.parameters(), strict=True) if b.requires_grad]
    means, currents = [a for a, _ in moving], [b for _, b in moving]
    step, epoch = 0, 0
    while step < total:
        epoch += 1
        losses, began = [], time.monotonic()
        model.train()
        for batch in batches(examples, schedule.batch, rng):
            if step >= total:
                break
            ids, mask, starts, lengths = padded(batch)
            if mask_id is not None and schedule.mask:
                drop = torch.rand(ids.shape, generator=generator) < schedule.mask
                drop[:, 0] = False
                ids = torch.where(drop & (mask == 1), torch.full_like(ids, mask_id), ids)
            with torch.autocast("cpu", torch.bfloat16):
                scores = model(ids, mask, starts)
            loss = segmentation_loss(scores, lengths, [e.targets for e in batch], [e.weight for e in batch])
            loss.backward()
            torch.nn.utils.clip_grad_norm_(currents, 1.0)
            adam.step()
            curve.step()
            adam.zero_grad(set_to_none=True)
            step += 1
            keep = min(schedule.average, (1 + step) / (10 + step))
            with torch.no_grad():
                torch._foreach_lerp_(means, currents, 1 - keep)
            losses.append(loss.item())
        if report is not None:
            report(epoch, sum(losses) / len(losses), time.monotonic() - began, averaged)
    return averaged


@torch.no_grad()  # type: ignore[untyped-decorator, unused-ignore]
def span_probabilities(model: SpanTagger, examples: Sequence[Example], batch: int = 16) -> list[np.ndarray]:
    """Span probabilities (words, width, labels) of each example, in the order given."""
    model.eval()
    order = sorted(range(len(examples)), key=lambda k: len(examples[k].window.ids))
    result: list[np.ndarray] = [np.empty(0)] * len(examples)
    for begin in range(0, len(order), batch):
        chosen = order[begin : begin + batch]
        ids, mask, starts, lengths = padded([examples[k] for k in chosen])
        with torch.autocast("cpu", torch.bfloat16):
            scores = model(ids, mask, starts)
        _, probability = marginals(scores.float().numpy(), lengths)
        for row, k in enumerate(chosen):
            result[k] = probability[row, : lengths[row]]
    return result
