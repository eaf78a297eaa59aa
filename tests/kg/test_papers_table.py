"""The papers table: records of any number and order, merged by id in portions, give the same file."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.papers import merge_papers
from kg.papers_table import merge_files, missing_ids, stored_papers, without, write_papers
from kg.records import Paper

RECORDS = st.lists(
    st.builds(
        Paper,
        id=st.sampled_from(["paper/a", "paper/b", "paper/é"]),
        title=st.sampled_from(["A", "B"]),
        abstract=st.sampled_from(["x", "longer"]),
        authors=st.sampled_from([(), ("Ada", "Bo")]),
        author_count=st.sampled_from([None, 2]),
        source=st.sampled_from(["jsonl", "hf-daily"]),
    ),
    max_size=5,
)


@given(RECORDS, RECORDS)
def test_file_holds_what_merging_in_memory_gives(tmp_path_factory, stored, read):
    folder = tmp_path_factory.mktemp("papers")
    write_papers(merge_papers(stored), folder / "stored")
    write_papers(read, folder / "read")
    count = merge_files(folder / "read", folder / "stored", folder / "merged")
    expected = merge_papers([*stored, *read])
    assert (list(stored_papers(folder / "merged")), count) == (expected, len(expected))


def test_bytes_do_not_depend_on_the_portions(tmp_path):
    papers = [Paper(f"paper/{number:03}", f"Title {number}", "An abstract.") for number in range(50)]
    write_papers(papers[::-1], tmp_path / "all")
    merge_files(tmp_path / "all", None, tmp_path / "one")
    write_papers(papers[30:], tmp_path / "later")
    write_papers(papers[:30], tmp_path / "earlier")
    merge_files(tmp_path / "later", tmp_path / "earlier", tmp_path / "two")
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


@pytest.mark.parametrize(("replace", "abstract"), [(True, "Short."), (False, "A long abstract.")])
def test_replacing_takes_the_paper_that_was_read(tmp_path, replace, abstract):
    write_papers([Paper("paper/a", "A", "A long abstract."), Paper("paper/b", "B", "x")], tmp_path / "stored")
    write_papers([Paper("paper/a", "A", "Short.")], tmp_path / "read")
    merge_files(tmp_path / "read", tmp_path / "stored", tmp_path / "merged", replace=replace)
    assert [paper.abstract for paper in stored_papers(tmp_path / "merged")] == [abstract, "x"]


def test_papers_are_left_out_by_id(tmp_path):
    write_papers([Paper("paper/a", "A", "x"), Paper("paper/b", "B", "x")], tmp_path / "stored")
    assert without(tmp_path / "stored", {"paper/a"}, tmp_path / "rest") == 1
    assert [paper.id for paper in stored_papers(tmp_path / "rest")] == ["paper/b"]


def test_missing_ids_come_in_the_order_given(tmp_path):
    write_papers([Paper("paper/b", "B", "x")], tmp_path / "stored")
    assert missing_ids(tmp_path / "stored", ["paper/c", "paper/b", "paper/a"]) == ["paper/c", "paper/a"]
