"""One browser for all tests of the explorer page, and the pages they open."""

import json

import pytest

import kg
from exports import EXPORTERS
from exports.explorer import Cut, Explorer
from kg.cli.demo import EXAMPLE, examples_folder
from tests.exports.hostile import hostile_graph
from tests.support import browser

WAIT = 60


class Page:
    """A page in the browser: opening, asking its program, pressing keys."""

    def __init__(self, driver, downloads):
        self.driver, self.downloads = driver, downloads
        self.asked = []

    def open(self, path, fragment="", width=1200, height=800, features=None, before=None):
        """Open a page from disk and wait until it is ready."""
        self.driver.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride",
            {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600},
        )
        wanted = {"prefers-color-scheme": "light", "prefers-reduced-motion": "reduce", **(features or {})}
        self.driver.execute_cdp_cmd(
            "Emulation.setEmulatedMedia",
            {"media": "", "features": [{"name": name, "value": value} for name, value in wanted.items()]},
        )
        script = None
        if before:
            script = self.driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": before})
        self.driver.get("about:blank")
        self.driver.get_log("performance")
        self.driver.get_log("browser")
        self.driver.get(path.as_uri() + fragment)
        self.until("return document.body.dataset.ready")
        if script:
            self.driver.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", script)
        return self

    def js(self, script, *arguments):
        return self.driver.execute_script(script, *arguments)

    def until(self, script, *arguments):
        """What a script returns, once that is true."""
        from selenium.webdriver.support.ui import WebDriverWait

        return WebDriverWait(self.driver, WAIT, 0.05).until(lambda d: d.execute_script(script, *arguments))

    def requests(self):
        """Addresses asked for since the page was opened, but those inside the browser."""
        events = [json.loads(entry["message"])["message"] for entry in self.driver.get_log("performance")]
        urls = [e["params"]["request"]["url"] for e in events if e["method"] == "Network.requestWillBeSent"]
        return [url for url in urls if not url.startswith(("chrome:", "chrome-", "data:", "blob:", "about:"))]

    def errors(self):
        return [entry["message"] for entry in self.driver.get_log("browser") if entry["level"] == "SEVERE"]

    def type(self, *keys):
        from selenium.webdriver.common.action_chains import ActionChains

        for key in keys:
            ActionChains(self.driver).send_keys(key).perform()
        return self

    def click_at(self, x, y):
        from selenium.webdriver.common.action_chains import ActionChains

        picture = self.driver.find_element("id", "picture")
        x, y = round(x - picture.size["width"] / 2), round(y - picture.size["height"] / 2)
        ActionChains(self.driver).move_to_element_with_offset(picture, x, y).click().perform()

    def card(self, words):
        """The text of the card, once it has the words."""
        return self.until(
            "const t = document.getElementById('card').innerText; return t.includes(arguments[0]) ? t : null", words
        )

    def node(self, identifier):
        """The number of a node."""
        return self.js("return explorer.model.nodeOfId(arguments[0])", identifier)

    def downloaded(self, name):
        """A file that the page gave, once it is there."""
        from selenium.webdriver.support.ui import WebDriverWait

        path = self.downloads / name
        WebDriverWait(self.driver, WAIT, 0.05).until(lambda _: path.exists() and path.stat().st_size)
        return path.read_bytes()

    def take(self, name):
        """Press a line of the menu."""
        self.js(
            "explorer.menu.toggle();"
            "[...document.querySelectorAll('[role=menuitem]')].find(b => b.textContent === arguments[0]).click()",
            name,
        )


@pytest.fixture(scope="session")
def page(tmp_path_factory):
    downloads = tmp_path_factory.mktemp("downloads")
    with browser(tmp_path_factory.mktemp("profile")) as driver:
        driver.execute_cdp_cmd("Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(downloads)})
        yield Page(driver, downloads)


@pytest.fixture(scope="session")
def small_page(small_graph, tmp_path_factory):
    (path,) = EXPORTERS.get("explorer").export(small_graph, tmp_path_factory.mktemp("small-page") / "page.html")
    return path


@pytest.fixture(scope="session")
def demo_graph(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo") / "graph"
    kg.build(examples_folder() / EXAMPLE, folder, model="rules")
    return kg.open(folder)


@pytest.fixture(scope="session")
def demo_page(demo_graph, tmp_path_factory):
    (path,) = EXPORTERS.get("explorer").export(demo_graph, tmp_path_factory.mktemp("demo-page") / "page.html")
    return path


@pytest.fixture(scope="session")
def cut_page(demo_graph, tmp_path_factory):
    path = tmp_path_factory.mktemp("cut-page") / "page.html"
    Explorer(Cut(focus="transformer", hops=1)).export(demo_graph, path)
    return path


@pytest.fixture(scope="session")
def hostile_page(tmp_path_factory):
    folder = tmp_path_factory.mktemp("hostile-page")
    (path,) = EXPORTERS.get("explorer").export(hostile_graph(folder), folder / "page.html")
    return path
