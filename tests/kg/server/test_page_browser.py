"""The query page in Chromium: it answers, offers what the server gives it, and asks nobody else."""

import json

import pytest

from tests.kg.server.serving import serving
from tests.support import browser

pytestmark = pytest.mark.browser
WAIT = 60


@pytest.fixture(scope="module")
def driver(tmp_path_factory):
    with browser(tmp_path_factory.mktemp("profile")) as running:
        running.get("about:blank")
        yield running


def until(driver, condition):
    """What the condition gives once it gives something; the page may replace its nodes while they are read."""
    from selenium.common.exceptions import NoSuchElementException, StaleElementReferenceException
    from selenium.webdriver.support.ui import WebDriverWait

    passing = (NoSuchElementException, StaleElementReferenceException)
    return WebDriverWait(driver, WAIT, ignored_exceptions=passing).until(condition)


def open_page(driver, address):
    driver.get_log("performance")
    driver.get_log("browser")
    driver.get("about:blank")
    driver.get(address)
    until(driver, lambda d: d.find_element("tag name", "body").get_attribute("data-ready") == "true")


def run(driver, query=None):
    """Run the query in the editor, or another one."""
    if query is not None:
        driver.execute_script("document.querySelector('.CodeMirror').CodeMirror.setValue(arguments[0])", query)
    driver.find_element("css selector", ".yasqe_queryButton").click()


def editor(driver):
    """The query in the editor."""
    return driver.execute_script("return document.querySelector('.CodeMirror').CodeMirror.getValue()")


def table(driver, words=""):
    """The text of the table of results once it holds the words; read in one step, as the page may replace it."""
    script = "return [...document.querySelectorAll('.yasr table.dataTable')].map(e => e.innerText).join(' ')"
    return until(driver, lambda d: (text := d.execute_script(script)) and words in text and text)


def requested(driver):
    """The addresses asked for, and the complaints of the browser."""
    events = [json.loads(entry["message"])["message"] for entry in driver.get_log("performance")]
    urls = [e["params"]["request"]["url"] for e in events if e["method"] == "Network.requestWillBeSent"]
    complaints = [entry["message"] for entry in driver.get_log("browser") if entry["level"] == "SEVERE"]
    return [url for url in urls if not url.startswith(("data:", "about:", "chrome"))], complaints


def test_page_answers_and_talks_to_this_server_alone(driver, server):
    open_page(driver, f"{server.address}query")
    run(driver, "SELECT ?label { ?d a pkg:Dataset ; skos:prefLabel ?label }")
    assert table(driver, "ImageNet")
    urls, complaints = requested(driver)
    assert any(url.endswith("/sparql") for url in urls)
    assert [url for url in urls if not url.startswith(server.address)] == []
    assert complaints == []


def test_first_query_is_answered_and_declares_its_prefixes(driver, server):
    open_page(driver, f"{server.address}query")
    driver.execute_script("localStorage.clear()")
    open_page(driver, f"{server.address}query")
    assert editor(driver).startswith("PREFIX skos: <")
    run(driver)
    assert table(driver, "Dataset")
    assert not driver.find_elements("css selector", ".parseErrorIcon")


def test_completing_a_prefix_asks_nobody(driver, server):
    open_page(driver, f"{server.address}query")
    driver.execute_script(
        "const cm = document.querySelector('.CodeMirror').CodeMirror;"
        "cm.setValue('PREFIX pk'); cm.setCursor(0, 9); cm.focus(); cm.autocomplete(false)"
    )
    until(driver, lambda d: "paperkg" in d.find_element("css selector", ".CodeMirror-hints").text)
    urls, complaints = requested(driver)
    assert [url for url in urls if not url.startswith(server.address)] == []
    assert complaints == []


def test_page_says_when_an_answer_was_cut(driver, server):
    open_page(driver, f"{server.address}query")
    run(driver, "SELECT * { ?s ?p ?o }")
    until(driver, lambda d: "after 50 rows" in d.find_element("id", "note").text)


def test_error_is_shown_as_the_server_says_it(driver, server):
    open_page(driver, f"{server.address}query")
    run(driver, "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }")
    until(driver, lambda d: "SERVICE is refused" in d.find_element("css selector", ".yasr").text)


def test_markup_in_the_graph_is_text(driver, server):
    open_page(driver, f"{server.address}query")
    hostile = "<img src=x onerror=document.body.dataset.ran=1>"
    run(driver, f'SELECT ("{hostile}" AS ?x) ("{hostile}"^^rdf:HTML AS ?y) {{}}')
    assert table(driver, "onerror")
    assert driver.find_element("tag name", "body").get_attribute("data-ran") is None


def test_page_offers_the_examples_that_the_server_gives(driver, server):
    examples = json.loads(server.ask(target="/examples.json").body)
    open_page(driver, f"{server.address}query")
    assert driver.find_element("id", "example-choice").is_displayed() == bool(examples)
    options = driver.find_elements("css selector", "#examples option")
    assert [option.get_attribute("textContent") for option in options[1:]] == [e["title"] for e in examples]
    for example, option in list(zip(examples, options[1:], strict=True))[:1]:
        option.click()
        assert driver.find_element("id", "question").text == example["question"]
        assert editor(driver).endswith(example["sparql"])
        assert table(driver)


def test_explorer_is_shown_and_leads_to_the_query_page(driver, server):
    requested(driver)
    driver.get(server.address)
    until(driver, lambda d: "4 papers" in d.find_element("id", "filters").text)
    urls, complaints = requested(driver)
    assert urls == [server.address]
    assert complaints == []
    driver.find_element("id", "query-page").click()
    until(driver, lambda d: d.find_element("tag name", "body").get_attribute("data-ready") == "true")


def test_page_sends_the_token_of_its_address_and_hides_it(driver, small_folder):
    with serving(small_folder, environment={"PAPERKG_TOKEN": "secret-of-this-test"}) as closed:
        open_page(driver, f"{closed.address}query#token=secret-of-this-test")
        assert driver.current_url == f"{closed.address}query"
        run(driver, "SELECT ?label { ?d a pkg:Dataset ; skos:prefLabel ?label }")
        assert table(driver, "ImageNet")


def test_page_without_the_token_says_what_is_missing(driver, small_folder):
    with serving(small_folder, environment={"PAPERKG_TOKEN": "secret-of-this-test"}) as closed:
        open_page(driver, f"{closed.address}query")
        assert "#token=" in driver.find_element("id", "note").text
