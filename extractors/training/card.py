"""The files beside the weights: `meta.json` for the program, `README.md` for the reader."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from extractors.onnx_tagger import FORMAT
from extractors.training.config import TrainingConfig, TrainingReport
from extractors.training.data import LABELS
from extractors.training.evaluation import Score

_CARD = """# {name}

Marks methods, datasets, metrics and tasks in the title and abstract of a scientific paper.

- Network: {encoder}, {layers} layers, learned mix of the layers, scores for every span of up to {width} words, and a
  semi-Markov layer that turns them into probabilities of spans. int8 weights, {megabytes:.1f} MB.
- Trained on: {papers} annotated abstracts{soft}.
- Measured on: {measured}.
- Licence of the weights: MIT; the encoder it started from is Apache-2.0.
- Seed {seed}. Command: `{command}`

| type | mention P | R | F1 | entity P | R | F1 | lenient F1 |
|---|---|---|---|---|---|---|---|
{rows}

Mentions are exact typed spans. Entities are the distinct typed names of a paper, equal up to case, punctuation and
plural s; lenient also accepts names that share half of their words. Scores are calibrated: of the mentions scored s, a
share of about s is right.
"""


def write_card(config: TrainingConfig, report: TrainingReport, layers: int, tokens: tuple[str, ...]) -> None:
    """Writes `meta.json` and `README.md` into the output folder, beside the network and tokenizer already there."""
    folder = config.output
    network = folder / "model.onnx"
    meta: dict[str, Any] = {
        "format": FORMAT,
        "name": config.name,
        "labels": list(LABELS),
        "width": config.width,
        "max_pieces": 512,
        "special_tokens": list(tokens[:3]),
        "transitions": "semi-Markov of order zero: segments are disjoint, no score for which type follows which",
        "thresholds": report.thresholds,
        "calibration": list(report.calibration),
        "encoder": config.encoder,
        "layers": layers,
        "licence": "MIT",
        "encoder_licence": "Apache-2.0",
        "seed": config.seed,
        "command": config.command,
        "schedule": asdict(config.schedule),
        "data": {
            "annotated": report.papers,
            "trained_on": trained_on(config, report),
            "unlabelled": report.unlabelled,
            "rejected_lines": len(report.rejected),
        },
        "measured_on": {"papers": report.measured_on, "how": how_measured(config)},
        "metrics": {
            "mentions": _numbers(report.mentions),
            "entities_strict": _numbers(report.entities),
            "entities_lenient": _numbers(report.entities_lenient),
        },
        "sha256": hashlib.sha256(network.read_bytes()).hexdigest(),
    }
    (folder / "meta.json").write_text(json.dumps(meta, indent=2) + "\n", encoding="utf-8")
    soft = f" and {report.unlabelled} unlabelled ones with a teacher's span probabilities" if report.unlabelled else ""
    (folder / "README.md").write_text(
        _CARD.format(
            name=config.name,
            encoder=config.encoder,
            layers=layers,
            width=config.width,
            megabytes=network.stat().st_size / 1e6,
            papers=trained_on(config, report),
            soft=soft,
            measured=f"{report.measured_on} papers ({how_measured(config)})",
            seed=config.seed,
            command=config.command or "kg train",
            rows="\n".join(_row(report, label) for label in (*LABELS, "ALL")),
        ),
        encoding="utf-8",
    )


def trained_on(config: TrainingConfig, report: TrainingReport) -> int:
    """The number of annotated papers that the weights have seen."""
    return report.papers - report.measured_on if config.hold_out is not None else report.papers


def how_measured(config: TrainingConfig) -> str:
    """One phrase that says on which papers the metrics were taken."""
    if config.hold_out is not None:
        return f"fold {config.hold_out} of 5, kept from the training of these weights"
    if config.folds:
        return f"{config.folds}-fold cross-validation; the shipped weights are trained on all papers afterwards"
    return "not measured"


def _numbers(scores: Mapping[str, Score]) -> dict[str, dict[str, float]]:
    return {
        label: {"p": round(s.precision, 4), "r": round(s.recall, 4), "f1": round(s.f1, 4), "gold": s.gold}
        for label, s in scores.items()
    }


def _row(report: TrainingReport, label: str) -> str:
    cells = []
    for scores in (report.mentions, report.entities):
        score = scores.get(label, Score(0, 0, 0))
        cells += [f"{score.precision:.3f}", f"{score.recall:.3f}", f"{score.f1:.3f}"]
    cells.append(f"{report.entities_lenient.get(label, Score(0, 0, 0)).f1:.3f}")
    return f"| {label} | " + " | ".join(cells) + " |"
