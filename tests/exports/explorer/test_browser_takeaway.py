"""The explorer page in Chromium: what one can take away from it."""

import csv
import io
import json
import xml.etree.ElementTree as ET
from urllib.parse import unquote

import pytest

pytestmark = pytest.mark.browser


def test_pictures_are_taken_away(page, demo_page):
    page.open(demo_page)
    page.take("Picture as PNG")
    assert page.downloaded("graph.png").startswith(b"\x89PNG")
    page.take("Picture as SVG")
    root = ET.fromstring(page.downloaded("graph.svg"))
    texts = {element.text for element in root.iter("{http://www.w3.org/2000/svg}text")}
    assert "ImageNet" in texts
    assert len(list(root.iter("{http://www.w3.org/2000/svg}path"))) > 500


def test_tables_are_taken_away_without_formulas(page, hostile_page):
    page.open(hostile_page)
    page.js("explorer.model.titles[0] = '=cmd|x\"y,z'")
    page.take("Nodes as CSV")
    rows = list(csv.reader(io.StringIO(page.downloaded("nodes.csv").decode())))
    assert rows[0] == ["Name", "Type", "Papers", "Links", "First seen", "Last seen"]
    assert rows[1][0] == "'=cmd|x\"y,z"
    assert len(rows) == 1 + page.js("return explorer.model.count")


def test_all_of_it_is_taken_away_as_json(page, small_page, small_graph):
    page.open(small_page)
    page.take("All of it as JSON")
    data = json.loads(page.downloaded("graph.json"))
    assert {n["id"] for n in data["nodes"]} == {r.id for r in [*small_graph.papers(), *small_graph.entities()]}
    stated = {(s["subject"], s["predicate"], s["object"]) for s in data["statements"] if s["support"]}
    assert stated == {(s.subject, s.predicate, s.object) for s in small_graph.statements()}
    assert "This survey covers image classification." in {
        e["sentence"] for s in data["statements"] for e in s["evidence"]
    }


def test_papers_are_taken_away_as_bibtex(page, small_page):
    page.open(small_page)
    page.take("Papers as BibTeX")
    text = page.downloaded("papers.bib").decode()
    assert text.count("@misc{") == 4
    assert "eprint = {1512.03385}" in text
    assert "author = {Ada Example and Bo Sample}" in text
    assert "year = {2017},\n  month = jun" in text
    assert "\\& “Other” Ω Things" in text


@pytest.mark.parametrize(
    "fragment",
    [
        "",
        "#not=uses%20mentions&confidence=30",
        "#node=dataset/imagenet&hops=2",
        "#months=24180-24240&without=Metric",
        "#support=2",
    ],
)
def test_view_as_sparql_gives_the_statements_on_screen(page, small_page, small_graph, fragment):
    page.open(small_page, fragment + ("&only=1" if "node" in fragment else ""))
    page.js(
        "window.copied = null; Object.defineProperty(navigator, 'clipboard',"
        " { configurable: true, value: { writeText: async t => { window.copied = t; } } });"
    )
    page.take("Copy as SPARQL")
    query = page.until("return window.copied")
    found = small_graph.sparql(query).rows
    answer = {tuple(unquote(row[name]) for name in ("subject", "predicate", "object")) for row in found}
    shown = page.js(
        "const m = explorer.model; return [...m.source.keys()].filter(e => explorer.shown.edges[e] && m.support[e])"
        ".map(e => [m.meta.base + m.idOf(m.source[e]), m.meta.namespace + m.meta.predicates[m.predicate[e]].name,"
        " m.meta.base + m.idOf(m.target[e])])"
    )
    assert answer == {tuple(row) for row in shown}
    assert answer


@pytest.mark.parametrize(
    "fragment",
    [
        "",
        "#not=uses%20mentions&confidence=30",
        "#node=dataset/imagenet&hops=1&only=1",
        "#node=dataset/imagenet&hops=2&only=1",
        "#months=24180-24240&without=Metric",
        "#support=2",
    ],
)
def test_view_as_cypher_gives_the_statements_on_screen(page, small_page, small_graph, fragment):
    page.open(small_page, fragment)
    page.js(
        "window.copied = null; Object.defineProperty(navigator, 'clipboard',"
        " { configurable: true, value: { writeText: async t => { window.copied = t; } } });"
    )
    page.take("Copy as Cypher")
    found = small_graph.cypher(page.until("return window.copied")).rows
    answer = {(row["subject"], row["relation"], row["object"]) for row in found if row["support"]}
    shown = page.js(
        "const m = explorer.model; return [...m.source.keys()].filter(e => explorer.shown.edges[e] && m.support[e])"
        ".map(e => [m.idOf(m.source[e]), m.meta.predicates[m.predicate[e]].cypher, m.idOf(m.target[e])])"
    )
    assert answer == {tuple(row) for row in shown}
    assert answer


def test_copied_text_is_shown_where_the_clipboard_is_closed(page, small_page):
    page.open(small_page)
    page.js(
        "Object.defineProperty(navigator, 'clipboard',"
        " { configurable: true, value: { writeText: () => Promise.reject() } })"
    )
    page.take("Copy as Cypher")
    text = page.until("return document.querySelector('dialog textarea')?.value")
    assert text.startswith("MATCH (a)-[r:")
    assert "USES" in text
