"""A graph built on a cluster is the graph built locally."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kg.builder import build
from kg.engines.spark import spark_engine, sql, submit
from kg.errors import EngineError
from kg.extraction import write_keys
from kg.papers_table import write_papers
from kg.records import Paper
from kg.store import GraphStore
from tests.support import json_lines

ROOT = Path(__file__).parents[3]
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
    build(sources, folder, model="rules", jobs=1)
    return folder


def manifest(folder: Path) -> dict[str, object]:
    return json.loads((folder / "manifest.json").read_text())


def test_is_the_local_graph_byte_for_byte(cluster, sources, local, tmp_path):
    build(sources, tmp_path / "g", model="rules", engine="spark")
    # One paper has a record in each source; the names of the table files are digests of their bytes.
    assert manifest(local)["rows"]["variants"] == 2
    assert manifest(tmp_path / "g") == manifest(local)


def test_adding_papers_extracts_only_the_new_ones(cluster, sources, local, tmp_path):
    build(sources[1], tmp_path / "g", model="rules", jobs=1)
    report = build(sources[0], tmp_path / "g", engine="spark")
    # The paper of both sources has another text when the records are together.
    assert (report.papers, report.added, report.extracted) == (len(PAPERS), len(PAPERS) - 1, len(PAPERS))
    assert manifest(tmp_path / "g")["tables"] == manifest(local)["tables"]
    assert not GraphStore(tmp_path / "g").names.exists()


def test_an_executor_lost_in_the_middle_of_a_job_changes_nothing(cluster, sources, local, tmp_path, monkeypatch):
    lost = tmp_path / "lost"
    monkeypatch.setattr(sql, "over_batches", _killing_once(lost))
    build(sources, tmp_path / "g", model="rules", engine="spark")
    assert lost.exists()
    assert manifest(tmp_path / "g") == manifest(local)


def test_workers_with_other_extractors_are_refused(cluster, tmp_path):
    papers, parts = tmp_path / "papers.parquet", tmp_path / "parts"
    parts.mkdir()
    write_papers([Paper("paper/a", "A title", "An abstract.")], papers)
    keys = write_keys(papers, "other extractors", tmp_path / "keys.parquet")
    with pytest.raises(EngineError, match=r"^a worker has other extractors"), spark_engine(None) as engine:
        engine.extract(papers, "other extractors", keys, parts, "rules", None)


def test_spark_submit_runs_the_command(spark_extra, sources, local, tmp_path):
    import pyspark

    home, graph = Path(pyspark.__file__).parent, tmp_path / "g"
    settings = ["--master", "local[2]", "--conf", "spark.ui.enabled=false", "--conf", "spark.driver.host=127.0.0.1"]
    command = ["build", *sources, "-o", graph, "--engine", "spark", "--model", "rules"]
    done = subprocess.run(
        [home / "bin" / "spark-submit", *settings, submit.__file__, *command],
        env={**os.environ, "SPARK_HOME": str(home), "PYSPARK_PYTHON": sys.executable, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert manifest(graph) == manifest(local)


def _killing_once(lost: Path) -> Callable[..., Callable[..., Iterator[Any]]]:
    """The first task of linking that runs Python kills its executor, which holds rows that others need."""
    over_batches = sql.over_batches

    def killing(*arguments: Any) -> Callable[..., Iterator[Any]]:
        run = over_batches(*arguments)

        def once(batches: Iterator[Any]) -> Iterator[Any]:
            if not lost.exists():
                lost.touch()
                # A worker is forked by a daemon that the executor started.
                executor = subprocess.check_output(["ps", "-o", "ppid=", "-p", str(os.getppid())], text=True)
                os.kill(int(executor), signal.SIGKILL)
            yield from run(batches)

        return once

    return killing
