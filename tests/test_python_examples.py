"""The examples of docs/python.md and of the docstrings, run as they stand, where the shipped examples are."""

import doctest
import importlib
import re
from pathlib import Path

import pytest

import extractors.spacy_component  # noqa: F401  (an installed paperkg registers it by its entry point)
import kg

ROOT = Path(__file__).parent.parent
MODULES = (
    "kg", "kg.api", "kg.cli.show", "kg.compare", "kg.diff", "kg.graph", "kg.graph_tables", "kg.record_list",
    "extractors.findings",
)  # fmt: skip


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    """Work in a folder that has the shipped examples and no graph."""
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def beside(four_papers, monkeypatch):
    """Work in the folder that holds the graph."""
    monkeypatch.chdir(four_papers.store.path.parent)


def run(test):
    """The failures of a doctest, as text."""
    report: list[str] = []
    doctest.DocTestRunner().run(test, out=report.append)
    return "".join(report)


@pytest.mark.parametrize("name", MODULES)
def test_examples_of_docstrings(four_papers, beside, name):
    module = importlib.import_module(name)
    tests = [t for t in doctest.DocTestFinder().find(module, extraglobs={"kg": kg, "g": four_papers}) if t.examples]
    assert tests
    report = "".join(map(run, tests))
    assert not report, report


def test_examples_of_the_guide(checkout):
    text = (ROOT / "docs" / "python.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```pycon\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    assert len(blocks) > 5
    report = run(doctest.DocTestParser().get_doctest("\n".join(blocks), {}, "python.md", "python.md", 0))
    assert not report, report
