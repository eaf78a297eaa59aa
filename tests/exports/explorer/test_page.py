"""The explorer page as a file: nothing is fetched, names stay text, equal graphs give equal bytes."""

import base64
import hashlib
import re

import numpy as np
import pytest

from exports.explorer import Cut, explorer_html
from exports.explorer.blocks import column_block
from tests.exports.explorer.reading import read_columns, read_json
from tests.exports.exporter_cases import ExporterCases
from tests.exports.hostile import TITLES, hostile_graph


class TestExplorer(ExporterCases):
    format = "explorer"


@pytest.fixture(scope="module")
def page(small_graph):
    return explorer_html(small_graph)


def scripts(page):
    """The scripts that run."""
    return re.findall(r"<script>(.*?)</script>", page, flags=re.DOTALL)


def test_page_refers_to_nothing_outside(page):
    markup = re.sub(r"<script.*?</script>|<style>.*?</style>", "", page, flags=re.DOTALL)
    assert not re.search(r"\b(src|href|srcset|action|data)\s*=", markup)
    assert not re.search(r"<(link|iframe|img|object|embed|base)\b", markup)
    (style,) = re.findall(r"<style>(.*?)</style>", page, flags=re.DOTALL)
    assert not re.search(r"@import|url\(", style)


def test_policy_admits_only_the_script_and_style_inside(page):
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page).group(1).replace("&#39;", "'")
    (script,), (style,) = scripts(page), re.findall(r"<style>(.*?)</style>", page, flags=re.DOTALL)
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    for text in (script, style):
        assert f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'" in policy


def test_page_holds_nodes_and_statements(page, small_graph):
    names, columns = read_json(page, "names"), read_columns(page, "graph")
    assert names["entities"] == [e.label for e in small_graph.entities()]
    assert len(columns["x"]) == len(small_graph.papers()) + len(small_graph.entities())
    assert sum(columns["support"] > 0) == len(small_graph.statements())
    assert columns["papers"].sum() == len(columns["named"])


def test_every_claim_has_its_sentence(page, small_graph):
    sentences, claims = read_json(page, "sentences"), read_columns(page, "claims")
    papers = {p.id: p for p in small_graph.papers()}
    said = sorted(sentences[number] for number in claims["sentence"].tolist())
    assert said == sorted(c.sentence(papers[c.paper]) for c in small_graph.claims())


def test_only_web_addresses_are_kept(small_graph, monkeypatch):
    import dataclasses

    papers = [dataclasses.replace(p, url="javascript:alert(1)") for p in small_graph.papers()]
    monkeypatch.setattr(type(small_graph), "papers", lambda self: papers)
    assert set(read_json(explorer_html(small_graph), "details")["urls"]) == {""}


def test_hostile_names_stand_in_no_markup(tmp_path, page):
    hostile = explorer_html(hostile_graph(tmp_path))
    outline = [re.sub(r"<script.*?</script>|<title>.*?</title>", "", p, flags=re.DOTALL) for p in (hostile, page)]
    assert outline[0] == outline[1]
    assert scripts(hostile) == scripts(page)
    assert any("<script>alert(1)</script>" in title for title in read_json(hostile, "names")["papers"])
    assert len(read_json(hostile, "names")["papers"]) == len(TITLES)


def test_page_says_what_was_cut(small_graph):
    meta = read_json(explorer_html(small_graph, Cut(top=3)), "meta")
    assert meta["cut"]["top"] == 3
    assert meta["graph"]["papers"] == 4


def test_columns_come_back_as_they_were():
    columns = {"a": np.array([3, 1, 70_000]), "b": np.array([], dtype=int), "c": np.array([5, 5, 300])}
    text = f'id="block-x">{column_block(columns, frozenset({"c"}))}</script>'
    assert {name: column.tolist() for name, column in read_columns(text, "x").items()} == {
        name: column.tolist() for name, column in columns.items()
    }


def test_notebook_shows_the_page_in_a_frame_of_its_own(small_graph):
    shown = small_graph.show(focus="ImageNet", hops=1, height=300)._repr_html_()
    assert shown.startswith("<iframe srcdoc=")
    assert 'height="300"' in shown
    assert "allow-same-origin" not in shown
    assert re.fullmatch(r'<iframe srcdoc="[^"<]*" [^<]*></iframe>', shown)
