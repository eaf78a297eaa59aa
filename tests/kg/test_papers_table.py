"""The papers table in portions."""

from kg.papers_table import missing_ids, stored_papers, without, write_papers
from kg.records import Paper


def test_papers_are_left_out_by_id(tmp_path):
    write_papers([Paper("paper/a", "A", "x"), Paper("paper/b", "B", "x")], tmp_path / "stored")
    assert without(tmp_path / "stored", {"paper/a"}, tmp_path / "rest") == 1
    assert [paper.id for paper in stored_papers(tmp_path / "rest")] == ["paper/b"]


def test_missing_ids_come_in_the_order_given(tmp_path):
    write_papers([Paper("paper/b", "B", "x")], tmp_path / "stored")
    assert missing_ids(tmp_path / "stored", ["paper/c", "paper/b", "paper/a"]) == ["paper/c", "paper/a"]
