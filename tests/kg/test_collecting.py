"""Collecting papers through files: the same papers as in memory, the same bytes however the records were cut."""

import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.collecting import collect_files
from kg.papers_table import write_papers
from kg.records import Paper
from tests.kg.library import collect, stored_papers
from tests.kg.test_identity import ARXIV, CROSSREF, MANY, PAGE, paper


def run(folder, *portions, replace=False):
    """The tables after a build of each portion."""
    stored = None
    for number, portion in enumerate(portions):
        work = folder / str(number)
        work.mkdir()
        write_papers(portion, work / "read.parquet")
        stored = collect_files(work / "read.parquet", stored, work, replace=replace)
    return stored


# Each example is several builds.
@settings(max_examples=20)
@given(st.lists(MANY, min_size=2, max_size=3))
def test_files_hold_what_collecting_in_memory_gives_however_it_is_cut(tmp_path_factory, portions):
    folder = tmp_path_factory.mktemp("parts")
    (folder / "parts").mkdir()
    (folder / "whole").mkdir()
    together = [record for portion in portions for record in portion]
    parts = run(folder / "parts", *portions)
    whole = run(folder / "whole", together)
    expected = list(collect(together).papers)
    assert stored_papers(whole.papers) == expected
    assert parts.papers.read_bytes() == whole.papers.read_bytes()
    assert parts.variants.read_bytes() == whole.variants.read_bytes()


def test_old_identifier_leaves_no_trace(tmp_path):
    made = run(tmp_path, [PAGE], [ARXIV], [CROSSREF])
    assert [p.id for p in stored_papers(made.papers)] == ["arxiv/2310.08513"]


@pytest.mark.parametrize(("replace", "abstract", "source"), [(True, "Short.", "x"), (False, ARXIV.abstract, "jsonl+x")])
def test_replacing_takes_what_was_read_of_the_work(tmp_path, replace, abstract, source):
    other = paper("Feeding Sparrows in Winter Gardens")
    short = paper(ARXIV.title, "Short.", source="x")
    made = run(tmp_path, [ARXIV, other], [short], replace=replace)
    found = {p.title: p for p in stored_papers(made.papers)}
    assert (found[ARXIV.title].abstract, found[ARXIV.title].source) == (abstract, source)
    assert found[other.title] == other


def test_replacing_forgets_the_identifier_of_what_was_replaced(tmp_path):
    title = "A survey of owls in northern woods"
    numbered = Paper("arxiv/2001.00001", title, "Owls are counted by night.", arxiv_id="2001.00001")
    made = run(tmp_path, [numbered], [paper(title, "Owls are counted by day.")], replace=True)
    assert stored_papers(made.papers) == list(collect([paper(title, "Owls are counted by day.")]).papers)


def test_papers_are_left_out_with_their_variants(tmp_path):
    made = run(tmp_path, [PAGE, ARXIV, paper("Feeding Sparrows in Winter Gardens")])
    rest = collect_files(None, made, tmp_path, dropped={"arxiv/2310.08513"})
    assert [p.title for p in stored_papers(rest.papers)] == ["Feeding Sparrows in Winter Gardens"]
    assert pq.read_metadata(rest.variants).num_rows == 0
