"""The pyvis page: nothing is fetched, names stay text, equal graphs give equal bytes."""

import base64
import hashlib
import json
import re
from html.parser import HTMLParser

import pytest

from exports import EXPORTERS
from exports.layout import force_layout
from tests.exports.hostile import TITLES, hostile_graph


class _Page(HTMLParser):
    """The tags and attributes of a page, and the contents of its scripts."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.attributes, self.scripts, self.inside = [], [], [], False
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [(tag, name, value) for name, value in attrs]
        if tag == "script":
            self.scripts.append("")
            self.inside = True

    def handle_endtag(self, tag):
        self.inside = self.inside and tag != "script"

    def handle_data(self, data):
        if self.inside:
            self.scripts[-1] += data


def write(graph, folder):
    (path,) = EXPORTERS.get("pyvis").export(graph, folder / "page.html")
    return path.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def page_text(small_graph, tmp_path_factory):
    return write(small_graph, tmp_path_factory.mktemp("page"))


@pytest.fixture(scope="module")
def hostile_text(tmp_path_factory):
    folder = tmp_path_factory.mktemp("hostile")
    return write(hostile_graph(folder), folder)


def test_nothing_is_loaded_from_anywhere(page_text):
    parsed = _Page(page_text)
    assert not {"link", "iframe", "img", "object", "embed", "base"} & set(parsed.tags)
    assert not [a for a in parsed.attributes if a[1] in {"src", "href", "action", "srcset", "poster"}]
    assert not re.search(r"@import|url\(", re.sub(r"<script>.*?</script>", "", page_text, flags=re.DOTALL))


def test_policy_admits_only_the_scripts_of_the_page(page_text):
    parsed = _Page(page_text)
    (policy,) = (
        value
        for tag, name, value in parsed.attributes
        if tag == "meta" and name == "content" and "default-src" in value
    )
    assert policy.startswith("default-src 'none'")
    for script in parsed.scripts[1:]:
        assert f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'" in policy
    assert "unsafe-inline'; script" not in policy
    assert "unsafe-eval" not in policy


def test_data_names_the_papers_and_entities(page_text, small_graph):
    data = json.loads(_Page(page_text).scripts[0])
    assert {node["id"] for node in data["nodes"]} == {r.id for r in [*small_graph.papers(), *small_graph.entities()]}
    assert len(data["edges"]) == len(small_graph.statements())
    assert all(isinstance(node["x"], float) and isinstance(node["y"], float) for node in data["nodes"])


def test_edges_quote_their_sentences(page_text, small_graph):
    data = json.loads(_Page(page_text).scripts[0])
    quotes = {quote["quote"] for edge in data["details"]["edges"] for quote in edge["quotes"]}
    assert "This survey covers image classification." in quotes


def test_hostile_names_add_no_element(hostile_text, page_text):
    assert sorted(set(_Page(hostile_text).tags)) == sorted(set(_Page(page_text).tags))
    assert _Page(hostile_text).tags.count("script") == 3
    assert not [a for a in _Page(hostile_text).attributes if a[1].startswith("on")]


def test_hostile_names_arrive_as_text(hostile_text):
    data = json.loads(_Page(hostile_text).scripts[0])
    labels = {node["label"] for node in data["details"]["nodes"].values() if node["type"] == "Paper"}
    assert len(labels) == len(TITLES)
    assert any("<script>alert(1)</script>" in label for label in labels)
    assert any("onerror=alert(4)" in label for label in labels)
    assert "<script>alert(1)" not in hostile_text


def test_data_holds_no_character_that_ends_a_script(hostile_text):
    assert not re.search(r"[<>&\u2028\u2029]", _Page(hostile_text).scripts[0])


def test_page_without_statements_is_written(tmp_path, small_graph, monkeypatch):
    monkeypatch.setattr(type(small_graph), "statements", lambda self: [])
    monkeypatch.setattr(type(small_graph), "claims", lambda self: [])
    assert "0 statements" in write(small_graph, tmp_path)


def test_large_graphs_are_cut_with_a_note(small_graph, tmp_path, monkeypatch):
    monkeypatch.setattr("exports.pyvis_page.MAX_NODES", 6)
    text = write(small_graph, tmp_path)
    data = json.loads(_Page(text).scripts[0])
    shown = len(data["nodes"])
    assert 0 < shown <= 6
    left_out = len(small_graph.papers()) + len(small_graph.entities()) - shown
    assert f"{left_out} less supported nodes are left out" in text
    identifiers = {node["id"] for node in data["nodes"]}
    assert all(edge["from"] in identifiers and edge["to"] in identifiers for edge in data["edges"])


def test_whole_graphs_have_no_note(page_text):
    assert "left out" not in _without_scripts(page_text)


def _without_scripts(text):
    return re.sub(r"<script.*?</script>", "", text, flags=re.DOTALL)


def test_layout_is_deterministic_and_spread_out():
    edges = [(0, 1), (1, 2), (3, 3)]
    place = force_layout(5, edges)
    assert place.shape == (5, 2)
    assert (place == force_layout(5, edges)).all()
    assert len({tuple(p) for p in place.tolist()}) == 5


def test_layout_of_nothing_is_empty():
    assert force_layout(0, []).shape == (0, 2)
