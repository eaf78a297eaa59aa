"""A graph directory is always the last committed graph: after failures, beside another build, or damaged."""

import importlib
import json
import os

import pytest

import kg
import kg.durable
from kg.errors import StoreError
from kg.store import GraphStore
from kg.tables import SCHEMA_VERSION
from tests.support import contents, json_lines

MORE = {"title": "One More Paper", "abstract": "We study image classification on ImageNet."}


@pytest.fixture
def more(tmp_path):
    path = tmp_path / "more.jsonl"
    path.write_text(json_lines([MORE]))
    return path


def edit_manifest(folder, **changes):
    path = folder / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), **changes}))


@pytest.mark.parametrize("number", range(7))
def test_failure_while_a_part_or_table_is_written_leaves_the_last_graph(own_folder, more, monkeypatch, number):
    before = kg.open(own_folder).papers()
    written = iter(range(100))
    real = kg.durable.sync_file

    def full_disk(path):
        if next(written) == number:
            raise OSError(28, "No space left on device")
        real(path)

    for module in ("kg.durable", "kg.store"):
        monkeypatch.setattr(f"{module}.sync_file", full_disk)
    with pytest.raises(StoreError, match="No space left on device"):
        kg.build(more, own_folder, model="rules")
    monkeypatch.undo()
    assert kg.open(own_folder).papers() == before
    assert len(kg.open(own_folder).statements()) > 0


def test_failure_while_the_manifest_is_replaced_leaves_the_last_graph(own_folder, more, monkeypatch):
    before = (own_folder / "manifest.json").read_bytes()
    real = os.replace

    def failing(source, target):
        if str(target).endswith("manifest.json"):
            raise OSError(5, "Input/output error")
        real(source, target)

    monkeypatch.setattr(os, "replace", failing)
    with pytest.raises(StoreError, match="the last one stays"):
        kg.build(more, own_folder, model="rules")
    monkeypatch.undo()
    assert (own_folder / "manifest.json").read_bytes() == before
    assert len(kg.open(own_folder).papers()) == 4


def test_build_goes_on_after_a_failed_one_and_removes_what_it_left(own_folder, more, monkeypatch):
    def failing(source, target):
        if str(target).endswith("manifest.json"):
            raise OSError(5, "Input/output error")
        real(source, target)

    def named():
        return {path.split("/")[1] for path in kg.open(own_folder).manifest.tables.values()}

    real = os.replace
    before = named()
    monkeypatch.setattr(os, "replace", failing)
    with pytest.raises(StoreError):
        kg.build(more, own_folder, model="rules")
    monkeypatch.undo()
    assert kg.build(more, own_folder, model="rules").report.papers == 5
    # Those of the graph before stay for whoever has it open.
    assert {p.name for p in (own_folder / "tables").iterdir()} == before | named()


def test_killed_first_build_is_gone_on_from(small_source, tmp_path, monkeypatch):
    def killed(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(importlib.import_module("kg.engines.machine"), "link", killed)
    with pytest.raises(KeyboardInterrupt):
        kg.build(small_source, tmp_path / "g", model="rules")
    monkeypatch.undo()
    report = kg.build(small_source, tmp_path / "g", model="rules").report
    assert (report.papers, report.extracted) == (4, 0)


def test_second_build_is_refused_while_one_is_writing(own_folder, more):
    with GraphStore(own_folder).locked(), pytest.raises(StoreError, match="another build"):
        kg.build(more, own_folder, model="rules")


def test_lock_is_released_after_a_build(own_folder, more):
    kg.build(more, own_folder, model="rules")
    with GraphStore(own_folder).locked():
        pass


def test_no_graph_says_how_to_build_one(tmp_path):
    with pytest.raises(StoreError, match=r"there is no graph here; build one with `kg build"):
        kg.open(tmp_path)


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", '{"schema": "x"}', '{"schema": 2}', '{"schema": 2, "other": 2}']
)
def test_damaged_manifest_is_named(own_folder, text):
    (own_folder / "manifest.json").write_text(text)
    with pytest.raises(StoreError, match=r"manifest\.json: the manifest is damaged"):
        kg.open(own_folder)


def test_manifest_that_is_no_text_is_named(own_folder):
    (own_folder / "manifest.json").write_bytes(b"\xff\xfe")
    with pytest.raises(StoreError, match="damaged"):
        kg.open(own_folder)


@pytest.mark.parametrize(("schema", "words"), [(99, "newer paperkg"), (1, r"older paperkg .* -o NEW_FOLDER`")])
def test_graph_of_another_schema_is_refused_for_reading_and_building(own_folder, more, schema, words):
    edit_manifest(own_folder, schema=schema)
    before = contents(own_folder)
    with pytest.raises(StoreError, match=words):
        kg.open(own_folder)
    with pytest.raises(StoreError, match=words):
        kg.build(more, own_folder, model="rules")
    assert contents(own_folder) == before


def test_graph_of_the_future_and_of_the_past_say_what_to_do(own_folder, run_kg):
    edit_manifest(own_folder, schema=99)
    newer = run_kg("stats", own_folder).err
    edit_manifest(own_folder, schema=1)
    older = run_kg("stats", own_folder).err
    assert newer == f"kg: {own_folder}: made by a newer paperkg (schema 99, this one reads {SCHEMA_VERSION}); upgrade\n"
    assert older == (
        f"kg: {own_folder}: made by an older paperkg (schema 1, this one reads {SCHEMA_VERSION}); "
        f"build it anew from its own papers with `kg build {own_folder} -o NEW_FOLDER`\n"
    )


def test_missing_table_is_named(own_folder):
    (own_folder / kg.open(own_folder).manifest.tables["claims"]).unlink()
    with pytest.raises(StoreError, match="'claims' is missing"):
        kg.open(own_folder)


def test_damaged_table_is_named(own_folder):
    graph = kg.open(own_folder)
    path = own_folder / graph.manifest.tables["papers"]
    path.write_bytes(path.read_bytes()[:100])
    with pytest.raises(StoreError, match=r"papers-[0-9a-f]+\.parquet: the table is damaged"):
        graph.papers()


def test_stamp_changes_with_the_tables(own_folder, more):
    before = kg.open(own_folder).manifest.stamp
    kg.build(more, own_folder, model="rules")
    assert kg.open(own_folder).manifest.stamp != before


def test_open_graph_goes_on_reading_its_tables_after_a_build(own_folder, more):
    graph = kg.open(own_folder)
    before = graph.statements()
    kg.build(more, own_folder, model="rules")
    assert (len(graph.papers()), graph.statements()) == (graph.manifest.rows["papers"], before)


def test_fresh_build_leaves_the_graph_of_a_newer_paperkg_alone(own_folder, more):
    manifest = own_folder / "manifest.json"
    manifest.write_text(manifest.read_text().replace(f'"schema": {SCHEMA_VERSION}', '"schema": 99'))
    with pytest.raises(StoreError, match="newer paperkg"):
        kg.build(more, own_folder, model="rules", fresh=True)


def test_fresh_build_replaces_a_damaged_graph(own_folder, more):
    (own_folder / "manifest.json").write_text("{")
    assert kg.build(more, own_folder, model="rules", fresh=True).report.papers >= 1
