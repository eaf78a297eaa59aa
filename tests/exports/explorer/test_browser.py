"""The explorer page in Chromium, opened from disk: picture, search, filters, time, focus, evidence, paths."""

import pytest

pytestmark = pytest.mark.browser

NO_WEBGL = (
    "const get = HTMLCanvasElement.prototype.getContext;"
    "HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {"
    " return kind.startsWith('webgl') ? null : get.call(this, kind, ...rest); };"
)
# Chromium without a graphics card computes WebGL itself, which the page takes for slow: it is told another name.
WITH_CARD = (
    "const ask = WebGL2RenderingContext.prototype.getParameter;"
    "WebGL2RenderingContext.prototype.getParameter = function (name) {"
    " return name === 0x9246 ? 'A graphics card' : ask.call(this, name); };"
)
SHOWN = "return explorer.shown.nodes.reduce((a, b) => a + b, 0)"
SLIDE = (
    "const field = document.querySelector(arguments[0]); field.value = arguments[1];"
    "field.dispatchEvent(new Event('input', { bubbles: true }))"
)


@pytest.mark.parametrize(("before", "renderer"), [(None, "canvas"), (WITH_CARD, "webgl"), (NO_WEBGL, "canvas")])
def test_page_draws_without_any_request_or_error(page, demo_page, before, renderer):
    page.open(demo_page, before=before)
    assert page.requests() == [demo_page.as_uri()]
    assert page.errors() == []
    assert page.js("return document.body.dataset.ready") == renderer
    assert page.js("return explorer.picture.labels.length") > 20


def test_names_do_not_overlap(page, demo_page):
    page.open(demo_page)
    boxes = page.js(
        "const c = document.createElement('canvas').getContext('2d');"
        "return explorer.picture.labels.map(l => { c.font = `${l.weight} ${l.size}px system-ui`;"
        " return [l.left, l.left + c.measureText(l.text).width, l.middle - l.size / 2, l.middle + l.size / 2]; })"
    )
    for number, (left, right, top, bottom) in enumerate(boxes):
        for a, b, c, d in boxes[:number]:
            assert right < a or b < left or bottom <= c or d <= top


def test_search_is_used_by_keyboard_alone(page, demo_page):
    from selenium.webdriver.common.keys import Keys

    page.open(demo_page)
    page.type("/", "transf")
    assert "transformer" in page.js("return document.getElementById('find-list').innerText")
    page.type(Keys.ARROW_DOWN, Keys.ARROW_UP, Keys.ENTER)
    assert "Method" in page.card("transformer")
    page.type(Keys.ESCAPE)
    assert page.js("return document.getElementById('card').hidden")


def test_search_finds_aliases_and_titles(page, demo_page):
    page.open(demo_page)
    found = "return explorer.index.find(arguments[0]).map(f => explorer.model.label(f.node))"
    assert "Attention Is All You Need" in page.js(found, "all you need")
    alias, label = page.js(
        "const m = explorer.model; for (let n = m.paperNodes; n < m.count; n++) for (const a of m.aliasesOf(n))"
        " if (a.length > 6 && !m.label(n).toLowerCase().includes(a.toLowerCase())) return [a, m.label(n)]"
    )
    assert label in page.js(found, alias)


def test_filters_combine_and_their_counts_follow(page, demo_page):
    page.open(demo_page)
    every = page.js(SHOWN)
    statements = page.js("return explorer.result.statements")
    page.js("[...document.querySelectorAll('.choice')].find(c => c.innerText.startsWith('Papers')).click()")
    without_papers = page.js(SHOWN)
    assert without_papers == every - 52
    assert page.js("return explorer.result.statements") < statements
    page.js(SLIDE, "#filters .slider:nth-of-type(1) input", 50)
    assert page.js("return Math.min(...explorer.model.confidence.filter((_, e) => explorer.shown.edges[e]))") >= 50
    page.js(SLIDE, "#filters .slider:nth-of-type(2) input", 2)
    assert 0 < page.js(SHOWN) < without_papers
    assert page.js("return document.querySelector('.summary').innerText").startswith("0 papers")
    page.js("document.querySelector('#filters .panel-head button').click()")
    assert page.js(SHOWN) == every


