"""How large and how quick the explorer page is, against pyvis with positions computed beforehand.

    python benchmarks/explorer_speed.py GRAPH [--top 10000 50000]

Headless Chromium without a GPU opens each page from disk. Columns: size of the file; seconds to write it, and of these
to lay it out; seconds until the page answers; milliseconds until a search has its suggestions, and until a filter is on
the screen (median of five); 95th percentile of the time between frames while the picture is dragged.
"""

import argparse
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.support.ui import WebDriverWait

import kg
from exports import pyvis_page
from exports.explorer import Cut, Explorer, data, layout

_FRAMES = """
window.frames_ = []; let last = performance.now();
const step = () => {
  const now = performance.now();
  frames_.push(now - last); last = now;
  if (window.going_) requestAnimationFrame(step);
};
window.going_ = true; requestAnimationFrame(step);
"""
_ROW = "{:<26}{:>8}{:>9}{:>10}{:>9}{:>11}{:>11}{:>13}"
_SEARCH = """
const times = [];
for (const text of ["n", "ne", "neural", "graph", "large language"]) {
  const start = performance.now();
  explorer.search.input.value = text; explorer.search.suggest(); document.body.offsetHeight;
  times.push(performance.now() - start);
}
explorer.search.close(); return times;
"""
_FILTER = """
const done = arguments[0], times = [];
const changes = [{ confidence: 50 }, { confidence: 0 }, { support: 2 }, { support: 1 }, { from: 24240, to: 24299 }];
const next = () => {
  if (!changes.length) { explorer.resetFilters(); return done(times); }
  const start = performance.now(), before = document.getElementById("picture").dataset.frames;
  explorer.set(changes.shift());
  const wait = () => document.getElementById("picture").dataset.frames === before ? requestAnimationFrame(wait)
    : (times.push(performance.now() - start), setTimeout(next, 50));
  wait();
};
next();
"""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("graph", type=Path)
    parser.add_argument("--top", type=int, nargs="+", default=[10_000, 50_000])
    parser.add_argument("--pyvis", type=int, default=10_000, help="nodes of the page to compare with, 0 for none")
    arguments = parser.parse_args()
    graph = kg.open(arguments.graph)
    print(_ROW.format("page", "MB", "write s", "layout s", "ready s", "search ms", "filter ms", "drag p95 ms"))
    with tempfile.TemporaryDirectory() as folder, _browser(folder) as driver:
        for top in arguments.top:
            _explorer(driver, graph, Path(folder), top)
        if arguments.pyvis:
            _pyvis(driver, graph, Path(folder), arguments.pyvis)


def _explorer(driver: webdriver.Chrome, graph: kg.Graph, folder: Path, top: int) -> None:
    spent = {"layout": 0.0}
    original = layout.community_layout

    def timed(*args: Any) -> layout.Layout:
        start = time.process_time()
        try:
            return original(*args)
        finally:
            spent["layout"] += time.process_time() - start

    data.community_layout = timed
    page = folder / f"explorer-{top}.html"
    start = time.process_time()
    Explorer(Cut(top=top)).export(graph, page)
    written = time.process_time() - start
    data.community_layout = original
    ready = _open(driver, page, "return document.body.dataset.ready")
    counts = driver.execute_script("return [explorer.model.count, explorer.model.edgeCount]")
    search = statistics.median(driver.execute_script(_SEARCH))
    filtering = statistics.median(driver.execute_async_script(_FILTER))
    frames = _drag(driver, "#picture")
    name = f"explorer {counts[0]:,}/{counts[1]:,}"
    _print(name, page, written, spent["layout"], ready, f"{search:.0f}", f"{filtering:.0f}", frames)


def _pyvis(driver: webdriver.Chrome, graph: kg.Graph, folder: Path, nodes: int) -> None:
    """The pyvis page with as many nodes, its positions from the explorer's layout: its own is for few nodes."""

    def place(count: int, edges: list[tuple[int, int]]) -> np.ndarray:
        source, target = np.array(edges, dtype=np.int32).T
        return layout.community_layout(count, source, target, np.ones(len(edges))).position * 60

    pyvis_page.MAX_NODES, pyvis_page.force_layout = nodes, place
    page = folder / "pyvis.html"
    start = time.process_time()
    pyvis_page.PyvisPage().export(graph, page)
    written = time.process_time() - start
    ready = _open(driver, page, "return document.body.getAttribute('data-drawn') === 'true'")
    counts = driver.execute_script("return [data.nodes.length, data.edges.length]")
    _print(f"pyvis {counts[0]:,}/{counts[1]:,}", page, written, None, ready, "-", "-", _drag(driver, "#picture"))


def _browser(folder: str) -> webdriver.Chrome:
    options = Options()
    options.binary_location = "/usr/bin/chromium"
    profile = f"--user-data-dir={folder}/profile"
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--window-size=1400,900", profile):
        options.add_argument(argument)
    driver = webdriver.Chrome(options=options, service=Service("/usr/bin/chromedriver"))
    driver.set_script_timeout(120)
    return driver


def _open(driver: webdriver.Chrome, page: Path, condition: str) -> float:
    driver.get("about:blank")
    start = time.perf_counter()
    driver.get(page.as_uri())
    WebDriverWait(driver, 300, 0.02).until(lambda d: d.execute_script(condition))
    return time.perf_counter() - start


def _drag(driver: webdriver.Chrome, selector: str) -> float:
    """The 95th percentile of the time between frames, in milliseconds, while the picture follows the mouse."""
    box = driver.execute_script("return document.querySelector(arguments[0]).getBoundingClientRect()", selector)
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    def mouse(kind: str, dx: float, dy: float) -> None:
        driver.execute_cdp_cmd(
            "Input.dispatchMouseEvent",
            {"type": kind, "x": x + dx, "y": y + dy, "button": "left", "buttons": 1, "clickCount": 1},
        )

    time.sleep(1)
    mouse("mousePressed", 0, 0)
    mouse("mouseMoved", 3, 3)
    driver.execute_script(_FRAMES)
    for step in range(60):
        mouse("mouseMoved", 4 * step % 200, 3 * step % 150)
    driver.execute_script("window.going_ = false")
    mouse("mouseReleased", 100, 100)
    frames = driver.execute_script("return frames_")
    return float(np.percentile(frames, 95))


def _print(
    name: str, page: Path, written: float, laid: float | None, ready: float, search: str, filtering: str, frames: float
) -> None:
    size, lay = page.stat().st_size / 1e6, "-" if laid is None else f"{laid:.1f}"
    row = (name, f"{size:.2f}", f"{written:.1f}", lay, f"{ready:.2f}", search, filtering, f"{frames:.0f}")
    print(_ROW.format(*row), flush=True)


if __name__ == "__main__":
    main()
