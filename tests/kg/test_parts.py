"""Extraction parts: whole or not there, and without texts that nothing uses."""

import pytest

from extractors.records import Extraction
from kg.parts import keep_only, known_keys, parts, sweep, write_part

NOTHING = Extraction((), (), (), (), ())


@pytest.fixture
def folder(tmp_path):
    """Two parts of two texts each."""
    write_part(tmp_path, ["a", "b"], [NOTHING, NOTHING])
    write_part(tmp_path, ["c", "d"], [NOTHING, NOTHING])
    return tmp_path


def test_part_is_known_by_its_keys(folder):
    assert known_keys(folder) == {"a", "b", "c", "d"}


def test_unused_texts_leave_their_part(folder):
    keep_only(folder, {"a", "c", "d"})
    assert known_keys(folder) == {"a", "c", "d"}
    assert len(list(parts(folder))) == 2


def test_part_of_unused_texts_goes(folder):
    keep_only(folder, {"a", "b"})
    assert len(list(parts(folder))) == 1


def test_used_parts_are_left_alone(folder):
    before = {path: path.stat().st_mtime_ns for path in parts(folder)}
    keep_only(folder, {"a", "b", "c", "d"})
    assert {path: path.stat().st_mtime_ns for path in parts(folder)} == before


def test_part_that_fails_midway_is_not_there(tmp_path):
    def failing():
        yield NOTHING
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        write_part(tmp_path, ["a", "b"], failing())
    assert known_keys(tmp_path) == set()


def test_what_a_killed_build_was_writing_is_swept(folder):
    before = set(folder.iterdir())
    (folder / "0123.77.tmp").write_bytes(b"half")
    sweep(folder)
    assert set(folder.iterdir()) == before
