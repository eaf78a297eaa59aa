"""Whatever ends a build (a kill, a full disk, a read-only one), the graph is the last committed one."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import kg
from kg.errors import StoreError
from tests.conftest import SMALL_PAPERS
from tests.support import contents, json_lines

ROOT = Path(__file__).parents[2]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="builds are killed as forks")
def test_fifty_killed_builds_leave_a_graph_that_the_next_run_completes(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "tests.kg.killed_builds", str(tmp_path), "50", "1"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, ""), done.stderr


@pytest.fixture
def small_disk(tmp_path):
    """A file system of 1 MB, which only root may mount."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(place)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("a small file system needs root and mount")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


@pytest.fixture
def graph_on_small_disk(small_disk, small_source):
    kg.build(small_source, small_disk / "g", model="rules")
    return small_disk / "g"


def many(folder, count):
    """Papers of together more than a small disk holds."""
    papers = [{**SMALL_PAPERS[1], "title": f"Paper {n}", "abstract": os.urandom(3_000).hex()} for n in range(count)]
    (folder / "many.jsonl").write_text(json_lines(papers))
    return folder / "many.jsonl"


def test_full_disk_is_one_sentence_and_leaves_the_graph(graph_on_small_disk, small_disk, tmp_path):
    before = kg.open(graph_on_small_disk).papers()
    with (small_disk / "filler").open("wb") as filler:
        free = os.statvfs(small_disk)
        filler.write(bytes(max(0, free.f_bavail * free.f_frsize - 20_000)))
    with pytest.raises(StoreError, match=r"No space left on device.*the last one stays"):
        kg.build(many(tmp_path, 20), graph_on_small_disk)
    assert kg.open(graph_on_small_disk).papers() == before
    (small_disk / "filler").unlink()
    assert kg.build(many(tmp_path, 2), graph_on_small_disk).papers == len(before) + 2


def test_read_only_disk_is_one_sentence(graph_on_small_disk, small_disk, small_source):
    before = contents(graph_on_small_disk)
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    with pytest.raises(StoreError, match="cannot be written"):
        kg.build(small_source, graph_on_small_disk)
    assert contents(graph_on_small_disk) == before
