"""Precision and recall of resolution on hand-made pairs of names of the field; `pairs.tsv` explains its columns."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pytest

from extractors.names import key_words, name_key
from kg.resolution import resolve
from ontology.lexicon import load_lexicon
from tests.kg.resolution.corpora import Cluster, table

PAIRS_FILE = Path(__file__).with_name("pairs.tsv")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two names, whether they are the same thing, and an abbreviation that the first name's paper defines."""

    left: str
    right: str
    type: str
    same: bool
    half: str
    definition: tuple[str, str] | None


def read_pairs() -> list[Pair]:
    pairs = []
    for line in PAIRS_FILE.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            left, right, kind, same, half, definition = line.split("\t")
            short, _, long = definition.partition("=")
            pairs.append(Pair(left, right, kind, same == "1", half, (short, long) if long else None))
    return pairs


def clusters_of(pair: Pair, number: int) -> list[Cluster]:
    """Two papers, each with one of the names."""
    names = [pair.left]
    for text in pair.definition or ():
        if name_key(text) not in map(name_key, names):
            names.append(text)
    definitions = [pair.definition] if pair.definition else []
    return [
        Cluster(f"paper/{number}-left", 0, pair.type, names, definitions),
        Cluster(f"paper/{number}-right", 0, pair.type, [pair.right]),
    ]


def words_of(pair: Pair) -> set[str]:
    texts = (pair.left, pair.right, *(pair.definition or ()))
    return {word for text in texts for word in (*key_words(text), name_key(text))}


def batches(pairs: list[Pair]) -> list[list[Pair]]:
    """Corpora in which no two pairs share a word, so that each pair is resolved as if its papers were the only two."""
    made: list[tuple[set[str], list[Pair]]] = []
    for pair in pairs:
        words = words_of(pair)
        for taken, batch in made:
            if taken.isdisjoint(words):
                taken.update(words)
                batch.append(pair)
                break
        else:
            made.append((words, [pair]))
    return [batch for _, batch in made]


@lru_cache(maxsize=1)
def outcomes() -> list[tuple[Pair, bool]]:
    """Every pair, and whether its names became one entity."""
    found = []
    for batch in batches(read_pairs()):
        clusters = [cluster for number, pair in enumerate(batch) for cluster in clusters_of(pair, number)]
        assignment = resolve(table(clusters), lexicon=load_lexicon()).assignment
        entity = dict(zip(assignment["paper"].to_pylist(), assignment["entity"].to_pylist(), strict=True))
        found += [(pair, entity[f"paper/{n}-left"] == entity[f"paper/{n}-right"]) for n, pair in enumerate(batch)]
    return found


@pytest.mark.parametrize("half", ["dev", "test"])
def test_pairs_are_merged_precisely_and_often_enough(half: str) -> None:
    of_half = [(pair.same, found) for pair, found in outcomes() if pair.half == half]

    right = sum(same and found for same, found in of_half)
    precision = right / sum(found for _, found in of_half)
    recall = right / sum(same for same, _ in of_half)

    assert precision >= 0.98
    assert recall >= 0.85


def test_pairs_cover_both_outcomes_and_all_types() -> None:
    pairs = read_pairs()

    assert len(pairs) >= 320
    assert 0.4 <= sum(pair.same for pair in pairs) / len(pairs) <= 0.6
    assert {pair.type for pair in pairs} == {"Method", "Dataset", "Metric", "Task"}
