"""What `resolve` merges, what it keeps apart, and what it says about it."""

import random

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.names import numbers_of
from kg.resolution import ASSIGNMENT_SCHEMA, ENTITY_SCHEMA, Resolution, resolve
from ontology.lexicon import Lexicon, LexiconEntry
from tests.kg.resolution.corpora import Cluster, table

LEXICON = Lexicon(
    (
        LexiconEntry("Dataset", "MS COCO", ("MS COCO", "COCO", "Microsoft COCO")),
        LexiconEntry("Dataset", "CIFAR-10", ("CIFAR-10",)),
        LexiconEntry("Dataset", "CIFAR-100", ("CIFAR-100",)),
        LexiconEntry("Method", "large language model", ("large language model", "LLM")),
        LexiconEntry("Method", "attention", ("attention",)),
        LexiconEntry("Task", "image segmentation", ("image segmentation",)),
        LexiconEntry("Metric", "latency", ("latency",)),
    )
)
NO_LEXICON = Lexicon(())


def resolved(*names: tuple[str, str], lexicon: Lexicon = LEXICON) -> Resolution:
    """The resolution of one paper for each (type, name)."""
    return resolve(
        table(Cluster(f"paper/{i}", 0, *name[:1], [name[1]]) for i, name in enumerate(names)), lexicon=lexicon
    )


def entity(resolution: Resolution, paper: str, cluster: int = 0) -> dict[str, object]:
    """The entity of a cluster."""
    rows = resolution.assignment.to_pylist()
    found = next(row["entity"] for row in rows if (row["paper"], row["cluster"]) == (paper, cluster))
    return next(row for row in resolution.entities.to_pylist() if row["id"] == found)


def ids(resolution: Resolution) -> list[str]:
    """The entity of every cluster, by paper and cluster."""
    return list(resolution.assignment["entity"].to_pylist())


def test_empty_corpus_has_no_entities() -> None:
    resolution = resolve(table([]), lexicon=LEXICON)

    assert resolution.entities.schema == ENTITY_SCHEMA
    assert resolution.assignment.schema == ASSIGNMENT_SCHEMA
    assert resolution.entities.num_rows == 0


def test_cluster_without_a_name_has_no_entity() -> None:
    clusters = table([Cluster("paper/a", 0, "Method", []), Cluster("paper/a", 1, "Method", ["  "])])

    assert ids(resolve(clusters, lexicon=LEXICON)) == [None, None]


@pytest.mark.parametrize(
    ("kind", "left", "right", "step"),
    [
        ("Method", "flow matching", "Flow Matching", "case"),
        ("Method", "flow matching", "flow-matching", "hyphen"),
        ("Method", "normalizing flow", "normalizing flows", "plural"),
        ("Method", "behavior cloning", "behaviour cloning", "spelling"),
        ("Method", "$\\beta$-VAE", "beta-VAE", "notation"),
        ("Dataset", "COCO", "Microsoft COCO", "lexicon"),
        ("Dataset", "COCO", "MS COCO dataset", "lexicon"),
        ("Dataset", "CIFAR-10", "CIFAR-10 dataset", "type word"),
        ("Method", "attention", "attention mechanism", "type word"),
        ("Task", "image segmentation", "segmentation of images", "word order"),
        ("Task", "image segmentation", "image segmentaton", "fuzzy"),
        ("Task", "large language model safety", "LLM safety", "abbreviation"),
    ],
)
def test_variants_are_merged_and_the_reason_recorded(kind: str, left: str, right: str, step: str) -> None:
    resolution = resolved((kind, left), (kind, left), (kind, right))

    assert len(set(ids(resolution))) == 1
    assert step in {merge["step"] for merge in resolution.entities["merges"].to_pylist()[0]}


@pytest.mark.parametrize(
    ("kind", "left", "right"),
    [
        ("Dataset", "CIFAR-10", "CIFAR-100"),
        ("Method", "supervised pretraining", "unsupervised pretraining"),
        ("Method", "convex relaxation", "non-convex relaxation"),
        ("Method", "reward model", "reward"),
        ("Metric", "inter-class distance", "intra-class distance"),
        ("Metric", "macroscopic error", "microscopic error"),
        ("Method", "ExampleNet", "ExamplesNet-2"),
    ],
)
def test_different_things_stay_apart(kind: str, left: str, right: str) -> None:
    assert len(set(ids(resolved((kind, left), (kind, right))))) == 2


