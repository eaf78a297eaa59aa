"""What a training run is given and what it returns; importing this needs none of the training libraries."""

from dataclasses import dataclass, field
from pathlib import Path

from extractors.training.data import Rejected
from extractors.training.evaluation import Score


@dataclass(frozen=True, slots=True)
class Schedule:
    """How long and how fast to train. `average` is the decay of the running mean of the weights; the mean is kept.

    `mask` replaces that share of the word pieces by the mask token: dropout inside the encoder would do the same
    against over-fitting, but its random generator runs on one thread and triples the time.
    """

    epochs: float = 5.0
    batch: int = 16
    encoder_rate: float = 1e-4
    head_rate: float = 1e-3
    layer_decay: float = 0.9
    warmup: float = 0.1
    average: float = 0.99
    mask: float = 0.1


@dataclass(frozen=True, slots=True)
class TrainingConfig:
    """One training run.

    `encoder` is a folder with config.json, model.safetensors and tokenizer.json, or the name of an installed package
    that carries such a folder as `model.zip`; `layers` keeps only those layers of it. `start_from` is a checkpoint to
    go on from instead. `teachers` are checkpoints of earlier runs: they label `unlabelled_limit` abstracts of
    `unlabelled` with span probabilities, which are kept in `soft_labels` and read from there when the file exists. An
    epoch shows the annotated abstracts `gold_repeat` times and the labelled ones once. `hold_out` keeps one of five
    folds away from training and measures on it; `folds` cross-validates before the final training on everything.
    """

    annotated: Path
    output: Path
    encoder: str = "all_minilm_l6_v2"
    layers: tuple[int, ...] = ()
    schedule: Schedule = field(default_factory=Schedule)
    width: int = 12
    size: int = 192
    dropout: float = 0.4
    gold_repeat: int = 1
    folds: int = 0
    hold_out: int | None = None
    start_from: Path | None = None
    checkpoint: Path | None = None
    teachers: tuple[Path, ...] = ()
    unlabelled: Path | None = None
    unlabelled_limit: int = 6000
    soft_labels: Path | None = None
    prune_vocabulary: bool = False
    export: bool = True
    seed: int = 0
    command: str = ""
    name: str = "model"


@dataclass(frozen=True, slots=True)
class TrainingReport:
    """What came of a run: sizes, rejected lines, and the scores on papers the measured weights had not seen."""

    output: Path
    papers: int
    unlabelled: int
    measured_on: int
    rejected: tuple[Rejected, ...]
    mentions: dict[str, Score]
    entities: dict[str, Score]
    entities_lenient: dict[str, Score]
    thresholds: dict[str, float]
    calibration: tuple[float, float]
    seconds: float
