"""The component `relations`: stated relations between clusters, by linear models over pairs."""

import json
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc

from extractors.features import PaperView, sentence_offsets, view_paper
from extractors.linear import Floats, LinearModel, load_model, sum_rows
from extractors.records import TYPES, Relation
from extractors.relation_features import Pair, feature_groups
from extractors.spans import found_roles

MODEL_FOLDER = Path(__file__).with_name("models") / "relations"

# One yes-or-no question each: name, predicate, types of head and tail. `measuredBy` of a task reads unlike that of a
# method, so it has its own.
TARGETS: tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...] = (
    ("usedFor", "usedFor", (("Method", "Task"),)),
    ("evaluatedOn", "evaluatedOn", (("Method", "Dataset"),)),
    ("measuredBy:Method", "measuredBy", (("Method", "Metric"),)),
    ("measuredBy:Task", "measuredBy", (("Task", "Metric"),)),
    ("partOf", "partOf", (("Method", "Method"),)),
    ("broader", "broader", tuple((kind, kind) for kind in TYPES)),
    ("outperforms", "outperforms", (("Method", "Method"),)),
    ("comparedWith", "comparedWith", (("Method", "Method"),)),
    ("benchmarkFor", "benchmarkFor", (("Dataset", "Task"),)),
)
# Each question has two columns. Of a pair's features: head named first (>), tail named first (<); of a cluster's
# features: as the head (>), as the tail (<).
OUTPUTS = tuple(name + side for side in "><" for name, *_ in TARGETS)
_N = len(TARGETS)


def admitted_targets() -> NDArray[np.bool_]:
    """Which questions make sense for a head and a tail type, shape (types, types, targets)."""
    table = np.zeros((len(TYPES), len(TYPES), _N), dtype=np.bool_)
    for t, (_, _, types) in enumerate(TARGETS):
        for head, tail in types:
            table[TYPES.index(head), TYPES.index(tail), t] = True
    return table


_ADMITTED = admitted_targets()


def _rows_by_kind(model: LinearModel) -> tuple[dict[str, int], dict[str, int]]:
    """Rows of the features of clusters (stored as `c:...`) and of pairs (`p:...`), remembered for the last model."""
    global _split  # noqa: PLW0603
    if _split[0] is not model:
        kinds: dict[str, dict[str, int]] = {"c:": {}, "p:": {}}
        for name, row in model.rows.items():
            kinds[name[:2]][name[2:]] = row
        _split = (model, kinds["c:"], kinds["p:"])
    return _split[1], _split[2]


_split: tuple[LinearModel | None, dict[str, int], dict[str, int]] = (None, {}, {})


def pair_logits(
    model: LinearModel, single: list[list[str]], pairs: list[tuple[int, int, list[str]]]
) -> tuple[Floats, Floats]:
    """Logits of all questions for pairs given as (row of first, row of second, features).

    Returns two arrays of shape (pairs, targets): the first cluster as head, and the second as head.
    """
    cluster_rows, pair_rows = _rows_by_kind(model)
    of_cluster = sum_rows(model.weights, [[cluster_rows.get(name, 0) for name in names] for names in single])
    of_pair = sum_rows(model.weights, [[pair_rows.get(name, 0) for name in names] for *_, names in pairs])
    first = np.array([pair[0] for pair in pairs], dtype=np.intp)
    second = np.array([pair[1] for pair in pairs], dtype=np.intp)
    bias = model.bias[:_N]
    forward: Floats = of_pair[:, :_N] + of_cluster[first, :_N] + of_cluster[second, _N:] + bias
    backward: Floats = of_pair[:, _N:] + of_cluster[second, :_N] + of_cluster[first, _N:] + bias
    return forward, backward


class RelationClassifier:
    """Sets `doc._.relations`: those whose probability reaches the threshold of their question.

    `thresholds` has shape (targets,). Of the two directions of a pair only the likelier is kept for a predicate.
    """

    def __init__(self, model: LinearModel, thresholds: Floats) -> None:
        self.model = model
        self.thresholds = thresholds

    def __call__(self, doc: Doc) -> Doc:
        """Decide the relations of a Doc with final mentions and roles."""
        view = view_paper(doc)
        single, pairs = feature_groups(view, found_roles(doc))
        doc._.relations = self._decide(doc, view, single, pairs) if pairs else []
        return doc

    def _decide(
        self, doc: Doc, view: PaperView, single: dict[int, list[str]], pairs: list[tuple[Pair, list[str]]]
    ) -> list[Relation]:
        row_of = {number: row for row, number in enumerate(single)}
        kinds = np.array([TYPES.index(cluster.type) for cluster in view.clusters], dtype=np.intp)
        listed = [(row_of[pair.first], row_of[pair.second], names) for pair, names in pairs]
        logits = pair_logits(self.model, list(single.values()), listed)
        first = kinds[[row for row, _, _ in listed]]
        second = kinds[[row for _, row, _ in listed]]
        forward, backward = (1.0 / (1.0 + np.exp(-each)) for each in logits)
        forward[~_ADMITTED[first, second]] = 0.0
        backward[~_ADMITTED[second, first]] = 0.0
        chance = np.maximum(forward, backward)
        relations = []
        for p, t in np.argwhere(chance >= self.thresholds).tolist():
            pair = pairs[p][0]
            ahead = forward[p, t] >= backward[p, t]
            head, tail = (pair.first, pair.second) if ahead else (pair.second, pair.first)
            section, start, end = sentence_offsets(doc, view.sentences[pair.second_place.sentence])
            relations.append(Relation(head, TARGETS[t][1], tail, round(float(chance[p, t]), 4), section, start, end))
        return relations


@lru_cache(maxsize=1)
def load_relation_model() -> tuple[LinearModel, Floats]:
    """The shipped weights and thresholds."""
    thresholds = json.loads((MODEL_FOLDER / "thresholds.json").read_text(encoding="utf-8"))
    levels = np.array([thresholds[name] for name, *_ in TARGETS], dtype=np.float32)
    return load_model(MODEL_FOLDER / "weights.npz"), levels


@Language.factory("relations", assigns=["doc._.relations"], requires=["doc.spans", "doc._.roles"])
def make_relations(nlp: Language, name: str) -> RelationClassifier:
    """The component with the shipped weights and thresholds."""
    return RelationClassifier(*load_relation_model())
