"""Names that nothing else concerns stay in the engine; what becomes of them is what would be decided here."""

import pytest

from kg.resolution import Curation, CurationLine, Resolution, resolve
from ontology import load_lexicon
from tests.kg.resolution.corpora import Cluster, table

NAMES = [
    "graph parsing",
    "deep graph parsing",
    "C+",
    "C plus",
    "parsing",
    "SVT",
    "mixture of parsers",
    "mixture",
    "9",
    "top 9",
]
CORPUS = [Cluster(f"p{number}", 0, "Task", [name]) for number, name in enumerate(NAMES)]


def resolved(*lines: CurationLine) -> Resolution:
    return resolve(table(CORPUS), lexicon=load_lexicon(), curation=Curation(lines))


@pytest.mark.parametrize("name", NAMES)
def test_a_name_becomes_the_same_wherever_it_is_decided(name: str) -> None:
    # To rename a name to itself changes nothing, but has it decided about in this process.
    here = resolved(CurationLine("rename", "", name, name, "fixes.csv", 1))

    assert here.entities.equals(resolved().entities)
    assert here.assignment.equals(resolved().assignment)


def test_names_that_share_a_slug_get_a_hash_each_wherever_they_are_decided() -> None:
    here = resolved(CurationLine("rename", "", "C+", "C+", "fixes.csv", 1))

    ids = [entity for entity in here.entities["id"].to_pylist() if entity.startswith("task/c-plus")]
    assert [len(entity) for entity in ids] == [len("task/c-plus-01234567")] * 2


def test_a_broader_name_is_found_on_either_side() -> None:
    here = resolved(CurationLine("rename", "", "graph parsing", "graph parsing", "fixes.csv", 1))

    broader = dict(zip(here.entities["id"].to_pylist(), here.entities["broader"].to_pylist(), strict=True))
    assert broader["task/deep-graph-parsing"] == ["task/graph-parsing"]
    assert broader["task/graph-parsing"] == ["task/parsing"]
