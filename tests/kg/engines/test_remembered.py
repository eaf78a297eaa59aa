"""What is worked out of single texts is kept for the next session, and only while it is true."""

from pathlib import Path

import pyarrow as pa

from kg.engines.local import local_session
from kg.engines.remembered import Remembered

CODE, OTHER_CODE = "0123456789abcdef", "fedcba9876543210"
LENGTH = pa.schema([("text", pa.string()), ("length", pa.int64())])


class Lengths:
    """The lengths of texts, and which were asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, texts: pa.Table) -> pa.Table:
        rows = texts["text"].to_pylist()
        self.asked += rows
        return pa.table([rows, list(map(len, rows))], LENGTH)


def derived(folder: Path, *texts: str, code: str = CODE) -> tuple[list[tuple[str, int]], list[str]]:
    """The rows of texts in a session of its own, and the texts that were worked out for it."""
    lengths = Lengths()
    with local_session(Remembered(folder, code)) as session:
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


def test_other_code_works_everything_out_anew(tmp_path: Path) -> None:
    derived(tmp_path / "names", "a")

    assert derived(tmp_path / "names", "a", code=OTHER_CODE)[1] == ["a"]


def test_a_file_of_another_name_is_not_read(tmp_path: Path) -> None:
    derived(tmp_path / "names", "a")
    (file,) = (tmp_path / "names").iterdir()
    file.rename(file.with_stem(f"{file.stem} (1)"))

    assert derived(tmp_path / "names", "a")[1] == ["a"]


def test_nothing_stays_of_other_texts_code_and_tables(tmp_path: Path) -> None:
    derived(tmp_path / "names", "a", code=OTHER_CODE)
    (tmp_path / "names" / f"widths-{CODE}-{CODE}.parquet").write_bytes(b"of a table that there is no more")
    derived(tmp_path / "names", "b")

    (file,) = (tmp_path / "names").iterdir()
    assert file.name.startswith(f"lengths-{CODE}-")


def test_a_folder_may_be_named_like_a_partition(tmp_path: Path) -> None:
    folder = tmp_path / "year=2024"
    folder.mkdir()
    derived(folder / "names", "a")

    assert derived(folder / "names", "a") == ([("a", 1)], [])
