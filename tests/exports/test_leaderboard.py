import csv
import io

import pytest

from exports.leaderboard import Leaderboard, leaderboard_rows
from kg.records import Entity, Paper, Result
from tests.exports.exporter_cases import ExporterCases


class TestLeaderboardFormat(ExporterCases):
    format = "leaderboard"


class _Board:
    """What the leaderboard asks of a graph."""

    def __init__(self, *results, title="A Paper"):
        self._results, self._title = results, title

    def entities(self):
        names = {"method/a": "Method", "dataset/d": "Dataset", "metric/m": "Metric", "task/t": "Task"}
        return [Entity(i, kind, i[-1].upper(), (), None, None, 1, 1) for i, kind in names.items()]

    def papers(self):
        return [Paper("paper/p", self._title, "Abstract.", "2020-01-01", "day")]

    def results(self):
        return list(self._results)


def result(value, *, metric="metric/m", dataset="dataset/d", quote="a quote", **more):
    slots = {"method": "method/a", "task": None, "unit": None, "bound": "exact", "kind": "absolute"} | more
    return Result(
        id=f"result/{value}",
        paper="paper/p",
        dataset=dataset,
        metric=metric,
        value=value,
        section="abstract",
        quote_start=0,
        quote_end=7,
        quote=quote,
        score=0.9,
        **slots,
    )


def test_rows_of_one_board_go_from_the_largest_value():
    rows = leaderboard_rows(_Board(result("9.5"), result("10")))
    assert [row["value"] for row in rows] == ["10", "9.5"]


@pytest.mark.parametrize("slots", [{"metric": None}, {"dataset": None, "task": None}])
def test_a_result_without_metric_or_place_is_on_no_board(slots):
    assert leaderboard_rows(_Board(result("1", **slots))) == []


def test_a_csv_cell_never_begins_a_formula(tmp_path):
    Leaderboard().export(_Board(result("-3", quote="=1+1")), tmp_path / "board.csv")
    row = next(csv.DictReader(io.StringIO((tmp_path / "board.csv").read_text())))
    assert (row["value"], row["quote"]) == ("-3", "'=1+1")


def test_markdown_escapes_what_would_break_a_table(tmp_path):
    Leaderboard().export(_Board(result("1"), title="a|b <script>"), tmp_path / "board.md")
    assert r"a\|b \<script\>" in (tmp_path / "board.md").read_text()


def test_a_bound_is_told(tmp_path):
    Leaderboard().export(_Board(result("4", bound="up_to", unit="%")), tmp_path / "board.md")
    assert "| up to 4 % |" in (tmp_path / "board.md").read_text()
