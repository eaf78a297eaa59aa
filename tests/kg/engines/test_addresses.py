"""Sources and graphs at addresses, on a real HDFS and a real S3 store: the graph there is the one built from files."""

import json
from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest

from kg.api import build as build_and_open
from kg.builder import build
from kg.engines.spark import engine, extraction
from kg.engines.spark.files import HadoopFiles
from kg.errors import EngineError, StoreError
from kg.store import GraphStore
from tests.support import json_lines

pytestmark = pytest.mark.filterwarnings("ignore")

PAPERS = [
    {
        "id": f"arXiv:2003.{number:05}",
        "title": f"Tree Pruning Search (TPS) for Object Detection, Part {number}",
        "abstract": f"We present tree pruning search (TPS). TPS reaches an accuracy of {70 + number}.5% on COCO "
        "and outperforms ResNet-50 in object detection.",
        "published": f"2020-0{number + 1}",
    }
    for number in range(6)
]
_places = count()


@pytest.fixture(scope="module")
def sources(tmp_path_factory) -> Path:
    """A folder of two files; the second has a line that is no record."""
    folder = tmp_path_factory.mktemp("papers")
    (folder / "a.jsonl").write_text(json_lines(PAPERS[:4]), encoding="utf-8")
    (folder / "b.jsonl").write_text(json_lines([*PAPERS[4:], {"title": "x"}]), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def local(sources, tmp_path_factory) -> Path:
    """The graph of the sources by the local engine."""
    folder = tmp_path_factory.mktemp("local") / "graph"
    build(sources, folder, model="rules", jobs=1)
    return folder


@pytest.fixture
def files(cluster) -> HadoopFiles:
    """What the cluster's session reaches."""
    from pyspark.sql import SparkSession

    session = SparkSession.getActiveSession()
    assert session is not None
    return HadoopFiles(session)


@pytest.fixture
def hdfs_place(hdfs_root) -> str:
    """An address where nothing is yet."""
    return f"{hdfs_root}/{next(_places)}"


@pytest.fixture
def s3_place(s3_root) -> str:
    """An address where nothing is yet."""
    return f"{s3_root}/{next(_places)}"


@pytest.fixture
def put(files, sources) -> Callable[[str], None]:
    """Copies the sources to a folder at an address."""

    def copy(address: str) -> None:
        for path in sources.iterdir():
            files.write(path, f"{address}/{path.name}")

    return copy


def tables(folder: Path) -> dict[str, str]:
    """The names of the table files, which are digests of their bytes; that of rejects holds the names of sources."""
    named = json.loads((folder / "manifest.json").read_text())["tables"]
    return {name: file for name, file in named.items() if name != "rejects"}


def fetched(files: HadoopFiles, address: str, folder: Path) -> Path:
    """The graph at an address, copied."""
    for name in files.find(address):
        files.fetch(name, folder / name.removeprefix(f"{address}/"))
    return folder


def test_graph_in_a_store_of_objects_is_the_local_graph(s3_place, put, files, local, tmp_path):
    put(f"{s3_place}/papers")
    build(f"{s3_place}/papers/*.jsonl", f"{s3_place}/graph", model="rules", engine="spark")
    graph = fetched(files, f"{s3_place}/graph", tmp_path / "graph")
    assert tables(graph) == tables(local)
    GraphStore(graph).check()
    assert GraphStore(graph).read("rejects")["file"].to_pylist() == [f"{s3_place}/papers/b.jsonl"]


def test_adding_to_a_graph_on_hdfs_reads_only_what_is_new(hdfs_place, put, files, local, tmp_path):
    put(f"{hdfs_place}/papers")
    build(f"{hdfs_place}/papers/a.jsonl", f"{hdfs_place}/graph", model="rules", engine="spark")
    # What the local engine remembers of names, as in a graph that was copied there.
    files.write(local / "manifest.json", f"{hdfs_place}/graph/names/spelling.parquet")
    report = build(f"{hdfs_place}/papers", f"{hdfs_place}/graph", engine="spark")
    assert (report.papers, report.added, report.extracted) == (6, 2, 2)
    graph = fetched(files, f"{hdfs_place}/graph", tmp_path / "graph")
    assert tables(graph) == tables(local)
    assert sorted(path.name for path in graph.iterdir()) == ["extractions", "manifest.json", "tables"]


def test_failed_build_leaves_no_graph_but_what_was_read(hdfs_place, sources, monkeypatch):
    monkeypatch.setattr(extraction, "_TEXTS_PER_JOB", 4)
    link_tables = engine.link_tables
    monkeypatch.setattr(engine, "link_tables", _fail)
    with pytest.raises(StoreError, match="no room"):
        build(sources, hdfs_place, model="rules", engine="spark")
    monkeypatch.setattr(engine, "link_tables", link_tables)
    report = build(sources, hdfs_place, model="rules", engine="spark")
    assert (report.papers, report.added, report.extracted) == (6, 6, 0)


def test_graph_that_another_build_holds_is_refused(hdfs_place, files, sources):
    files.create(f"{hdfs_place}/.lock")
    with pytest.raises(EngineError, match=r"another build is writing this graph; .* delete \S+/\.lock"):
        build(sources, hdfs_place, model="rules", engine="spark")


def test_folder_of_other_files_is_refused(hdfs_place, put, sources):
    put(f"{hdfs_place}/papers")
    with pytest.raises(EngineError, match=r"holds other files \(papers\)"):
        build(sources, hdfs_place, model="rules", engine="spark")


def test_address_without_files_is_refused(hdfs_place, tmp_path):
    with pytest.raises(EngineError, match="there is no such file or folder"):
        build(f"{hdfs_place}/papers", tmp_path / "graph", model="rules", engine="spark")


def test_address_that_no_client_reads_is_refused(cluster, tmp_path):
    with pytest.raises(EngineError, match='No FileSystem for scheme "gopher"'):
        build("gopher://127.0.0.1/papers", tmp_path / "graph", model="rules", engine="spark")


@pytest.mark.parametrize(("source", "output"), [("s3a://papers/a.jsonl", "graph"), ("papers", "hdfs://head/graph")])
def test_local_engine_refuses_addresses(source, output):
    with pytest.raises(EngineError, match="addresses need --engine spark"):
        build(source, output)


def test_graph_at_an_address_is_not_opened(tmp_path):
    with pytest.raises(EngineError, match="opened from a path"):
        build_and_open(tmp_path, "hdfs://head/graph")


def _fail(*_: object) -> None:
    raise OSError("no room")
