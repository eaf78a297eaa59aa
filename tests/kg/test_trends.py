import pytest

import kg
from kg.errors import KgError
from kg.trends import period_of, trends
from tests.support import json_lines


def build_dated(folder, rows):
    """A graph of one paper a (date, dataset) pair."""
    source = folder / "papers.jsonl"
    records = [
        {
            "title": f"Paper number {i}",
            "abstract": f"We train on {dataset} for image classification.",
            "published": date,
        }
        for i, (date, dataset) in enumerate(rows)
    ]
    source.write_text(json_lines(records), encoding="utf-8")
    kg.build(source, folder / "graph", model="rules")
    return kg.open(folder / "graph")


class TestPeriodOf:
    def test_cuts_a_date_to_the_period(self):
        assert period_of("2018-06-20", "month") == "2018-06"

    def test_a_date_less_precise_than_the_period_has_none(self):
        assert period_of("2018", "month") is None

    def test_no_date_has_no_period(self):
        assert period_of(None, "year") is None


class TestTimeline:
    def test_counts_papers_by_year_with_the_empty_years_between(self, tmp_path):
        graph = build_dated(tmp_path, [("2018-01-01", "ImageNet"), ("2020-05", "ImageNet"), ("2020", "ImageNet")])
        assert graph.timeline("ImageNet") == {"2018": 1, "2019": 0, "2020": 2}

    def test_months_go_over_the_turn_of_the_year(self, tmp_path):
        graph = build_dated(tmp_path, [("2018-11-01", "ImageNet"), ("2019-02-01", "ImageNet")])
        assert list(graph.timeline("ImageNet", "month")) == ["2018-11", "2018-12", "2019-01", "2019-02"]

    def test_a_paper_without_a_date_invents_none(self, tmp_path):
        graph = build_dated(tmp_path, [("2018-01-01", "ImageNet"), (None, "ImageNet")])
        assert graph.timeline("ImageNet") == {"2018": 1}

    def test_an_unknown_name_is_one_sentence(self, small_graph):
        with pytest.raises(KgError, match="no entity is called 'phlogiston'"):
            small_graph.timeline("phlogiston")


class TestTrends:
    def test_what_came_late_rises_above_what_came_early(self, tmp_path):
        early = [(f"2015-0{i}-01", "CIFAR-10") for i in range(1, 5)]
        late = [(f"2020-0{i}-01", "ImageNet") for i in range(1, 5)]
        found = trends(build_dated(tmp_path, early + late), "Dataset")
        assert [(t.label, t.growth > 0) for t in found] == [("ImageNet", True), ("CIFAR-10", False)]

    def test_too_few_papers_are_no_trend(self, tmp_path):
        graph = build_dated(tmp_path, [("2015-01-01", "CIFAR-10"), ("2020-01-01", "ImageNet")])
        assert trends(graph, "Dataset") == []

    def test_a_graph_without_dates_is_one_sentence(self, tmp_path):
        with pytest.raises(KgError, match="no paper of this graph is dated"):
            trends(build_dated(tmp_path, [(None, "ImageNet")]), "Dataset")

    def test_command_prints_csv(self, tmp_path, run_kg):
        build_dated(tmp_path, [(f"202{i}-01-01", "ImageNet") for i in range(4)])
        done = run_kg("trends", tmp_path / "graph", "--type", "dataset", "--format", "csv")
        assert done.out.splitlines()[0] == "entity,papers,growth,2020,2021,2022,2023"
        assert done.out.splitlines()[1].startswith("ImageNet,4,")


def test_timeline_by_an_unknown_period_names_the_known_ones(tmp_path):
    graph = build_dated(tmp_path, [("2018", "ImageNet")])
    with pytest.raises(KgError, match="the periods are year, month"):
        graph.timeline("ImageNet", by="week")
