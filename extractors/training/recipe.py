"""One training run from annotated abstracts to a model folder; needs the `[train]` extra."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import torch

from extractors.errors import ModelError
from extractors.training.calibrate import Unseen, decoded, fit_calibration, tune_thresholds
from extractors.training.card import write_card
from extractors.training.checkpoint import (
    Shape,
    encoder_folder,
    keep_layers,
    keep_pieces,
    load_checkpoint,
    new_network,
    save_checkpoint,
    special_tokens,
    word_encoder,
)
from extractors.training.config import TrainingConfig, TrainingReport
from extractors.training.data import (
    LABELS,
    Annotated,
    Example,
    Rejected,
    example_of,
    fold_of,
    read_annotated,
    read_texts,
)
from extractors.training.distil import label_texts, soft_examples, write_soft_labels
from extractors.training.evaluation import entity_scores, mention_scores
from extractors.training.export import export_onnx, prune_vocabulary, used_pieces
from extractors.training.loop import fit, span_probabilities
from extractors.training.network import SpanTagger
from extractors.words import WordEncoder, Words

#: With `hold_out`, the papers are cut into this many folds.
FOLDS = 5
#: Abstracts whose word pieces a cut-down vocabulary keeps; the pieces that more abstracts would add are rare names.
VOCABULARY_TEXTS = 30_000
Log = Callable[[str], None]


def run(config: TrainingConfig, log: Log) -> TrainingReport:
    """Reads, labels, fine-tunes, measures, exports. Raises ModelError for an unusable encoder, teacher or data file."""
    began = time.monotonic()
    papers, rejected = read_annotated(config.annotated)
    for line in rejected:
        log(f"{line.file}, line {line.line}: {line.reason}")
    if not papers:
        raise ModelError(f"The file {config.annotated} holds no usable annotated abstract.")
    with tempfile.TemporaryDirectory() as cache:
        folder = config.start_from or encoder_folder(config.encoder, Path(cache))
        start = Start(config, folder, soft_file(config, Path(cache), log))
        soft = soft_examples(start.soft, start.words, config.width) if start.soft else []
        unseen: list[Unseen] = []
        if config.hold_out is not None:
            network, unseen = start.train(papers, soft, FOLDS, config.hold_out, log)
        else:
            for fold in range(config.folds):
                log(f"fold {fold + 1} of {config.folds}")
                unseen += start.train(papers, soft, config.folds, fold, log)[1]
            network, _ = start.train(papers, soft, 1, None, log)
        report = measured(config, papers, len(soft), tuple(rejected), unseen, log)
        if config.checkpoint is not None:
            save_checkpoint(network, start.shape, start.words.tokenizer, config.checkpoint)
        if config.export:
            config.output.mkdir(parents=True, exist_ok=True)
            export_onnx(network, config.output / "model.onnx")
            start.words.tokenizer.save(str(config.output / "tokenizer.json"), pretty=False)
            layers = network.encoder.config.num_hidden_layers
            write_card(config, report, layers, special_tokens(start.words.tokenizer))
    seconds = time.monotonic() - began
    log(f"done in {seconds:.0f} s")
    return replace(report, seconds=seconds)


def soft_file(config: TrainingConfig, cache: Path, log: Log) -> Path | None:
    """The file of soft labels: read where it exists, else written by the teachers; None without unlabelled texts."""
    path = config.soft_labels
    if path is not None and path.is_file():
        return path
    if config.unlabelled is None or not config.teachers:
        return None
    path = path or cache / "soft-labels.jsonl.gz"
    texts = read_texts(config.unlabelled, config.unlabelled_limit)
    count = write_soft_labels(path, label_texts(config.teachers, texts, lambda n, all_: log(f"labelled {n} of {all_}")))
    log(f"{count} abstracts labelled by {len(config.teachers)} teacher(s)")
    return path


class Start:
    """What every fold starts from: the encoder or checkpoint, its tokenizer (cut down on request), and the shape."""

    def __init__(self, config: TrainingConfig, folder: Path, soft: Path | None) -> None:
        self.config, self.folder, self.soft = config, folder, soft
        self.shape = Shape(len(LABELS), config.width, config.size, config.dropout)
        self.words = word_encoder(folder)
        self.rows: list[int] | None = None
        if config.prune_vocabulary and config.unlabelled is not None:
            texts = [text for _, text in read_texts(config.unlabelled, VOCABULARY_TEXTS)]
            tokenizer, self.rows = prune_vocabulary(self.words.tokenizer, used_pieces(self.words, texts))
            self.words = WordEncoder(tokenizer, *special_tokens(tokenizer)[:3])

    def network(self) -> SpanTagger:
        """A fresh network; equal for equal seeds."""
        torch.manual_seed(self.config.seed)
        if self.config.start_from is not None:
            network, self.shape, _ = load_checkpoint(self.folder)
            if self.config.layers:
                keep_layers(network, self.config.layers)
        else:
            network = new_network(self.folder, self.shape, self.config.layers)
        if self.rows is not None:
            keep_pieces(network, self.rows)
        return network

    def train(
        self, papers: Sequence[Annotated], soft: Sequence[Example], folds: int, held: int | None, log: Log
    ) -> tuple[SpanTagger, list[Unseen]]:
        """A network trained without fold `held`, and what it makes of the papers of that fold."""
        train: list[Example] = []
        test: list[tuple[Annotated, Example, Words]] = []
        for paper in papers:
            example, words = example_of(paper, self.words, self.config.width)
            if held is not None and fold_of(paper.id, folds) == held:
                test.append((paper, example, words))
            else:
                train.append(example)
        mask = self.words.tokenizer.token_to_id(special_tokens(self.words.tokenizer)[3])

        def report(epoch: int, loss: float, seconds: float, _: SpanTagger) -> None:
            log(f"epoch {epoch}: loss {loss:.4f}, {seconds:.0f} s")

        network = fit(
            self.network(),
            [*(train * self.config.gold_repeat), *soft],
            self.config.schedule,
            mask,
            self.config.seed,
            report,
        )
        probabilities = span_probabilities(network, [example for _, example, _ in test])
        unseen = [Unseen(paper, words, p) for (paper, _, words), p in zip(test, probabilities, strict=True)]
        return network, unseen


def measured(
    config: TrainingConfig,
    papers: Sequence[Annotated],
    soft: int,
    rejected: tuple[Rejected, ...],
    unseen: Sequence[Unseen],
    log: Log,
) -> TrainingReport:
    """Thresholds, calibration and scores from the papers that were kept from training."""
    thresholds = tune_thresholds(unseen) if unseen else (0.4,) * len(LABELS)
    calibration = fit_calibration(unseen, thresholds)
    known = [item.paper for item in unseen]
    predicted = [decoded(item, thresholds) for item in unseen]
    mentions, entities = mention_scores(known, predicted), entity_scores(known, predicted)
    lenient = entity_scores(known, predicted, lenient=True)
    for label, score in entities.items():
        log(f"{label}: mention F1 {mentions[label].f1:.3f}, entity F1 {score.f1:.3f}, lenient {lenient[label].f1:.3f}")
    return TrainingReport(
        config.output, len(papers), soft, len(known), rejected, mentions, entities, lenient,
        dict(zip(LABELS, thresholds, strict=True)), calibration, 0.0,
    )  # fmt: skip
