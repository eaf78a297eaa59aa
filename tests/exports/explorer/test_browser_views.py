"""The explorer page in Chromium: tables, leaderboards, keys, and every kind of screen."""

import re

import pytest

from tests.exports.explorer.test_browser import WITH_CARD
from tests.exports.hostile import TITLES

pytestmark = pytest.mark.browser


def test_table_has_what_is_on_screen_and_sorts(page, demo_page):
    page.open(demo_page, "#view=table&without=Paper")
    assert page.js("return document.querySelector('caption').innerText") == (
        f"Nodes: {page.js('return explorer.result.entities')}"
    )
    assert page.js("return document.querySelectorAll('tbody tr').length") == 100
    column = "return [...document.querySelectorAll('tbody td:first-child')].map(c => c.innerText.trim())"
    page.js("document.querySelector('thead th:first-child button').click()")
    ascending = page.js(column)
    page.js("document.querySelector('thead th:first-child button').click()")
    assert page.js("return document.querySelector('th').getAttribute('aria-sort')") == "descending"
    assert page.js(column)[0].casefold() > ascending[0].casefold()


def test_table_of_statements_leads_to_their_evidence(page, demo_page):
    page.open(demo_page, "#view=table")
    page.js("[...document.querySelectorAll('#sheet .steps button')].at(-1).click()")
    assert page.js("return document.querySelector('caption').innerText").startswith("Statements: ")
    page.js("document.querySelector('tbody .why').click()")
    assert page.card("Statement")


def _results(page, demo_page, board):
    """The cells of the table of results under a board."""
    page.open(demo_page, f"#view=results&{board}")
    page.until("return document.querySelector('#sheet tbody tr')")
    return page.js(
        "return [...document.querySelectorAll('#sheet tbody tr')].map(r => [...r.children].map(c => c.innerText))"
    )


def test_results_of_several_metrics_come_latest_first(page, demo_page, demo_graph):
    rows = _results(page, demo_page, "dataset=ImageNet")
    imagenet = demo_graph.find_entity("ImageNet").id
    expected = [r for r in demo_graph.results() if r.dataset == imagenet and r.metric]
    assert len(rows) == len(expected)
    assert {row[8].strip('“”"') for row in rows} == {r.quote for r in expected}
    dates = [row[6] for row in rows]
    assert dates == sorted(dates, reverse=True)


def test_leaderboard_of_a_dataset_and_metric_has_the_highest_first(page, demo_page):
    rows = _results(page, demo_page, "dataset=ImageNet&metric=top-1%20accuracy")
    values = [float(re.sub(r"^[^\d.-]+|[^\d.]+$", "", row[1])) for row in rows]
    assert len(values) > 1
    assert values == sorted(values, reverse=True)


def _luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_colours_follow_the_system_with_enough_contrast(page, small_page, scheme):
    page.open(small_page, features={"prefers-color-scheme": scheme})
    style = "return getComputedStyle(document.documentElement).getPropertyValue(arguments[0]).trim()"
    colours = {name: page.js(style, f"--{name}") for name in ("ink", "soft", "accent", "panel", "page", "faint")}
    colours = {n: c if len(c) == 7 else "#" + "".join(2 * x for x in c[1:]) for n, c in colours.items()}
    for text in ("ink", "soft", "accent"):
        for ground in ("panel", "page", "faint"):
            high, low = sorted((_luminance(colours[text]), _luminance(colours[ground])), reverse=True)
            assert (high + 0.05) / (low + 0.05) >= 4.5, (text, ground)
    assert (_luminance(colours["page"]) > 0.5) == (scheme == "light")


def test_theme_is_switched_by_hand(page, small_page):
    page.open(small_page)
    page.js("document.querySelector('[aria-label=\"Light or dark\"]').click()")
    assert page.js("return document.documentElement.dataset.theme") == "dark"
    assert page.js("return explorer.picture.scene.palette.background") == "#11151a"


