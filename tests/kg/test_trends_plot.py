"""Pictures of trends."""

import pytest

from kg.errors import ExportError
from kg.trends import Trend
from kg.trends_plot import plot_trends

TRENDS = (
    Trend("method/a", "Ünï $x_1$ <net>", {"2019": 1, "2020": 4}, 5, 1.0),
    Trend("method/b", "diffusion model", {"2019": 0, "2020": 3}, 3, 2.0),
)


@pytest.mark.parametrize(("name", "head"), [("t.png", b"\x89PNG"), ("t.svg", b"<?xml")])
def test_picture_is_of_the_kind_that_its_name_says(tmp_path, name, head):
    plot_trends(TRENDS, tmp_path / name)
    assert (tmp_path / name).read_bytes().startswith(head)


@pytest.mark.parametrize("name", ["t.png", "t.svg"])
def test_equal_trends_give_equal_bytes(tmp_path, name):
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        plot_trends(TRENDS, tmp_path / folder / name)
    assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_many_entities_are_cut_to_those_that_can_be_read(tmp_path):
    plot_trends(TRENDS * 30, tmp_path / "t.svg")
    assert (tmp_path / "t.svg").read_text().count("<!-- diffusion model -->") == 10


@pytest.mark.parametrize("name", ["t.nonsense", "missing/t.png"])
def test_file_that_cannot_be_written_is_an_export_error(tmp_path, name):
    with pytest.raises(ExportError, match=r"name a \.png or \.svg"):
        plot_trends(TRENDS, tmp_path / name)


def test_nothing_to_draw_is_an_export_error(tmp_path):
    with pytest.raises(ExportError, match="more papers"):
        plot_trends((), tmp_path / "t.png")