def test_types_are_never_merged() -> None:
    resolution = resolved(("Method", "routing"), ("Task", "routing"))

    assert ids(resolution) == ["method/routing", "task/routing"]


def test_dominant_type_settles_the_rest() -> None:
    resolution = resolved(*[("Method", "routing")] * 4, ("Task", "routing"))

    assert set(ids(resolution)) == {"method/routing"}
    assert {"name": "routing (Task)", "step": "type", "into": "routing"} in entity(resolution, "paper/4")["merges"]


def test_lexicon_settles_the_type_of_a_name_seen_once() -> None:
    assert ids(resolved(("Method", "latency"))) == ["metric/latency"]


def test_corpus_outvotes_the_lexicon() -> None:
    assert set(ids(resolved(*[("Method", "latency")] * 30))) == {"method/latency"}


def test_defined_acronym_is_its_long_form_and_elsewhere_too() -> None:
    clusters = table(
        [
            Cluster("paper/a", 0, "Method", ["PGS", "policy graph search"], [("PGS", "policy graph search")]),
            Cluster("paper/b", 0, "Method", ["PGS"]),
            Cluster("paper/c", 0, "Method", ["policy graph search"]),
        ]
    )

    resolution = resolve(clusters, lexicon=NO_LEXICON)

    assert set(ids(resolution)) == {"method/policy-graph-search"}
    assert "PGS" in entity(resolution, "paper/b")["aliases"]


def test_ambiguous_acronym_stays_apart() -> None:
    clusters = table(
        [
            Cluster("paper/a", 0, "Method", ["PGS", "policy graph search"], [("PGS", "policy graph search")]),
            Cluster("paper/b", 0, "Method", ["PGS", "projected Gauss-Seidel"], [("PGS", "projected Gauss-Seidel")]),
            Cluster("paper/c", 0, "Method", ["PGS"]),
        ]
    )

    assert ids(resolve(clusters, lexicon=NO_LEXICON)) == [
        "method/policy-graph-search",
        "method/projected-gauss-seidel",
        "method/pgs",
    ]


def test_name_that_is_mostly_undefined_keeps_its_own_meaning() -> None:
    defined = Cluster("paper/z", 0, "Method", ["PGS", "policy graph search"], [("PGS", "policy graph search")])
    clusters = table([defined, *(Cluster(f"paper/{i}", 0, "Method", ["PGS"]) for i in range(30))])

    assert set(ids(resolve(clusters, lexicon=NO_LEXICON))) == {"method/pgs", "method/policy-graph-search"}


def test_long_form_without_the_version_does_not_chain_versions() -> None:
    long = "great parser of text"
    clusters = table(
        [
            Cluster("paper/a", 0, "Method", ["GPT-8", long], [("GPT-8", long)]),
            Cluster("paper/b", 0, "Method", ["GPT-9", long], [("GPT-9", long)]),
            Cluster("paper/c", 0, "Method", ["GPT-8"]),
        ]
    )

    found = ids(resolve(clusters, lexicon=NO_LEXICON))

    assert found[0] == found[2] != found[1]


def test_acronym_and_long_form_in_one_cluster_need_no_definition() -> None:
    clusters = table(
        [Cluster("paper/a", 0, "Method", ["PGS", "policy graph search"]), Cluster("paper/b", 0, "Method", ["PGS"])]
    )

    assert set(ids(resolve(clusters, lexicon=NO_LEXICON))) == {"method/policy-graph-search"}


def test_short_form_in_brackets_is_no_part_of_the_name() -> None:
    found = ids(
        resolved(("Method", "policy graph search (PGS)"), ("Method", "policy graph search"), lexicon=NO_LEXICON)
    )

    assert len(set(found)) == 1


def test_label_is_the_lexicons() -> None:
    assert entity(resolved(("Method", "LLMs")), "paper/0")["label"] == "large language model"


def test_label_is_the_most_frequent_form_in_the_singular() -> None:
    names = [("Method", "normalizing flows")] * 3 + [("Method", "normalizing flow")] * 2

    assert entity(resolved(*names), "paper/0")["label"] == "normalizing flow"


