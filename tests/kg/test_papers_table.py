"""The papers table in portions."""

from kg.papers_table import missing_ids, write_papers
from kg.records import Paper


def test_missing_ids_come_in_the_order_given(tmp_path):
    write_papers([Paper("paper/b", "B", "x")], tmp_path / "stored")
    assert missing_ids(tmp_path / "stored", ["paper/c", "paper/b", "paper/a"]) == ["paper/c", "paper/a"]
