"""The pyvis page in Chromium, opened from disk."""

import json

import pytest

from exports import EXPORTERS
from tests.exports.hostile import TITLES, hostile_graph
from tests.support import browser

pytestmark = pytest.mark.browser
WAIT = 60


@pytest.fixture(scope="module")
def driver(tmp_path_factory):
    with browser(tmp_path_factory.mktemp("profile")) as running:
        running.get("about:blank")
        yield running


@pytest.fixture(scope="module")
def hostile_page(tmp_path_factory):
    folder = tmp_path_factory.mktemp("hostile")
    (path,) = EXPORTERS.get("pyvis").export(hostile_graph(folder), folder / "page.html")
    return path


def show(driver, path):
    """Open a page and wait until it is drawn; returns the addresses asked for outside the browser itself."""
    from selenium.webdriver.support.ui import WebDriverWait

    driver.get_log("performance")
    driver.get_log("browser")
    driver.get(path.as_uri())
    WebDriverWait(driver, WAIT).until(
        lambda d: d.find_element("tag name", "body").get_attribute("data-drawn") == "true"
    )
    events = [json.loads(entry["message"])["message"] for entry in driver.get_log("performance")]
    asked = [e["params"]["request"]["url"] for e in events if e["method"] == "Network.requestWillBeSent"]
    return [url for url in asked if not url.startswith(("chrome:", "chrome-", "data:"))]


def search(driver, text):
    """Choose a name in the search field; returns the text of the panel."""
    driver.execute_script(
        "const field = document.getElementById('search'); field.value = arguments[0];"
        "field.dispatchEvent(new Event('change'));",
        text,
    )
    return driver.find_element("id", "panel").text


def test_page_draws_from_disk_without_any_request(driver, small_graph, tmp_path):
    (path,) = EXPORTERS.get("pyvis").export(small_graph, tmp_path / "page.html")
    assert show(driver, path) == [path.as_uri()]
    assert [entry for entry in driver.get_log("browser") if entry["level"] == "SEVERE"] == []
    assert driver.find_elements("css selector", "#picture canvas")


def test_search_shows_what_a_node_is_linked_to(driver, small_graph, tmp_path):
    (path,) = EXPORTERS.get("pyvis").export(small_graph, tmp_path / "page.html")
    show(driver, path)
    panel = search(driver, "imagenet")
    assert "ImageNet" in panel
    assert "Dataset" in panel
    assert "Faster Training on ImageNet" in panel


def test_click_on_a_node_shows_it(driver, small_graph, tmp_path):
    from selenium.webdriver.common.action_chains import ActionChains

    (path,) = EXPORTERS.get("pyvis").export(small_graph, tmp_path / "page.html")
    show(driver, path)
    paper = small_graph.papers()[0]
    place = driver.execute_script(
        "network.moveTo({ position: network.getPosition(arguments[0]), scale: 2 });"
        "return network.canvasToDOM(network.getPosition(arguments[0]));",
        paper.id,
    )
    canvas = driver.find_element("css selector", "#picture canvas")
    x, y = (round(place[axis] - canvas.size[side] / 2) for axis, side in (("x", "width"), ("y", "height")))
    ActionChains(driver).move_to_element_with_offset(canvas, x, y).click().perform()
    from selenium.webdriver.support.ui import WebDriverWait

    WebDriverWait(driver, WAIT).until(lambda d: paper.title in d.find_element("id", "panel").text)


def test_hostile_names_run_nothing_and_show_as_text(driver, hostile_page):
    from selenium.common.exceptions import NoAlertPresentException

    assert show(driver, hostile_page) == [hostile_page.as_uri()]
    for title in TITLES[:4]:
        assert title in search(driver, title)
    with pytest.raises(NoAlertPresentException):
        _ = driver.switch_to.alert
    assert not driver.find_elements("css selector", "#panel img, #panel script, #panel a")