def test_phone_shows_everything_without_scrolling_sideways(page, demo_page):
    page.open(demo_page, "#node=method/transformer", width=390, height=844)
    page.card("transformer")
    assert page.js("return document.documentElement.scrollWidth") == 390
    assert page.js("return document.getElementById('picture').clientHeight") > 300
    page.js("document.getElementById('filters-toggle').click()")
    page.until("return document.getElementById('filters').getBoundingClientRect().left >= 0")


def test_nothing_moves_where_the_system_asks_for_stillness(page, demo_page):
    page.open(demo_page, before=WITH_CARD)
    page.js("explorer.choose(explorer.model.nodeOfId('dataset/imagenet'))")
    before = page.until("return explorer.picture.camera[2] < 1 && explorer.picture.camera")
    assert before == page.js("return explorer.picture.camera")


def test_paper_gets_the_picture_as_lines(page, small_page):
    page.open(small_page)
    page.js("window.dispatchEvent(new Event('beforeprint'))")
    assert page.js("return document.querySelectorAll('#paper text').length") > 3
    page.js("window.dispatchEvent(new Event('afterprint'))")
    assert page.js("return document.getElementById('paper')") is None


def test_every_control_has_a_name_for_screen_readers(page, demo_page):
    page.open(demo_page, "#node=method/transformer")
    page.card("transformer")
    nameless = page.js(
        "const named = e => e.textContent.trim() || e.getAttribute('aria-label') || e.labels?.length;"
        "const controls = document.querySelectorAll('button, input, select, [role=application]');"
        "return [...controls].filter(e => !named(e)).map(e => e.outerHTML)"
    )
    assert nameless == []
    assert "The table has the same" in page.js("return document.getElementById('picture').getAttribute('aria-label')")


def test_help_lists_the_keys(page, small_page):
    page.open(small_page)
    page.type("?")
    keys = page.until("return [...document.querySelectorAll('dialog kbd')].map(k => k.innerText)")
    assert {"/", "Esc", "?"} <= set(keys)


def test_help_keeps_its_keys_and_closes_with_escape(page, small_page):
    from selenium.webdriver.common.keys import Keys

    page.open(small_page)
    page.type("?", "t", Keys.ESCAPE)
    page.until("return document.querySelector('dialog') === null")
    assert page.js("return explorer.state.view") == "picture"


def test_card_follows_the_key_for_only_these(page, demo_page):
    page.open(demo_page, "#node=dataset%2Fimagenet")
    page.card("only these")
    page.type("o")
    assert page.js("return document.querySelector('#card .only input').checked")
    page.type("o")
    assert not page.js("return document.querySelector('#card .only input').checked")


def test_keyboard_stays_on_the_card_when_it_changes(page, demo_page):
    from selenium.webdriver.common.keys import Keys

    page.open(demo_page, "#node=dataset%2Fimagenet")
    page.card("only these")
    page.js("document.querySelector('#card [aria-label=\"2 steps\"]').focus()")
    page.type(Keys.ENTER)
    page.until("return document.activeElement.matches('#card [aria-label=\"2 steps\"][aria-pressed=true]')")
    page.js("document.querySelector('#card .why').focus()")
    page.type(Keys.ENTER)
    page.until("return explorer.state.edge !== null && document.activeElement.matches('#card .close')")


def test_hostile_names_run_nothing_and_show_as_text(page, hostile_page):
    from selenium.common.exceptions import NoAlertPresentException

    page.open(hostile_page)
    assert page.requests() == [hostile_page.as_uri()]
    for number in range(len(TITLES)):
        title = page.js("return explorer.model.titles[arguments[0]]", number)
        page.js("explorer.search.input.value = arguments[0]; explorer.search.suggest()", title)
        assert title.split()[0] in page.js("return document.getElementById('find-list').textContent")
        page.js("explorer.choose(arguments[0])", number)
        page.until("return document.querySelector('#card h2')?.textContent === arguments[0]", title)
    page.js("explorer.set({ view: 'table' })")
    page.js("explorer.set({ edge: 0 })")
    page.card("Statement")
    with pytest.raises(NoAlertPresentException):
        _ = page.driver.switch_to.alert
    assert page.js("return document.querySelectorAll('main img, main script, main iframe, #card a').length") == 0
    assert page.errors() == []
