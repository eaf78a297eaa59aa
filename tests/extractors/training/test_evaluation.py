"""Scores on hand-made papers."""

from extractors.training.data import Annotated
from extractors.training.evaluation import Score, clusters, entity_scores, mention_scores

TEXT = "Tree Search (TS)\n\nTree search on GLUE; TS is fast."


def _paper(*entities: tuple[str, tuple[str, ...], bool]) -> Annotated:
    return Annotated("p", TEXT, (), entities)


def _at(name: str, label: str, score: float = 0.9, after: int = 0) -> tuple[int, int, str, float]:
    start = TEXT.index(name, after)
    return start, start + len(name), label, score


def test_mentions_count_exact_typed_spans() -> None:
    paper = _paper(("Method", ("Tree Search", "TS"), True), ("Dataset", ("GLUE",), True))

    scores = mention_scores([paper], [[_at("Tree Search", "Method"), _at("GLUE", "Task"), _at("TS", "Method")]])

    assert scores["Method"] == Score(2, 2, 3)
    assert scores["Task"] == Score(0, 1, 0)
    assert scores["ALL"] == Score(2, 3, 4)


def test_doubtful_gold_counts_neither_way() -> None:
    paper = _paper(("Dataset", ("GLUE",), False))

    assert mention_scores([paper], [[_at("GLUE", "Dataset")]])["ALL"] == Score(0, 0, 0)
    assert entity_scores([paper], [[_at("GLUE", "Dataset")]])["ALL"] == Score(0, 0, 0)


def test_names_equal_up_to_case_and_plural_and_acronyms_are_one_entity() -> None:
    spans = [_at("Tree Search", "Method"), _at("TS", "Method"), _at("Tree search", "Method", after=5)]

    found = clusters(TEXT, spans)

    assert [(label, names) for label, names, _ in found] == [("Method", {"tree search", "ts"})]


def test_type_of_an_entity_is_the_one_with_the_most_score() -> None:
    spans = [_at("Tree Search", "Task", 0.5), _at("Tree search", "Method", 0.8, after=5)]

    assert [label for label, _, _ in clusters(TEXT, spans)] == ["Method"]


def test_entities_match_one_to_one() -> None:
    paper = _paper(("Method", ("Tree Search",), True))

    scores = entity_scores([paper], [[_at("Tree Search", "Method"), _at("GLUE", "Method")]])

    assert scores["ALL"] == Score(1, 2, 1)


def test_lenient_accepts_half_of_the_words() -> None:
    paper = _paper(("Method", ("Tree",), True))

    assert entity_scores([paper], [[_at("Tree Search", "Method")]])["ALL"].correct == 0
    assert entity_scores([paper], [[_at("Tree Search", "Method")]], lenient=True)["ALL"].correct == 1
