"""The trained tagger at run time: ONNX Runtime, tokenizers and numpy; no torch, no spaCy."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from extractors.errors import ModelError
from extractors.segments import best_segments, marginals
from extractors.words import Window, WordEncoder, Words

MODEL_FOLDER = Path(__file__).parent / "models"
#: The models that come with the package.
SHIPPED = ("accurate", "fast")
#: Layout of a model folder; a model of another layout is refused.
FORMAT = 1
#: The score of a span that cannot be; the network gives it to spans beyond the end.
IMPOSSIBLE = -1e4
_FILES = ("meta.json", "model.onnx", "tokenizer.json")


@dataclass(frozen=True, slots=True)
class TaggedSpan:
    """A mention: character offsets (end exclusive), type, and the probability that span and type are right."""

    start: int
    end: int
    label: str
    score: float


@dataclass(frozen=True, slots=True)
class ModelMeta:
    """What `meta.json` says about how to use the weights.

    `thresholds` holds the lowest span probability per label that is kept; `calibration` holds (slope, intercept) of
    the logistic map from a span's log-odds to the share of such spans that are right.
    """

    labels: tuple[str, ...]
    width: int
    thresholds: tuple[float, ...]
    calibration: tuple[float, float]
    max_pieces: int
    special_tokens: tuple[str, str, str]


def model_path(model: str | Path) -> Path:
    """The folder of a shipped model, by name, or of a path."""
    return MODEL_FOLDER / str(model) if str(model) in SHIPPED else Path(model)


def read_meta(folder: Path) -> ModelMeta:
    """Reads and checks `meta.json`; raises ModelError with one sentence that says what is wrong."""
    for name in _FILES:
        if not (folder / name).is_file():
            raise ModelError(
                f"The model folder {folder} has no {name}; train one with `kg train` or name another folder."
            )
    try:
        record: dict[str, Any] = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
        if record["format"] != FORMAT:
            raise ModelError(f"The model in {folder} has format {record['format']}, but this version reads {FORMAT}.")
        labels = tuple(str(label) for label in record["labels"])
        slope, intercept = record["calibration"]
        start, end, unknown = record["special_tokens"]
        meta = ModelMeta(
            labels=labels,
            width=int(record["width"]),
            thresholds=tuple(float(record["thresholds"][label]) for label in labels),
            calibration=(float(slope), float(intercept)),
            max_pieces=int(record["max_pieces"]),
            special_tokens=(str(start), str(end), str(unknown)),
        )
    except (ValueError, KeyError, TypeError) as error:
        raise ModelError(f"The file {folder / 'meta.json'} is damaged ({type(error).__name__}: {error}).") from error
    return meta


class OnnxTagger:
    """Finds mentions in texts with a trained model.

    `threads` is the number of threads inside one run of the network. The network sees one window of one document at a
    time: int8 quantisation scales activations over a whole run, so in a batch a document's neighbours would change
    its result. Only the segmentation, which treats rows independently, runs over many documents at once.
    """

    def __init__(self, model: str | Path = "accurate", threads: int = 2) -> None:
        folder = model_path(model)
        self.meta = read_meta(folder)
        try:
            tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
            self.words = WordEncoder(tokenizer, *self.meta.special_tokens)
        except Exception as error:  # tokenizers raises the bare Exception
            raise ModelError(f"The file {folder / 'tokenizer.json'} is damaged ({error}).") from error
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        try:
            self.session = onnxruntime.InferenceSession(
                str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
            )
        except Exception as error:  # onnxruntime raises a different class per cause, none documented
            raise ModelError(f"The file {folder / 'model.onnx'} is damaged or not an ONNX model.") from error
        self._check(folder)

    def _check(self, folder: Path) -> None:
        """The network must take and give what the rest of the folder says."""
        inputs = {value.name for value in self.session.get_inputs()}
        shape = self.session.get_outputs()[0].shape
        expected = [self.meta.width, len(self.meta.labels)]
        if inputs != {"ids", "word_starts"} or shape[-2:] != expected or not len(self.meta.labels):
            raise ModelError(f"The files in {folder} do not belong together: model.onnx does not fit meta.json.")
        try:
            self.predict(["a"])
        except Exception as error:  # ids outside the vocabulary of the network: another model's tokenizer
            raise ModelError(f"The files in {folder} do not belong together ({type(error).__name__}).") from error

    def predict(self, texts: Sequence[str]) -> list[list[TaggedSpan]]:
        """The mentions of each text, disjoint and in text order; `text[span.start:span.end]` is the mention."""
        return list(self.stream(texts))

    def stream(self, texts: Iterable[str], batch: int = 32) -> Iterator[list[TaggedSpan]]:
        """Like `predict` over any number of texts, holding `batch` of them at a time."""
        source = iter(texts)
        while chunk := list(islice(source, batch)):
            yield from self._predict(chunk)

    def _scores(self, window: Window) -> NDArray[np.float32]:
        """Span scores (1, words, width, labels); none may reach over the break between title and abstract."""
        feed = {"ids": window.ids[None], "word_starts": window.word_starts[None]}
        scores = np.array(self.session.run(None, feed)[0], dtype=np.float32)
        for word in np.flatnonzero(window.ids[window.word_starts] == self.words.sep).tolist():
            for width in range(self.meta.width):
                scores[0, max(0, word - width) : word + 1, width] = IMPOSSIBLE
        return scores

    def _predict(self, texts: Sequence[str]) -> list[list[TaggedSpan]]:
        documents = [self.words(text) for text in texts]
        short: list[tuple[int, NDArray[np.float32]]] = []
        result: list[list[TaggedSpan]] = [[] for _ in texts]
        for number, words in enumerate(documents):
            windows = self.words.windows(words, self.meta.max_pieces)
            if len(windows) == 1:
                short.append((number, self._scores(windows[0])))
            elif windows:
                result[number] = self._long(words, windows)
        if short:
            lengths = [scores.shape[1] for _, scores in short]
            shape = (len(short), max(lengths), self.meta.width, len(self.meta.labels))
            padded = np.full(shape, IMPOSSIBLE, dtype=np.float32)
            for row, (_, scores) in enumerate(short):
                padded[row, : scores.shape[1]] = scores[0]
            _, probability = marginals(padded, lengths)
            for row, (number, _) in enumerate(short):
                result[number] = self._spans(documents[number], 0, probability[row, : lengths[row]])
        return result

    def _long(self, words: Words, windows: Sequence[Window]) -> list[TaggedSpan]:
        """Windows overlap; each decides up to the middle of its overlap with the next."""
        spans: list[TaggedSpan] = []
        begin = 0
        for window, following in zip(windows, [*windows[1:], None], strict=True):
            last = window.first + len(window)
            end = len(words) if following is None else (following.first + last) // 2
            _, probability = marginals(self._scores(window), [len(window)])
            left, right = words.starts[begin], words.starts[end] if end < len(words) else words.ends[-1]
            for span in self._spans(words, window.first, probability[0]):
                if left <= span.start < right and (not spans or span.start >= spans[-1].end):
                    spans.append(span)
            begin = end
        return spans

    def _spans(self, words: Words, first: int, probability: NDArray[np.float32]) -> list[TaggedSpan]:
        chosen = best_segments(probability, self.meta.thresholds)
        return [
            TaggedSpan(words.starts[first + i], words.ends[first + i + n - 1], self.meta.labels[t], self._calibrated(p))
            for i, n, t, p in chosen
        ]

    def _calibrated(self, probability: float) -> float:
        slope, intercept = self.meta.calibration
        p = min(max(probability, 1e-6), 1 - 1e-6)
        return round(float(1 / (1 + np.exp(-(slope * np.log(p / (1 - p)) + intercept)))), 4)