def test_relations_are_switched_off_together(page, demo_page):
    page.open(demo_page)
    page.js("document.querySelector('[aria-label=\"Show no relations\"]').click()")
    assert page.js("return explorer.result.statements") == 0
    page.js("document.querySelector('[aria-label=\"Show all relations\"]').click()")
    assert page.js("return explorer.result.statements") > 0


def test_time_brush_shows_what_papers_of_that_time_say(page, demo_page, demo_graph):
    page.open(demo_page)
    page.js("explorer.set({ from: 2017 * 12, to: 2017 * 12 + 11 })")
    expected = [p for p in demo_graph.papers() if (p.published or "").startswith("2017")]
    assert page.js("return explorer.result.papers") == len(expected)
    assert f"{len(expected)} papers" in page.js("return document.querySelector('.summary').innerText")
    named = {m.entity for m in demo_graph.mentions() if m.paper in {p.id for p in expected}}
    assert page.js("return explorer.result.entities") == len(named)
    assert page.js("return document.querySelectorAll('.chart rect.out').length") > 0
    page.js("document.querySelector('#time .when button').click()")
    assert page.js("return explorer.state.from") is None


def test_time_brush_is_moved_by_its_handles_and_plays(page, demo_page):
    page.open(demo_page)
    page.js(SLIDE, "#time input[aria-label=From]", 30)
    start = page.js("return explorer.state.from")
    assert start is not None
    page.js("document.querySelector('#time button[aria-label=Play]').click()")
    page.until("return explorer.state.from < arguments[0] || explorer.state.from > arguments[0]", start)
    page.js("document.querySelector('#time button[aria-label=Pause]').click()")
    assert page.js("return document.querySelector('#time button[aria-label=Play]') !== null")


@pytest.mark.parametrize("before", [None, WITH_CARD], ids=["canvas", "webgl"])
def test_click_on_a_node_shows_what_is_known_of_it(page, demo_page, demo_graph, before):
    page.open(demo_page, before=before)
    node = page.node("dataset/imagenet")
    page.js("explorer.picture.fit([arguments[0]], false)", node)
    page.until("return explorer.picture.labels.some(l => l.node === arguments[0])", node)
    x, y = page.js(
        "const v = explorer.picture.renderer.view(), s = explorer.picture.scene, n = arguments[0];"
        "return [v.x(s.px[n]), v.y(s.py[n])]",
        node,
    )
    page.click_at(x, y)
    text = page.card("ImageNet")
    entity = demo_graph.find_entity("ImageNet")
    assert f"{entity.paper_count} papers · {entity.mention_count} mentions" in text
    assert f"{entity.first_seen} to {entity.last_seen}" in text
    assert all(alias in text for alias in entity.aliases)
    assert page.js("return document.querySelectorAll('#card .timeline rect').length") > 3


def test_click_on_an_edge_shows_the_sentences(page, small_page):
    page.open(small_page)
    edge = page.js(
        "const m = explorer.model; return [...m.source.keys()].find(e => m.source[e] < m.paperNodes && "
        "m.label(m.source[e]).startsWith('A Survey') && m.label(m.target[e]) === 'image classification')"
    )
    page.js("const m = explorer.model, e = arguments[0]; explorer.picture.fit([m.source[e], m.target[e]], false)", edge)
    place = (
        "const v = explorer.picture.renderer.view(), s = explorer.picture.scene, m = explorer.model;"
        "const a = m.source[arguments[0]], b = m.target[arguments[0]], t = arguments[1];"
        "return [v.x(s.px[a]) * (1 - t) + v.x(s.px[b]) * t, v.y(s.py[a]) * (1 - t) + v.y(s.py[b]) * t]"
    )
    page.click_at(*page.js(place, edge, 0.5))
    text = page.card("Statement")
    assert "This survey covers image classification." in text or "A Survey of Image Classification" in text
    assert "confidence" in text
    assert page.js("return document.querySelector('#card mark') !== null")


