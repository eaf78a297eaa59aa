"""Trains the weights of the component `roles` from annotated abstracts, and measures them by cross-validation.

python -m extractors.training.roles abstracts.jsonl [--predicted mentions.jsonl] [--save]
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import click
import numpy as np
from spacy.tokens import Doc
from spacy.vocab import Vocab

from extractors.features import PaperView, view_paper
from extractors.linear import LinearModel, make_model, save_model, sum_rows
from extractors.role_features import outline, role_features
from extractors.roles import MODEL_FILE, OUTPUTS, ROLES_OF_TYPE, choose, probabilities
from extractors.training.annotated import (
    FOLDS,
    AnnotatedPaper,
    Predictions,
    fold_of,
    gold_document,
    predicted_document,
    read_arguments,
    read_papers,
    read_predictions,
)
from extractors.training.logistic import fit_binary, frequent_features, sparse_matrix

#: Inverse strength of the L2 penalty, and least papers with a feature: best of 0.02, 0.05, 0.1 by cross-validation.
PENALTY, LEAST_PAPERS = 0.05, 4


@dataclass(frozen=True, slots=True)
class RoleExample:
    """One cluster of an annotated paper: its features and its gold role, "" when it stands for no gold entity."""

    paper: str
    cluster: int
    type: str
    role: str
    features: tuple[str, ...]


def role_examples(papers: Iterable[AnnotatedPaper], predicted: Predictions | None = None) -> list[RoleExample]:
    """The clusters of the papers, with gold mentions or, for papers that have them, with a tagger's."""
    vocab = Vocab()
    found = []
    for paper in papers:
        if predicted is None:
            found += examples_of(*gold_document(vocab, paper), paper)
        elif paper.id in predicted:
            found += examples_of(*predicted_document(vocab, paper, predicted[paper.id]), paper)
    return found


def examples_of(doc: Doc, entity_of: Mapping[int, int], paper: AnnotatedPaper) -> list[RoleExample]:
    """All clusters of a Doc."""
    view = view_paper(doc)
    shared = outline(view)
    found = []
    for cluster in view.clusters:
        role = paper.roles[entity_of[cluster.number]] if cluster.number in entity_of else ""
        features = tuple(role_features(view, cluster, shared))
        found.append(RoleExample(paper.id, cluster.number, cluster.type, role, features))
    return found


def train_roles(examples: Sequence[RoleExample]) -> LinearModel:
    """One yes-or-no question for each type and predicate; roles that the ontology does not admit teach nothing."""
    names = frequent_features(((e.paper, e.features) for e in examples), LEAST_PAPERS)
    weights = np.zeros((len(names), len(OUTPUTS)))
    bias = np.zeros(len(OUTPUTS))
    for kind, predicates in ROLES_OF_TYPE.items():
        chosen = [e for e in examples if e.type == kind and e.role in predicates]
        if not chosen:
            continue
        rows = sparse_matrix([e.features for e in chosen], names)
        for predicate in predicates:
            column = OUTPUTS.index(f"{kind}:{predicate}")
            wanted = np.array([e.role == predicate for e in chosen])
            weights[:, column], bias[column] = fit_binary(rows, wanted, PENALTY)
    return make_model(OUTPUTS, names, weights, bias)


def predict_roles(model: LinearModel, examples: Sequence[RoleExample]) -> list[tuple[str, float]]:
    """Predicate and probability of each example."""
    logits = sum_rows(model.weights, [[model.row(name) for name in e.features] for e in examples]) + model.bias
    found = []
    for example, row in zip(examples, logits, strict=True):
        chances = probabilities(row, example.type)
        best = choose(chances, example.type)
        found.append((ROLES_OF_TYPE[example.type][best], round(float(chances[best]), 4)))
    return found


def out_of_fold(train: Sequence[RoleExample], test: Sequence[RoleExample]) -> dict[tuple[str, int], tuple[str, float]]:
    """Predicate and probability of every (paper, cluster) to test, each by a model that has not seen the paper."""
    found: dict[tuple[str, int], tuple[str, float]] = {}
    for fold in range(FOLDS):
        model = train_roles([e for e in train if fold_of(e.paper) != fold])
        held = [e for e in test if fold_of(e.paper) == fold]
        found.update({(e.paper, e.cluster): p for e, p in zip(held, predict_roles(model, held), strict=True)})
    return found


def rule_role(view: PaperView, number: int) -> str:
    """The baseline: the role that the nearest cue of any mention asks for, the usual one of the type without a cue."""
    cluster = next(c for c in view.clusters if c.number == number)
    asked: Counter[str] = Counter()
    for place in cluster.places:
        for i in range(max(view.sentences[place.sentence].first, place.item - 4), place.item):
            groups = {cue.group for cue in view.cues_between(i, i + 1)}
            asked["introduces"] += bool(groups & {"introduce", "name"})
            asked["comparesWith"] += bool(groups & {"compare", "outperform"})
    predicates = ROLES_OF_TYPE[cluster.type]
    votes = [(count, role) for role, count in asked.items() if count and role in predicates]
    return max(votes)[1] if votes else predicates[0]


def accuracy(examples: Sequence[RoleExample], predicted: Sequence[str]) -> dict[str, float]:
    """Share of right roles over all gold entities and by type, and recall and precision of `introduces`."""
    right: dict[str, list[bool]] = defaultdict(list)
    for example, role in zip(examples, predicted, strict=True):
        if not example.role:
            continue
        right["all"].append(role == example.role)
        right[example.type].append(role == example.role)
        if example.role == "introduces":
            right["introduces recall"].append(role == example.role)
        if role == "introduces":
            right["introduces precision"].append(role == example.role)
    return {name: round(sum(marks) / len(marks), 4) for name, marks in right.items()}


def main() -> None:
    """Report cross-validation against the baseline; with --save, train on everything and write the weights."""
    arguments = read_arguments(main.__doc__)
    papers = read_papers(arguments.abstracts)
    gold = role_examples(papers)
    vocab = Vocab()
    views = {paper.id: view_paper(gold_document(vocab, paper)[0]) for paper in papers}
    click.echo(f"cue rules: {accuracy(gold, [rule_role(views[e.paper], e.cluster) for e in gold])}")
    tests, train = [("gold mentions", gold)], gold
    if arguments.predicted:
        found = role_examples(papers, read_predictions(arguments.predicted))
        held_out = out_of_fold(gold, found)
        figures = accuracy(found, [held_out[e.paper, e.cluster][0] for e in found])
        click.echo(f"trained on gold mentions only, predicted mentions: {figures}")
        tests, train = [*tests, ("predicted mentions", found)], [*gold, *found]
    for name, examples in tests:
        held_out = out_of_fold(train, examples)
        click.echo(f"learned, {name}: {accuracy(examples, [held_out[e.paper, e.cluster][0] for e in examples])}")
    if arguments.save:
        save_model(train_roles(train), MODEL_FILE)


if __name__ == "__main__":
    main()
