from spacy.vocab import Vocab

from extractors.records import Role
from extractors.training.annotated import AnnotatedPaper, gold_document
from extractors.training.relation_scores import above, choose_thresholds, measure, rule_relations
from extractors.training.relations import candidates, relation_paper

PAPER = AnnotatedPaper(
    id="p1",
    title="Counting stones",
    abstract="PebbleNet outperforms ResNet-50 for stone counting.",
    types=("Method", "Method", "Task"),
    surfaces=(("PebbleNet",), ("ResNet-50",), ("stone counting",)),
    roles=("introduces", "comparesWith", "addresses"),
    relations=frozenset({(0, "outperforms", 1), (0, "usedFor", 2)}),
)


def example():
    doc, entity_of = gold_document(Vocab(), PAPER)
    return relation_paper(
        doc, PAPER, entity_of, [Role(i, role, 1.0, "abstract", 0, 1) for i, role in enumerate(PAPER.roles)]
    )


def test_both_directions_of_two_methods_are_candidates_and_one_is_true():
    found = candidates([example()], "outperforms")

    assert {(c.head, c.tail): c.is_true for c in found} == {(0, 1): True, (1, 0): False}


def test_a_question_is_asked_of_admitted_types_only():
    assert {(c.head, c.tail) for c in candidates([example()], "usedFor")} == {(0, 2), (1, 2)}


def test_the_rules_read_a_cue_between_two_names():
    assert (0, "outperforms", 1) in rule_relations(example())


def test_relations_of_entities_without_a_cluster_count_as_missed():
    doc, _ = gold_document(Vocab(), PAPER)
    paper = relation_paper(doc, PAPER, {0: 0, 1: 1}, [])

    assert measure([paper], [{(0, "outperforms", 1)}])["all"] == (1.0, 0.5, 0.667)


def test_the_chosen_threshold_parts_true_from_false():
    scored = [{(0, "outperforms", 1): ("outperforms", 0.6), (1, "outperforms", 0): ("outperforms", 0.3)}]

    thresholds = choose_thresholds([example()], scored)

    assert 0.3 < thresholds["outperforms"] <= 0.6
    assert above(scored, thresholds) == [{(0, "outperforms", 1)}]
