"""A graph built on a cluster is the graph built locally."""

import json
import os
import signal
import subprocess
import threading
from pathlib import Path

import pytest

import kg
from tests.support import json_lines

pytestmark = pytest.mark.filterwarnings("ignore")

PAPERS = [
    {
        "id": f"arXiv:2001.{number:05}",
        "title": f"Policy Graph Search (PGS) for Image Classification, Part {number}",
        "abstract": f"We study policy graph search (PGS) and ResNet-{number % 3 + 18} on ImageNet. "
        f"PGS reaches an accuracy of {60 + number % 30}.{number % 10}% on CIFAR-10 and outperforms ResNet-50. "
        "It is used for image classification, which large language models (LLMs) do not do.",
        "published": f"20{10 + number % 10}-0{number % 9 + 1}",
        "authors": ["Ada Example"],
    }
    for number in range(24)
]
# Half of a paper's record stands in another file, and one line is no record.
OTHERS = [{**PAPERS[3], "abstract": "Short.", "categories": ["cs.LG"], "url": "https://example.org/3"}, {"title": "x"}]


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Two files of papers."""
    folder = tmp_path_factory.mktemp("papers")
    files = [folder / "a.jsonl", folder / "b.jsonl"]
    for file, records in zip(files, (PAPERS, OTHERS), strict=True):
        file.write_text(json_lines(records), encoding="utf-8")
    return files


@pytest.fixture(scope="module")
def local(sources: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The graph of the sources by the local engine."""
    folder = tmp_path_factory.mktemp("local") / "graph"
    kg.build(sources, folder, model="rules", jobs=1)
    return folder


def manifest(folder: Path) -> dict[str, object]:
    return json.loads((folder / "manifest.json").read_text())


def test_is_the_local_graph_byte_for_byte(cluster, sources, local, tmp_path):
    kg.build(sources, tmp_path / "g", model="rules", engine="spark")
    # The names of the table files are digests of their bytes.
    assert manifest(tmp_path / "g") == manifest(local)


def test_adding_papers_extracts_only_the_new_ones(cluster, sources, local, tmp_path):
    kg.build(sources[1], tmp_path / "g", model="rules", jobs=1)
    report = kg.build(sources[0], tmp_path / "g", engine="spark")
    assert (report.papers, report.added) == (len(PAPERS), len(PAPERS) - 1)
    assert manifest(tmp_path / "g")["tables"] == manifest(local)["tables"]


def test_urls_give_the_same_rows(cluster, sources, local, tmp_path):
    from kg.graph import Graph

    report = kg.build([f"file://{file}" for file in sources], f"file://{tmp_path}/g", model="rules", engine="spark")
    assert [(Path(reject.file).name, reject.line) for reject in report.rejects] == [("b.jsonl", 2)]
    there, here = kg.open(tmp_path / "g"), kg.open(local)
    assert isinstance(there, Graph)
    for name in ("papers", "entities", "mentions", "claims", "results"):
        assert there.sql(f"SELECT * FROM {name}").fetchall() == here.sql(f"SELECT * FROM {name}").fetchall()


def test_a_lost_executor_changes_nothing(cluster, sources, local, tmp_path):
    killed = []

    def kill_one(stage: str) -> None:
        if stage == "linking":
            # While the next jobs run, an executor with cached rows goes.
            threading.Thread(target=lambda: killed.append(_kill_executor())).start()

    kg.build(sources, tmp_path / "g", model="rules", engine="spark", stage=kill_one)
    assert killed == [True]
    assert manifest(tmp_path / "g") == manifest(local)


def _kill_executor() -> bool:
    """Kill one executor of this process's cluster as a failing machine would."""
    found = subprocess.run(
        ["pgrep", "-f", "-P", str(_java()), "CoarseGrainedExecutorBackend"], capture_output=True, text=True, check=False
    ).stdout.split()
    if not found:
        return False
    os.kill(int(found[0]), signal.SIGKILL)
    return True


def _java() -> int:
    """The driver's JVM, whose children the executors of a local cluster are."""
    from pyspark import SparkContext

    context = SparkContext._active_spark_context
    assert context is not None
    return int(context._jvm.java.lang.ProcessHandle.current().pid())
