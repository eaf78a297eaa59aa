"""Reading annotated lines: what becomes a target, and what is rejected."""

import json
from pathlib import Path

import pytest

from extractors.training.data import CharSpan, fold_of, gold_spans, read_annotated, read_texts

PAPER = {
    "id": "p1",
    "title": "TreeFold for parsing",
    "abstract": "TreeFold parses trees. TreeFolds win.",
    "entities": [
        {"type": "Method", "surfaces": ["TreeFold"], "role": "introduces"},
        {"type": "Task", "surfaces": ["parsing"], "role": "addresses"},
    ],
}


def _write(path: Path, *lines: object) -> Path:
    path.write_text("".join((x if isinstance(x, str) else json.dumps(x)) + "\n" for x in lines), encoding="utf-8")
    return path


def test_all_occurrences_on_word_borders_become_spans(tmp_path: Path) -> None:
    papers, rejected = read_annotated(_write(tmp_path / "a.jsonl", PAPER))

    assert not rejected
    assert papers[0].text.startswith("TreeFold for parsing\n\nTreeFold parses")
    assert papers[0].spans == (CharSpan(0, 8, "Method"), CharSpan(13, 20, "Task"), CharSpan(22, 30, "Method"))


def test_the_longest_surface_wins() -> None:
    found = gold_spans("deep tree search", [("Method", ["tree", "deep tree search"], True)])

    assert found == [(0, 16, "Method", True)]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "not JSON"),
        ("[1]", "not a JSON object"),
        ({**PAPER, "title": " "}, "no title"),
        ({**PAPER, "entities": None}, "no list of entities"),
        ({**PAPER, "entities": [{"type": "Person", "surfaces": ["TreeFold"]}]}, "Person"),
        ({**PAPER, "entities": [{"type": "Task", "surfaces": []}]}, "no list of surfaces"),
        ({**PAPER, "entities": [{"type": "Task", "surfaces": ["absent words"]}]}, "absent words"),
    ],
)
def test_bad_line_is_rejected_with_place_and_reason_and_the_rest_is_read(
    tmp_path: Path, line: object, reason: str
) -> None:
    papers, rejected = read_annotated(_write(tmp_path / "a.jsonl", line, PAPER))

    assert [paper.id for paper in papers] == ["p1"]
    assert rejected[0].file.endswith("a.jsonl")
    assert rejected[0].line == 1
    assert reason in rejected[0].reason


def test_unlabelled_lines_without_a_title_are_passed_over(tmp_path: Path) -> None:
    path = _write(tmp_path / "u.jsonl", "{", {"id": 1}, {"id": "b", "title": "T", "abstract": "A"}, {"title": "U"})

    assert read_texts(path) == [("b", "T\n\nA"), ("line 4", "U")]
    assert len(read_texts(path, limit=1)) == 1


def test_folds_are_stable_and_all_used() -> None:
    folds = [fold_of(f"paper-{number}", 5) for number in range(200)]

    assert set(folds) == {0, 1, 2, 3, 4}
    assert folds == [fold_of(f"paper-{number}", 5) for number in range(200)]
