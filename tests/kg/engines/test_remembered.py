"""What is worked out of single texts is kept for the next session, and only while it is true."""

from pathlib import Path

import pyarrow as pa
import pytest

from kg.engines import remembered
from kg.engines.local import local_session

LENGTH = pa.schema([("text", pa.string()), ("length", pa.int64())])


class Lengths:
    """The lengths of texts, and which were asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, texts: pa.Table) -> pa.Table:
        rows = texts["text"].to_pylist()
        self.asked += rows
        return pa.table([rows, list(map(len, rows))], LENGTH)


def derived(folder: Path, *texts: str) -> tuple[list[tuple[str, int]], list[str]]:
    """The rows of texts in a session of its own, and the texts that were worked out for it."""
    lengths = Lengths()
    with local_session(folder) as session:
        session.load("given", pa.table({"text": list(texts)}))
        session.derive("lengths", "SELECT DISTINCT text FROM given", lengths, LENGTH)
        return sorted(session.rows("SELECT * FROM lengths")), sorted(lengths.asked)


def test_only_new_texts_are_worked_out(tmp_path: Path) -> None:
    derived(tmp_path / "names", "a", "bc")

    rows, asked = derived(tmp_path / "names", "bc", "def")

    assert rows == [("bc", 2), ("def", 3)]
    assert asked == ["def"]


def test_texts_that_a_session_lacks_are_forgotten(tmp_path: Path) -> None:
    derived(tmp_path / "names", "a", "bc")
    derived(tmp_path / "names", "bc")

    assert derived(tmp_path / "names", "a", "bc")[1] == ["a"]


def test_a_damaged_file_is_not_read(tmp_path: Path) -> None:
    derived(tmp_path / "names", "a")
    (file,) = (tmp_path / "names").iterdir()
    file.write_bytes(file.read_bytes()[:-9] + b"123456789")

    assert derived(tmp_path / "names", "a") == ([("a", 1)], ["a"])


def test_other_code_works_everything_out_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    derived(tmp_path / "names", "a")
    monkeypatch.setattr(remembered, "_code", lambda: "0123456789abcdef")

    assert derived(tmp_path / "names", "a")[1] == ["a"]


def test_each_table_has_one_file(tmp_path: Path) -> None:
    derived(tmp_path / "names", "a")
    derived(tmp_path / "names", "b")

    assert len(list((tmp_path / "names").iterdir())) == 1
