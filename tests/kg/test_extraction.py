"""Extracting papers: what must be read, by any number of processes, and what is kept when one dies."""

import os
import signal
import subprocess

import pyarrow.parquet as pq
import pytest

import kg
import kg.extraction
import kg.extraction_pool
from extractors.errors import ExtractorError
from kg.errors import WorkerError
from kg.extraction_pool import Worker
from kg.parts import known_keys
from tests.conftest import SMALL_PAPERS
from tests.support import contents, json_lines

TEXTS = [(f"key-{number}", paper["title"], paper["abstract"]) for number, paper in enumerate(SMALL_PAPERS)]


@pytest.fixture
def small_parts(monkeypatch):
    """Parts of one paper, so that a few papers occupy several processes."""
    monkeypatch.setattr(kg.extraction, "PART_SIZE", 1)


@pytest.fixture
def worker(tmp_path):
    child = Worker(tmp_path, "rules")
    yield child
    child.stop()


def test_any_number_of_processes_gives_the_same_files(small_parts, small_source, tmp_path):
    for jobs in (1, 2):
        kg.build(small_source, tmp_path / str(jobs), model="rules", jobs=jobs)
    assert contents(tmp_path / "1") == contents(tmp_path / "2")


def test_one_job_starts_no_process(small_parts, small_source, tmp_path, monkeypatch):
    monkeypatch.delattr(kg.extraction_pool, "Worker")
    assert kg.build(small_source, tmp_path / "g", model="rules", jobs=1).extracted == 4


def test_few_papers_start_no_process(small_source, tmp_path, monkeypatch):
    monkeypatch.delattr(kg.extraction_pool, "Worker")
    assert kg.build(small_source, tmp_path / "g", model="rules", jobs=8).extracted == 4


def test_worker_tells_how_many_are_done_and_writes_the_part(worker, tmp_path):
    told = []
    worker.extract(TEXTS, told.append)
    assert (sum(told), known_keys(tmp_path)) == (4, {key for key, _, _ in TEXTS})


def test_death_of_a_worker_is_one_sentence_and_keeps_its_parts(worker, tmp_path):
    worker.extract(TEXTS[:2], lambda _: None)
    os.kill(worker._process.pid, signal.SIGKILL)
    with pytest.raises(WorkerError, match=r"killed by signal 9.*what has been read is kept.*fewer --jobs"):
        worker.extract(TEXTS[2:], lambda _: None)
    assert known_keys(tmp_path) == {key for key, _, _ in TEXTS[:2]}


def test_build_goes_on_after_the_death_of_a_worker(small_parts, small_source, tmp_path, monkeypatch):
    extract = Worker.extract

    def deadly(self, texts, advance):
        extract(self, texts, advance)
        self._process.kill()

    monkeypatch.setattr(Worker, "extract", deadly)
    with pytest.raises(WorkerError):
        kg.build(small_source, tmp_path / "g", model="rules", jobs=2)
    monkeypatch.undo()
    kept = known_keys(tmp_path / "g" / "extractions")
    assert kept
    assert kg.build(small_source, tmp_path / "g", model="rules").extracted == 4 - len(kept)


def test_folder_that_cannot_be_written_is_an_error_of_the_disk(tmp_path):
    worker = Worker(tmp_path / "nowhere", "rules")
    with pytest.raises(OSError, match="No such file"):
        worker.extract(TEXTS[:1], lambda _: None)
    worker.stop()


def test_model_that_is_unusable_is_told(tmp_path):
    worker = Worker(tmp_path, str(tmp_path / "no-model"))
    with pytest.raises(ExtractorError, match=r"has no meta\.json"):
        worker.extract(TEXTS[:1], lambda _: None)
    worker.stop()


def test_other_extractors_read_everything_again_and_leave_no_trace(own_folder, small_source, monkeypatch):
    before = known_keys(own_folder / "extractions")
    monkeypatch.setattr("kg.builder.fingerprint", lambda model: "another")
    assert kg.build(small_source, own_folder, model="rules").extracted == 4
    assert known_keys(own_folder / "extractions").isdisjoint(before)


def test_same_extractors_leave_the_parts_alone(own_folder, small_source):
    before = contents(own_folder / "extractions")
    kg.build(small_source, own_folder, model="rules")
    assert contents(own_folder / "extractions") == before


def test_equal_texts_are_read_once(tmp_path):
    twice = [{**SMALL_PAPERS[0], "id": f"arXiv:2401.0000{number}"} for number in (1, 2)]
    (tmp_path / "papers.jsonl").write_text(json_lines(twice))
    report = kg.build(tmp_path / "papers.jsonl", tmp_path / "g", model="rules")
    assert (report.papers, report.extracted) == (2, 1)
    (part,) = (tmp_path / "g" / "extractions").iterdir()
    assert pq.read_metadata(part).num_rows == 1


def test_progress_ends_at_the_total(small_parts, small_source, tmp_path):
    calls = []
    kg.build(small_source, tmp_path / "g", model="rules", jobs=2, progress=lambda *call: calls.append(call))
    assert calls == [(1, 4), (2, 4), (3, 4), (4, 4)]


def test_worker_ends_with_its_parent(worker):
    worker._process.stdin.close()
    try:
        assert worker._process.wait(timeout=60) == 0
    except subprocess.TimeoutExpired:
        pytest.fail("the process goes on without a parent")
