"""Damaged files of a graph: a table is told by one sentence, and what is derived is made anew."""

import json
import os
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kg
from exports import EXPORTERS
from kg.errors import KgError, QueryError, StoreError
from kg.parts import known_keys, parts
from kg.store import GraphStore
from kg.tables import TABLES
from tests.support import json_lines

MORE = {"title": "One More Paper", "abstract": "We study image classification on ImageNet."}
COUNT = "SELECT (count(*) AS ?n) { ?s ?p ?o }"
NODES = "MATCH (n) RETURN count(n) AS n"


def table_file(folder, name):
    return folder / GraphStore(folder).manifest().tables[name]


def flip(path, place=0.3):
    """Change one bit."""
    data = bytearray(path.read_bytes())
    data[int(len(data) * place)] ^= 4
    path.write_bytes(data)


def cut(path):
    """Leave the first half."""
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


@pytest.fixture
def more(tmp_path):
    path = tmp_path / "more.jsonl"
    path.write_text(json_lines([MORE]))
    return path


@pytest.mark.parametrize("damage", [flip, cut])
@pytest.mark.parametrize("name", sorted(TABLES))
def test_damaged_table_is_one_sentence_wherever_it_is_read(own_folder, tmp_path, name, damage):
    file = table_file(own_folder, name)
    damage(file)
    readers = [
        lambda graph: graph.store.read(name),
        lambda graph: graph.sql("SELECT 1"),
        lambda graph: graph.statements(),
        lambda graph: graph.sparql(COUNT),
        lambda graph: graph.cypher(NODES),
        lambda graph: EXPORTERS.get("nt").export(graph, tmp_path / "graph.nt"),
        lambda graph: graph.store.check(),
    ]
    for read in readers:
        with pytest.raises(StoreError, match=rf"{file.name}: the table is damaged \(its bytes are not") as caught:
            read(kg.open(own_folder))
        assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "arguments", [("stats",), ("sparql", COUNT), ("export", "--format", "nt", "-o", "x.nt"), ("validate", "--files")]
)
def test_commands_say_the_sentence(own_folder, run_kg, tmp_path, monkeypatch, arguments):
    monkeypatch.chdir(tmp_path)
    file = table_file(own_folder, "papers")
    flip(file)
    outcome = run_kg(arguments[0], own_folder, *arguments[1:])
    assert (outcome.code, outcome.out) == (1, "")
    assert outcome.err == (
        f"kg: {file}: the table is damaged (its bytes are not those that were written); "
        "restore the file from a copy, or build the graph anew from all its sources with --fresh\n"
    )


def test_whole_files_are_said_to_be_whole(small_folder, run_kg):
    outcome = run_kg("validate", small_folder, "--files")
    assert (outcome.code, outcome.out) == (0, "the 7 tables are as they were written\n")


@pytest.mark.parametrize("name", ["mentions", "entities", "claims", "results"])
def test_table_that_is_computed_is_mended_by_building_again(own_folder, small_source, name):
    before = table_file(own_folder, name).read_bytes()
    flip(table_file(own_folder, name))
    with pytest.raises(StoreError, match="run `kg build` again with any of its sources"):
        kg.open(own_folder).store.check()
    kg.build(small_source, own_folder)
    assert table_file(own_folder, name).read_bytes() == before


@pytest.mark.parametrize("name", ["papers", "variants", "rejects"])
def test_build_does_not_take_over_what_is_damaged(own_folder, more, name):
    manifest = (own_folder / "manifest.json").read_bytes()
    flip(table_file(own_folder, name))
    with pytest.raises(StoreError, match="restore the file from a copy, or build the graph anew"):
        kg.build(more, own_folder)
    assert (own_folder / "manifest.json").read_bytes() == manifest


def test_fresh_build_mends_every_table(own_folder, small_source):
    for name in TABLES:
        cut(table_file(own_folder, name))
    kg.build(small_source, own_folder, fresh=True).store.check()


def test_table_damaged_while_a_graph_is_open_is_named(own_folder):
    graph = kg.open(own_folder)
    assert graph.statements()
    cut(table_file(own_folder, "claims"))
    with pytest.raises(StoreError, match=r"claims-.*: the table is damaged"):
        graph.statements()


def test_graph_removed_while_it_is_open_is_said(own_folder):
    graph = kg.open(own_folder)
    assert graph.papers()
    shutil.rmtree(own_folder)
    for read in (graph.papers, graph.statements, lambda: graph.sparql(COUNT), lambda: graph.cypher(NODES)):
        with pytest.raises(StoreError, match="is gone"):
            read()
    assert not own_folder.exists()


@pytest.mark.parametrize("damage", [flip, cut])
def test_damaged_extraction_part_is_read_again(own_folder, small_source, damage):
    before = {name: table_file(own_folder, name).read_bytes() for name in TABLES}
    (part,) = parts(own_folder / "extractions")
    data = part.read_bytes()
    damage(part)
    assert kg.build(small_source, own_folder).report.extracted == 4
    assert {name: table_file(own_folder, name).read_bytes() for name in TABLES} == before
    assert part.read_bytes() == data


@pytest.mark.parametrize("damage", [flip, cut])
def test_damaged_names_are_worked_out_again(own_folder, small_source, damage):
    before = GraphStore(own_folder).manifest()
    files = list(GraphStore(own_folder).names.iterdir())
    assert files
    for file in files:
        damage(file)
    kg.build(small_source, own_folder)
    assert GraphStore(own_folder).manifest() == before


def test_part_that_a_cluster_named_is_kept_if_it_can_be_read(own_folder):
    (part,) = parts(own_folder / "extractions")
    named = part.rename(part.with_name("part-00000-abc-c000.zstd.parquet"))
    assert len(known_keys(own_folder / "extractions")) == 4
    cut(named)
    assert known_keys(own_folder / "extractions") == set()