def test_colliding_slugs_get_a_hash_each() -> None:
    first, second = ids(resolved(("Metric", "score+"), ("Metric", "score plus")))

    assert first != second
    assert first.startswith("metric/score-plus-")
    assert second.startswith("metric/score-plus-")


def test_head_is_broader() -> None:
    resolution = resolved(("Metric", "sliced Wasserstein distance"), ("Metric", "Wasserstein distance"))

    assert entity(resolution, "paper/0")["broader"] == ["metric/wasserstein-distance"]


def test_sorted_by_id_and_by_cluster() -> None:
    resolution = resolved(("Task", "b"), ("Method", "a"), ("Dataset", "c"))

    assert resolution.entities["id"].to_pylist() == ["dataset/c", "method/a", "task/b"]
    assert resolution.assignment["paper"].to_pylist() == ["paper/0", "paper/1", "paper/2"]


NAMES = st.sampled_from(
    """GPT-3;GPT-4;GPT3;LLM;LLMs;COCO;MS COCO dataset;CIFAR-10;CIFAR100;CIFAR-10 dataset;latency;PGS;PGSs;attention;
policy graph search;policy-graph searches;projected Gauss-Seidel;attention mechanism;large language model;
image segmentation;segmentation of images;image segmentaton;supervised learning""".replace("\n", "").split(";")
)
DEFINITIONS = st.sampled_from(
    [("PGS", "policy graph search"), ("PGS", "projected Gauss-Seidel"), ("LLM", "large language model")]
)


@st.composite
def corpora(draw: st.DrawFn) -> list[Cluster]:
    """Small corpora of names that ask to be merged."""
    clusters = []
    for number in range(draw(st.integers(0, 12))):
        names = draw(st.lists(NAMES, min_size=1, max_size=3, unique=True))
        definitions = draw(st.lists(DEFINITIONS, max_size=1))
        kind = draw(st.sampled_from(["Method", "Method", "Task", "Dataset"]))
        score = draw(st.floats(0.1, 1))
        clusters.append(Cluster(f"paper/{number // 3}", number % 3, kind, names, definitions, score))
    return clusters


@settings(max_examples=10, deadline=None)
@given(corpora(), st.integers())
def test_row_order_changes_nothing(clusters: list[Cluster], seed: int) -> None:
    shuffled = list(clusters)
    random.Random(seed).shuffle(shuffled)

    first, second = (resolve(table(rows), lexicon=LEXICON) for rows in (clusters, shuffled))

    assert first.entities.equals(second.entities)
    assert first.assignment.equals(second.assignment)


@settings(max_examples=10, deadline=None)
@given(corpora())
def test_every_cluster_has_one_entity_that_exists(clusters: list[Cluster]) -> None:
    resolution = resolve(table(clusters), lexicon=LEXICON)

    known = resolution.entities["id"].to_pylist()
    assert len(known) == len(set(known))
    assert set(ids(resolution)) == set(known)
    assert resolution.assignment.num_rows == len(clusters)
    assert {wider for row in resolution.entities["broader"].to_pylist() for wider in row} <= set(known)


@settings(max_examples=10, deadline=None)
@given(st.lists(NAMES, min_size=1, max_size=10))
def test_main_names_of_an_entity_never_differ_in_numbers(names: list[str]) -> None:
    resolution = resolved(*(("Method", name) for name in names))

    by_entity: dict[str, set[tuple[str, ...]]] = {}
    for name, found in zip(names, ids(resolution), strict=True):
        by_entity.setdefault(found, set()).add(numbers_of(name))
    assert all(len({numbers for numbers in found if numbers}) <= 1 for found in by_entity.values())


def test_large_strings_are_accepted() -> None:
    clusters = table([Cluster("paper/a", 0, "Method", ["flow"])])
    columns = [clusters.schema.get_field_index("paper"), clusters.schema.get_field_index("type")]
    schema = clusters.schema
    for column in columns:
        schema = schema.set(column, pa.field(schema.field(column).name, pa.large_string()))

    assert ids(resolve(clusters.cast(schema), lexicon=NO_LEXICON)) == ["method/flow"]
