"""Training of the tagger: `train(TrainingConfig(...))` from annotated JSONL to a folder the component reads."""

from collections.abc import Callable

from extractors.errors import ExtractorError
from extractors.training.config import Schedule, TrainingConfig, TrainingReport

__all__ = ["Schedule", "TrainingConfig", "TrainingReport", "train"]


def train(config: TrainingConfig, log: Callable[[str], None] = print) -> TrainingReport:
    """Trains, measures and exports a tagger; the same config on the same machine gives the same weights.

    `log` receives one line of progress at a time. Raises ExtractorError when the training libraries are missing and
    ModelError when the encoder, a teacher or the annotated file cannot be used.
    """
    try:
        from extractors.training.recipe import run
    except ModuleNotFoundError as error:
        if error.name is None or error.name.split(".")[0] not in ("torch", "transformers", "onnx", "onnxscript"):
            raise
        raise ExtractorError(
            f"Training needs the package {error.name}; install it with `pip install 'paperkg[train]'`."
        ) from error
    return run(config, log)
