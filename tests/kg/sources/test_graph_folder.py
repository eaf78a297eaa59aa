"""A graph's folder as a source of papers."""

import json
import shutil
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from kg.records import Paper, Reject
from kg.sources import read_papers
from tests.support import read_text


@pytest.fixture
def graph(small_folder, tmp_path):
    """A copy of the small graph: its manifest and tables."""
    folder = tmp_path / "graph"
    shutil.copytree(small_folder / "tables", folder / "tables")
    shutil.copy(small_folder / "manifest.json", folder)
    return folder


def read(folder):
    items = list(read_papers([str(folder)]))
    return [i for i in items if isinstance(i, Paper)], [i for i in items if isinstance(i, Reject)]


def table(folder, name):
    return next(folder.glob(f"tables/{name}-*.parquet"))


def test_folder_of_a_graph_gives_its_papers_and_nothing_else(graph, small_graph):
    (graph / "notes.txt").write_text("Dear reader\n")
    assert read(graph) == (list(small_graph.papers()), [])


def test_manifest_alone_may_be_named(graph, small_graph):
    assert read(graph / "manifest.json") == (list(small_graph.papers()), [])


@pytest.mark.parametrize("name", ["papers", "variants"])
def test_table_that_is_gone_or_damaged_is_named(graph, name):
    path = table(graph, name)
    path.write_bytes(path.read_bytes()[:-9])
    damaged = read(graph)[1]
    path.unlink()
    assert [Path(reject.file) for reject in damaged + read(graph)[1]] == [path, path]


def test_table_of_other_columns_is_refused(graph):
    path = table(graph, "papers")
    pq.write_table(pa.table({"id": ["a"], "title": [1], "abstract": ["b"]}), path)
    assert [reject.reason for reject in read(graph)[1]] == ["column 'title' is not of a graph's papers"]


@pytest.mark.parametrize(
    "tables", [None, [], {}, {"papers": 1}, {"papers": "../papers"}, {"papers": "/etc/passwd"}, {"papers": "a\0b"}]
)
def test_manifest_that_names_no_table_of_its_own_is_refused(tmp_path, tables):
    text = json.dumps({"fingerprint": "", "ontology": "", "tables": tables})
    papers, rejects = read_text(tmp_path, text)
    assert papers == []
    assert len(rejects) == 1
    assert rejects[0].reason.startswith("this is not the manifest of a graph")
