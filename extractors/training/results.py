"""Train the weights of the `results` component from annotated papers.

    python -m extractors.training.results ANNOTATED.jsonl OUTPUT_FOLDER

The papers carry `entities` (type, name, surfaces) and `results` (method, dataset, metric, task, value, kind, quote);
every occurrence of a surface on word boundaries is a mention. scikit-learn is needed here only.
"""

import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from spacy.tokens import Doc
from spacy.vocab import Vocab

from extractors.annotation import occurrences
from extractors.errors import ExtractorError
from extractors.records import TYPES
from extractors.result_parts.acceptance import numeric_features, word_features
from extractors.result_parts.context import PaperContext, read_context
from extractors.result_parts.quantities import find_quantities
from extractors.result_parts.quantity import plain_decimal
from extractors.result_parts.slots import pair_features
from extractors.result_parts.weights import Forest, ResultWeights, WordModel, save_weights
from extractors.sentences import sentences
from extractors.spans import MENTIONS, add_mention, paper_text, set_sections
from extractors.tokenizer import WordTokenizer

T = TypeVar("T")

# Chosen by cross-validation on about 1,100 abstracts; F1 moved by less than 0.01 for values twice or half as large.
_WORD_PENALTY = 0.05
_KIND_PENALTY = 0.5
_RARE_WORD = 3
_SHARED = {"subsample": 0.6}
_ACCEPT_TREES = {"n_estimators": 200, "max_depth": 3, "learning_rate": 0.06, "max_features": 0.3, "min_samples_leaf": 8}
_SLOT_TREES = {"n_estimators": 250, "max_depth": 4, "learning_rate": 0.07, "max_features": 0.4, "min_samples_leaf": 10}
# So many forests of each kind are averaged, each with another seed.
_FORESTS = {"accept": 3, "slot": 1}
_FOLDS = 5
# A slot is filled where that is likelier right than wrong. By cross-validation on gold mentions 94 % of the metrics
# chosen so are right, 87 % of the datasets, 82 % of the methods and 73 % of the tasks.
THRESHOLDS = {"result": 0.4, "Metric": 0.5, "Dataset": 0.5, "Method": 0.5, "Task": 0.5}
_WRITTEN = re.compile(r"-?[0-9][0-9,]*(?:\.[0-9]+)?|-?\.[0-9]+")


@dataclass(frozen=True, slots=True)
class Example:
    """One annotated paper: its context and, for each quantity that states a result, the annotated result."""

    context: PaperContext
    stated: dict[int, dict[str, Any]]
    clusters: dict[str, int]


def annotated_doc(record: dict[str, Any], vocab: Vocab) -> Doc:
    """A Doc whose mentions are the annotated entities; the cluster is the index of the entity."""
    title, abstract = record["title"], record["abstract"]
    doc = WordTokenizer(vocab)(paper_text(title, abstract))
    set_sections(doc, title)
    sentences(doc)
    doc.spans[MENTIONS] = []
    offset = int(doc._.abstract_start)
    surfaces = [(index, entity["surfaces"]) for index, entity in enumerate(record["entities"])]
    for text, base in ((title, 0), (abstract, offset)):
        for start, end, index in occurrences(text, surfaces):
            kind = record["entities"][index]["type"]
            span = doc.char_span(base + start, base + end, label=kind, alignment_mode="expand")
            if span is not None:
                span._.cluster = index
                add_mention(doc, span, score=1.0, extractor="annotation")
    return doc


def read_example(record: dict[str, Any], vocab: Vocab) -> Example:
    """An annotated paper as a training example."""
    doc = annotated_doc(record, vocab)
    text = doc.text
    context = read_context(doc, text, find_quantities(text))
    clusters = {entity["name"]: index for index, entity in enumerate(record["entities"])}
    return Example(context, _align(context, record["results"]), clusters)


def _align(context: PaperContext, results: Sequence[dict[str, Any]]) -> dict[int, dict[str, Any]]:
    """The quantity that states each annotated result: equal in value, within the quote where there is a choice."""
    stated: dict[int, dict[str, Any]] = {}
    for result in results:
        starts = [match.start() for match in re.finditer(re.escape(result["quote"]), context.text)]
        written = _WRITTEN.search(str(result["value"]))
        candidates: list[tuple[bool, bool, int]] = []
        for index, quantity in enumerate(context.quantities):
            quoted = any(start - 2 <= quantity.start <= start + len(result["quote"]) for start in starts)
            spelled = "spelled" in quantity.flags
            if written is None:
                fits = spelled and quoted
            else:
                wanted = abs(float(plain_decimal(written.group().lstrip("-"))))
                fits = not spelled and abs(abs(float(quantity.value)) - wanted) <= 1e-9 * max(1.0, wanted)
            if fits:
                candidates.append((index in stated, not quoted, index))
        if candidates:
            stated.setdefault(min(candidates)[2], result)
    return stated


def train_results(records: Sequence[dict[str, Any]]) -> ResultWeights:
    """Fit all parts on annotated papers; raises ExtractorError where scikit-learn is missing."""
    _require_sklearn()
    vocab = Vocab()
    examples = [read_example(record, vocab) for record in records]
    bags = [[word_features(e.context, index) for index in range(len(e.context.quantities))] for e in examples]
    labels = [[int(index in e.stated) for index in range(len(e.context.quantities))] for e in examples]
    accept = _fit_forest(*_acceptance_rows(examples, bags, labels), _ACCEPT_TREES, _FORESTS["accept"])
    slots = {kind: _fit_forest(*_slot_rows(examples, kind), _SLOT_TREES, _FORESTS["slot"]) for kind in TYPES}
    return ResultWeights(
        _fit_words(_flat(bags), _flat(labels), _WORD_PENALTY),
        _fit_kinds(examples, bags),
        accept,
        slots,
        dict(THRESHOLDS),
    )


