"""Lists of records: sequences that rank, and show themselves as tables."""

import sys

import pytest

from kg.errors import KgError
from kg.record_list import RecordList
from kg.records import Entity, Paper


def entity(label, papers):
    return Entity(f"method/{label}", "Method", label, ("<b>", "x"), None, None, papers, papers)


@pytest.fixture
def entities():
    return RecordList(Entity, [entity("a", 1), entity("b", 3), entity("c", 3), entity("d", 2)])


def test_it_is_equal_to_a_list_or_tuple_of_the_same(entities):
    assert entities == list(entities)
    assert tuple(entities) == entities
    assert entities != list(entities)[:3]


def test_a_slice_is_such_a_list(entities):
    assert isinstance(entities[1:], RecordList)
    assert [e.label for e in entities[1:3]] == ["b", "c"]


def test_top_ranks_entities_by_papers_and_keeps_the_order_of_equals(entities):
    assert [e.label for e in entities.top(3)] == ["b", "c", "d"]


@pytest.mark.parametrize(("n", "count"), [(0, 0), (-1, 0), (99, 4)])
def test_top_takes_any_number(entities, n, count):
    assert len(entities.top(n)) == count


def test_papers_rank_by_date_undated_last():
    papers = RecordList(Paper, [Paper("x", "X", ""), Paper("y", "Y", "", "2019"), Paper("z", "Z", "", "2020-01")])
    assert [p.id for p in papers.top(3)] == ["z", "y", "x"]


def test_records_in_notebooks_are_escaped(entities):
    page = entities._repr_html_()
    assert "<b>" not in page
    assert "&lt;b&gt;" in page


def test_long_lists_are_cut_in_notebooks():
    page = RecordList(Entity, [entity(str(n), 1) for n in range(100)])._repr_html_()
    assert page.count("<tr>") == 31
    assert "100" in page


def test_a_data_frame_has_a_column_a_field_even_without_records(entities):
    assert entities.to_pandas().paper_count.tolist() == [1, 3, 3, 2]
    assert list(RecordList(Entity, []).to_pandas().columns)[:3] == ["id", "type", "label"]


def test_without_pandas_the_error_says_what_to_install(entities, monkeypatch):
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(KgError, match=r"pip install 'paperkg\[pandas\]'"):
        entities.to_pandas()