@pytest.fixture(scope="module")
def indexed(small_folder, tmp_path_factory):
    """A graph with both indexes, and their answers."""
    folder = Path(shutil.copytree(small_folder, tmp_path_factory.mktemp("indexed") / "graph"))
    graph = kg.open(folder)
    return folder, list(graph.sparql(COUNT)), list(graph.cypher(NODES))


def index_files(folder, name):
    """Those of an index that hold its data."""
    found = sorted((folder / "indexes" / name).glob("*/*"))
    return [
        path.relative_to(folder)
        for path in found
        if path.suffix in {".sst", ".lbug"} or path.name[:3] in {"CUR", "MAN"}
    ]


def test_sparql_index_cut_short_anywhere_is_made_anew(indexed, tmp_path):
    folder, triples, _ = indexed
    for number, file in enumerate(index_files(folder, "sparql")):
        own = Path(shutil.copytree(folder, tmp_path / str(number)))
        cut(own / file)
        assert list(kg.open(own).sparql(COUNT)) == triples, file


def test_sparql_index_whose_bytes_have_changed_is_made_anew_when_a_query_fails(indexed, tmp_path):
    folder, triples, _ = indexed
    for number, file in enumerate(index_files(folder, "sparql")):
        own = Path(shutil.copytree(folder, tmp_path / str(number)))
        (own / file).write_bytes(bytes((own / file).stat().st_size))
        assert list(kg.open(own).sparql(COUNT)) == triples, file


@pytest.mark.parametrize(("name", "place"), [("sparql", 0.1), ("sparql", 0.5), ("cypher", 0.2)])
def test_single_bit_of_an_index_is_found_when_the_files_are_checked(indexed, run_kg, tmp_path, name, place):
    folder, triples, nodes = indexed
    own = Path(shutil.copytree(folder, tmp_path / "own"))
    flip(own / max(index_files(own, name), key=lambda file: (own / file).stat().st_size), place)
    outcome = run_kg("validate", own, "--files")
    assert (outcome.code, outcome.out) == (0, "the 7 tables are as they were written\n")
    assert outcome.err == f"note: the {name} index was damaged and is removed; the next query makes it anew\n"
    assert (list(kg.open(own).sparql(COUNT)), list(kg.open(own).cypher(NODES))) == (triples, nodes)


def test_query_that_is_wrong_does_not_remake_an_index(indexed):
    folder, _, _ = indexed
    before = [path.stat().st_ino for path in sorted((folder / "indexes").rglob("*"))]
    with pytest.raises(QueryError):
        kg.open(folder).sparql("SELECT nonsense")
    assert [path.stat().st_ino for path in sorted((folder / "indexes").rglob("*"))] == before


@pytest.mark.parametrize("damage", ["cut", "gone", "zeros"])
def test_damaged_cypher_index_is_made_anew(indexed, tmp_path, damage):
    folder, _, nodes = indexed
    own = Path(shutil.copytree(folder, tmp_path / "own"))
    (file,) = index_files(own, "cypher")
    match damage:
        case "cut":
            cut(own / file)
        case "gone":
            (own / file).unlink()
        case "zeros":
            (own / file).write_bytes(bytes((own / file).stat().st_size))
    assert list(kg.open(own).cypher(NODES)) == nodes


def test_index_of_other_tables_is_made_anew(indexed, more, tmp_path):
    folder, triples, _ = indexed
    own = Path(shutil.copytree(folder, tmp_path / "own"))
    assert list(kg.build(more, own).sparql(COUNT)) != triples


def test_times_of_files_decide_nothing(indexed, small_source, tmp_path):
    folder, triples, nodes = indexed
    own = Path(shutil.copytree(folder, tmp_path / "own"))
    made = [path.stat().st_ino for path in sorted((own / "indexes").glob("*/*"))]
    for path in own.rglob("*"):
        os.utime(path, (4_000_000_000, 4_000_000_000) if path.name == "manifest.json" else (0, 0))
    graph = kg.open(own)
    assert (list(graph.sparql(COUNT)), list(graph.cypher(NODES))) == (triples, nodes)
    assert [path.stat().st_ino for path in sorted((own / "indexes").glob("*/*"))] == made
    assert kg.build(small_source, own).report.extracted == 0


@pytest.mark.parametrize(
    "text", ['{"schema": Infinity}', '{"schema": true}', "[" * 100_000], ids=["endless", "true", "deep"]
)
def test_manifest_that_json_takes_and_nobody_else_is_one_sentence(own_folder, text):
    (own_folder / "manifest.json").write_text(text)
    with pytest.raises(StoreError, match="the manifest is damaged"):
        kg.open(own_folder)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@given(st.sampled_from(["schema", "ontology", "model", "fingerprint", "tables", "rows", "curation"]), JSON)
def test_manifest_with_any_value_opens_or_is_one_sentence(small_folder, field, value):
    text = json.dumps({**json.loads((small_folder / "manifest.json").read_text()), field: value})
    assert_opens_or_is_one_sentence(small_folder, text.encode())


@given(st.binary(max_size=60) | JSON.map(lambda value: json.dumps(value).encode()))
def test_any_manifest_opens_or_is_one_sentence(small_folder, data):
    assert_opens_or_is_one_sentence(small_folder, data)


def assert_opens_or_is_one_sentence(small_folder, manifest):
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        graph = Path(folder) / "graph"
        graph.mkdir()
        (graph / "tables").symlink_to(small_folder / "tables")
        (graph / "manifest.json").write_bytes(manifest)
        try:
            opened = kg.open(graph)
            opened.statements()
            repr(opened)
        except KgError as error:
            sentence = str(error)
        else:
            sentence = ""
        assert "\n" not in sentence
