"""Graphs that earlier versions wrote, kept under `stored/`: this version reads them, or says how to go on and is right.

Whoever changes what the tables hold raises `SCHEMA_VERSION` and stores a graph of the new schema here: two papers with
results, one of which was read from two records; its manifest and its tables.
"""

import shutil
from pathlib import Path

import pyarrow.parquet as pq
import pytest

import kg
from kg.tables import SCHEMA_VERSION, TABLES
from tests.support import contents

STORED = Path(__file__).with_name("stored")
TITLES = ["Counting Sparrows with SparrowNet", "Feeding Sparrows by Reinforcement Learning"]


@pytest.fixture
def stored(tmp_path):
    """A copy of the stored graph of a schema."""
    return lambda number: Path(shutil.copytree(STORED / f"schema-{number}", tmp_path / f"schema-{number}"))


def test_every_schema_has_its_graph():
    assert sorted(path.name for path in STORED.iterdir()) == [f"schema-{n}" for n in range(1, SCHEMA_VERSION + 1)]


def test_graph_of_this_schema_is_read(stored):
    graph = kg.open(stored(SCHEMA_VERSION))
    assert [paper.title for paper in graph.papers()] == TITLES
    assert "SparrowNet" in [entity.label for entity in graph.entities()]
    assert len(graph.sparql("SELECT ?r { ?r a pkg:Result }")) == len(graph.results()) == 2
    assert graph.cypher("MATCH (p:Paper) RETURN count(p) AS n").rows == ({"n": 2},)


def test_tables_of_this_schema_have_the_columns_of_the_stored_ones(stored):
    folder = stored(SCHEMA_VERSION)
    written = {name: pq.read_schema(next(folder.glob(f"tables/{name}-*.parquet"))) for name in TABLES}
    assert {name: schema.remove_metadata() for name, schema in written.items()} == dict(TABLES)


def test_building_on_a_graph_of_this_schema_keeps_its_papers(stored, small_source):
    graph = kg.build(small_source, stored(SCHEMA_VERSION), model="rules")
    assert {*TITLES} < {paper.title for paper in graph.papers()}


@pytest.mark.parametrize("number", range(1, SCHEMA_VERSION))
def test_graph_of_an_older_schema_says_how_to_go_on_and_that_works(stored, tmp_path, run_kg, number):
    old, new = stored(number), tmp_path / "new"
    before = contents(old)
    said = run_kg("stats", old).err
    assert said.rstrip().endswith(f"build it anew from its own papers with `kg build {old} -o NEW_FOLDER`")
    assert run_kg("build", old, "-o", new, "--model", "rules").err == ""
    assert [(p.title, p.arxiv_id) for p in kg.open(new).papers()] == list(
        zip(TITLES, ["2101.00001", None], strict=True)
    )
    assert contents(old) == before


def test_graph_made_of_a_graph_has_its_papers_and_variants(stored, tmp_path):
    old = stored(SCHEMA_VERSION)
    kg.build(old, tmp_path / "new", model="rules")
    for table in ("papers", "variants"):
        (name,) = (path.name for path in old.glob(f"tables/{table}-*.parquet"))
        assert (tmp_path / "new" / "tables" / name).exists()