def test_steps_widen_the_neighbourhood_and_only_hides_the_rest(page, demo_page):
    page.open(demo_page, "#node=method/transformer&only=1")
    page.card("transformer")
    one = page.js(SHOWN)
    page.type("2")
    two = page.js(SHOWN)
    page.type("3")
    assert 1 < one < two < page.js(SHOWN) <= page.js("return explorer.model.count")
    page.type("o")
    assert page.js(SHOWN) == page.js("return explorer.model.count")


def test_shortest_path_comes_with_its_evidence(page, demo_page):
    from selenium.webdriver.common.keys import Keys

    page.open(demo_page, "#node=method/transformer")
    page.card("Path to")
    page.js("[...document.querySelectorAll('#card .controls button')].at(-1).click()")
    page.type("ImageNet", Keys.ENTER)
    text = page.card("Shortest path")
    assert "ImageNet" in text
    steps = page.js("return explorer.path.edges.length")
    assert steps >= 1
    page.until("return document.querySelectorAll('#card .path blockquote').length >= arguments[0]", 1)
    ends = page.js("const p = explorer.path.nodes; return [p[0], p.at(-1)].map(explorer.model.idOf)")
    assert ends == ["method/transformer", "dataset/imagenet"]


def test_address_restores_the_view(page, demo_page):
    page.open(demo_page)
    page.js(
        "const m = explorer.model; explorer.set({ view: 'table', confidence: 30, from: 24200, to: 24300, hops: 2,"
        " node: m.nodeOfId('task/image-classification'), hiddenTypes: new Set([m.type[0]]) })"
    )
    page.js("explorer.picture.camera = [0.4, 0.6, 0.5]")
    link = page.until("const l = explorer.link(); return location.hash.includes('camera=0.4') ? l : null")
    page.open(demo_page, "#" + link.partition("#")[2])
    state = page.js(
        "const s = explorer.state; return [s.view, s.confidence, s.from, s.to, s.hops, explorer.model.idOf(s.node),"
        " s.hiddenTypes.size, explorer.picture.camera.map(v => Math.round(v * 10) / 10)]"
    )
    assert state == ["table", 30, 24200, 24300, 2, "task/image-classification", 1, [0.4, 0.6, 0.5]]


def test_nonsense_in_the_address_is_passed_over(page, small_page):
    page.open(small_page, "#view=x&node=nobody&months=9-1&confidence=-5&camera=a%20b%20c&path=p&edge=%00&hops=99")
    assert page.errors() == []
    assert page.js("return [explorer.state.view, explorer.state.node, explorer.state.hops]") == ["picture", None, 3]


def test_page_without_webgl_draws_on_a_canvas(page, demo_page):
    page.open(demo_page, before=NO_WEBGL)
    page.until("return explorer.picture.labels.length > 20")
    assert page.js(
        "const c = document.querySelector('#picture canvas');"
        "return c.getContext('2d').getImageData(0, 0, c.width, c.height).data.some(v => v)"
    )


def test_both_renderers_put_nodes_in_the_same_places(page, demo_page):
    places = []
    for before in (NO_WEBGL, WITH_CARD):
        page.open(demo_page, "#camera=0.45%200.5%200.5", before=before)
        places.append(
            page.js(
                "const v = explorer.picture.renderer.view(), s = explorer.picture.scene;"
                "return [0, 9, 99].flatMap(n => [v.x(s.px[n]), v.y(s.py[n])])"
            )
        )
    assert places[0] == pytest.approx(places[1], abs=2)


def test_page_says_what_it_left_out(page, cut_page):
    page.open(cut_page)
    text = page.js("return document.getElementById('left-out').innerText")
    assert "within 1 step of “transformer”" in text
    assert "nodes are left out" in text