def _require_sklearn() -> None:
    try:
        import sklearn.ensemble  # noqa: F401
    except ImportError as error:
        message = "Training the results extractor needs scikit-learn: pip install 'paperkg[train]'"
        raise ExtractorError(message) from error


def _flat(lists: Iterable[list[T]]) -> list[T]:
    return [item for inner in lists for item in inner]


def _fit_words(bags: list[list[str]], labels: list[int], penalty: float) -> WordModel:
    """A logistic regression over the words that are not rare."""
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    counts = Counter(_flat(bags))
    vectors = DictVectorizer()
    table = vectors.fit_transform([{word: 1 for word in bag if counts[word] >= _RARE_WORD} for bag in bags])
    model = LogisticRegression(C=penalty, max_iter=500).fit(table, labels)
    weights = dict(zip(vectors.get_feature_names_out(), model.coef_[0].tolist(), strict=True))
    return WordModel({str(word): float(weight) for word, weight in weights.items()}, float(model.intercept_[0]))


def _fit_forest(rows: list[list[float]], labels: list[int], options: dict[str, Any], count: int) -> Forest:
    """The mean of so many boosted forests, each of another seed."""
    from sklearn.ensemble import GradientBoostingClassifier

    table = np.asarray(rows, dtype=np.float32)
    models = [
        GradientBoostingClassifier(random_state=seed, **_SHARED, **options).fit(table, labels) for seed in range(count)
    ]
    return _as_forest(models, int(options["max_depth"]), float(options["learning_rate"]))


def _acceptance_rows(
    examples: Sequence[Example], bags: Sequence[list[list[str]]], labels: Sequence[list[int]]
) -> tuple[list[list[float]], list[int]]:
    """The features of every quantity, and whether it states a result.

    The trees must see word scores as they will be on papers the word model was not fitted on: they are of five folds.
    """
    rows: list[list[float]] = []
    ordered: list[int] = []
    for fold in range(_FOLDS):
        others = [number for number in range(len(examples)) if number % _FOLDS != fold]
        model = _fit_words(_flat(bags[n] for n in others), _flat(labels[n] for n in others), _WORD_PENALTY)
        for number in range(fold, len(examples), _FOLDS):
            scores = [model.predict(bag) for bag in bags[number]]
            context = examples[number].context
            rows.extend(numeric_features(context, index, scores) for index in range(len(context.quantities)))
            ordered.extend(labels[number])
    return rows, ordered


def _slot_rows(examples: Sequence[Example], kind: str) -> tuple[list[list[float]], list[int]]:
    """The features of every pair of a stated result and a cluster of a type, and whether it fills the result's slot."""
    pairs: list[list[float]] = []
    right: list[int] = []
    for example in examples:
        for index, result in sorted(example.stated.items()):
            wanted = example.clusters.get(result.get(kind.lower()) or "")
            for cluster in example.context.clusters.get(kind, []):
                pairs.append(pair_features(example.context, index, cluster))
                right.append(int(cluster.number == wanted))
    return pairs, right


def _fit_kinds(examples: Sequence[Example], bags: Sequence[list[list[str]]]) -> dict[str, WordModel]:
    """A model of the words around the results of each kind."""
    stated = [
        (bags[number][index], result["kind"])
        for number, example in enumerate(examples)
        for index, result in sorted(example.stated.items())
    ]
    return {
        kind: _fit_words([bag for bag, _ in stated], [int(found == kind) for _, found in stated], _KIND_PENALTY)
        for kind in sorted({found for _, found in stated})
    }


def _as_forest(models: Sequence[Any], depth: int, rate: float) -> Forest:
    """Fitted sklearn boosters as one Forest: their mean log-odds, so leaves and priors are divided by their number."""
    trees = [estimator[0].tree_ for model in models for estimator in model.estimators_]
    size = max(tree.node_count for tree in trees)
    feature = np.zeros((len(trees), size), dtype=np.int16)
    threshold = np.zeros((len(trees), size), dtype=np.float32)
    value = np.zeros((len(trees), size), dtype=np.float32)
    own = np.arange(size, dtype=np.int16)
    left, right = np.tile(own, (len(trees), 1)), np.tile(own, (len(trees), 1))
    for row, tree in enumerate(trees):
        inner = np.flatnonzero(tree.children_left[: tree.node_count] >= 0)
        feature[row, inner] = tree.feature[inner]
        threshold[row, inner] = tree.threshold[inner]
        left[row, inner] = tree.children_left[inner]
        right[row, inner] = tree.children_right[inner]
        value[row, : tree.node_count] = tree.value[:, 0, 0] * rate / len(models)
    shares = [float(model.init_.class_prior_[1]) for model in models]
    prior = float(np.mean([np.log(share / (1.0 - share)) for share in shares]))
    return Forest(feature, threshold, left, right, value, prior, depth)


def train_results_file(annotated: Path, folder: Path) -> ResultWeights:
    """Train on a JSONL file and save the weights into a folder."""
    records = [json.loads(line) for line in annotated.read_text(encoding="utf-8").splitlines() if line.strip()]
    weights = train_results(records)
    save_weights(weights, folder)
    return weights


if __name__ == "__main__":
    train_results_file(Path(sys.argv[1]), Path(sys.argv[2]))
