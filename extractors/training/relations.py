"""Trains the weights and thresholds of the component `relations`, and measures them by cross-validation.

    python -m extractors.training.relations abstracts.jsonl [--predicted mentions.jsonl] [--save]

Roles are read as they are predicted for papers the role model has not seen, since gold roles are better than any that
the component will meet.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import click
import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc
from spacy.vocab import Vocab

from extractors.features import view_paper
from extractors.linear import LinearModel, make_model, save_model
from extractors.records import Role
from extractors.relation_features import feature_groups
from extractors.relations import MODEL_FOLDER, OUTPUTS, TARGETS
from extractors.training.annotated import (
    AnnotatedPaper,
    Predictions,
    gold_document,
    predicted_document,
    read_arguments,
    read_papers,
    read_predictions,
)
from extractors.training.logistic import fit_binary, frequent_features, sparse_matrix
from extractors.training.relation_scores import (
    RelationPaper,
    above,
    choose_thresholds,
    held_out_scores,
    measure,
    rule_relations,
)
from extractors.training.roles import out_of_fold, role_examples

#: Inverse strength of the L2 penalty, and least papers with a feature: best of 0.02 and 0.06 by cross-validation.
PENALTY, LEAST_PAPERS = 0.05, 3
_TYPES_OF = {name: set(types) for name, _, types in TARGETS}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A directed pair that a question applies to."""

    paper: int
    head: int
    tail: int
    is_ahead: bool
    pair: int
    is_true: bool


def relation_paper(
    doc: Doc, paper: AnnotatedPaper, entity_of: Mapping[int, int], roles: Sequence[Role]
) -> RelationPaper:
    """Features and gold relations of a Doc whose clusters stand for gold entities, or for nothing."""
    view = view_paper(doc)
    single, pairs = feature_groups(view, list(roles))
    cluster_of = {entity: cluster for cluster, entity in entity_of.items()}
    annotated = paper.relations or frozenset()
    gold = {(cluster_of[h], p, cluster_of[t]) for h, p, t in annotated if h in cluster_of and t in cluster_of}
    types = {cluster.number: cluster.type for cluster in view.clusters}
    return RelationPaper(paper.id, view, types, single, pairs, gold, len(annotated))


def candidates(papers: Sequence[RelationPaper], target: str) -> list[Candidate]:
    """All directed pairs with types that the question admits."""
    predicate = next(p for name, p, _ in TARGETS if name == target)
    admitted = _TYPES_OF[target]
    found = []
    for n, paper in enumerate(papers):
        for p, (pair, _) in enumerate(paper.pairs):
            for head, tail in ((pair.first, pair.second), (pair.second, pair.first)):
                if (paper.types[head], paper.types[tail]) in admitted:
                    is_true = (head, predicate, tail) in paper.gold
                    found.append(Candidate(n, head, tail, head == pair.first, p, is_true))
    return found


def _features(papers: Sequence[RelationPaper], candidate: Candidate) -> list[str]:
    """Pair features with their direction and without, and both clusters' features."""
    paper = papers[candidate.paper]
    side = ">" if candidate.is_ahead else "<"
    wording = paper.pairs[candidate.pair][1]
    return [
        *(side + name for name in wording),
        *("=" + name for name in wording),
        *("h" + name for name in paper.single[candidate.head]),
        *("t" + name for name in paper.single[candidate.tail]),
    ]


def train_relations(papers: Sequence[RelationPaper]) -> LinearModel:
    """One logistic regression for each question, laid out as two columns (see `extractors.relations.OUTPUTS`)."""
    table: dict[str, NDArray[np.float64]] = {}
    bias = np.zeros(len(OUTPUTS))
    for name, *_ in TARGETS:
        listed = candidates(papers, name)
        features = [_features(papers, c) for c in listed]
        names = frequent_features(
            ((papers[c.paper].id, f) for c, f in zip(listed, features, strict=True)), LEAST_PAPERS
        )
        wanted = np.array([c.is_true for c in listed], dtype=np.bool_)
        weights, bias[OUTPUTS.index(name + ">")] = fit_binary(sparse_matrix(features, names), wanted, PENALTY)
        ahead, behind = OUTPUTS.index(name + ">"), OUTPUTS.index(name + "<")
        for feature, weight in zip(names, weights, strict=True):
            kind, rest = feature[0], feature[1:]
            row = table.setdefault(("c:" if kind in "ht" else "p:") + rest, np.zeros(len(OUTPUTS)))
            if kind in ">=h":
                row[ahead] += weight
            if kind in "<=t":
                row[behind] += weight
    ordered = sorted(table)
    return make_model(OUTPUTS, ordered, np.array([table[name] for name in ordered]), bias)


def relation_papers(
    papers: Sequence[AnnotatedPaper], roles: Mapping[tuple[str, int], tuple[str, float]], predicted: Predictions | None
) -> list[RelationPaper]:
    """The papers with annotated relations, with gold mentions or a tagger's; `roles` by (paper, cluster)."""
    vocab = Vocab()
    found = []
    for paper in papers:
        if paper.relations is None or (predicted is not None and paper.id not in predicted):
            continue
        if predicted is None:
            doc, entity_of = gold_document(vocab, paper)
        else:
            doc, entity_of = predicted_document(vocab, paper, predicted[paper.id])
        numbers = [cluster.number for cluster in view_paper(doc).clusters]
        given = [Role(number, *roles[paper.id, number], "title", 0, 0) for number in numbers]
        found.append(relation_paper(doc, paper, entity_of, given))
    return found


def main() -> None:
    """Report cross-validation against the baseline; with --save, train on everything and write the model."""
    arguments = read_arguments(main.__doc__)
    annotated = read_papers(arguments.abstracts)
    examples = role_examples(annotated)
    gold = relation_papers(annotated, out_of_fold(examples, examples), None)
    click.echo(f"cue rules: {measure(gold, [rule_relations(paper) for paper in gold])}")
    tests, train = [("gold mentions", gold)], gold
    if arguments.predicted:
        predicted = read_predictions(arguments.predicted)
        more = role_examples(annotated, predicted)
        found = relation_papers(annotated, out_of_fold([*examples, *more], more), predicted)
        scored = held_out_scores(gold, found, train_relations)
        figures = measure(found, above(scored, choose_thresholds(found, scored)))
        click.echo(f"trained on gold mentions only, predicted mentions: {figures}")
        tests, train = [*tests, ("predicted mentions", found)], [*gold, *found]
    for name, papers in tests:
        scored = held_out_scores(train, papers, train_relations)
        thresholds = choose_thresholds(papers, scored)
        click.echo(f"learned, {name}: {measure(papers, above(scored, thresholds))} at {thresholds}")
    if arguments.save:
        save_model(train_relations(train), MODEL_FOLDER / "weights.npz")
        text = json.dumps(thresholds, indent=2, sort_keys=True)
        (MODEL_FOLDER / "thresholds.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
