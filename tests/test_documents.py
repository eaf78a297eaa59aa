"""The commands of the README and of the tutorial print what the documents show."""

from pathlib import Path

import pytest

from exports import EXPORTERS
from kg.sources import SOURCES
from kg.sources.columns import GUESSES
from tests.documents import DOCUMENTS, ROOT, agrees, examples, files, rewritten

TEXTS = {name: (ROOT / name).read_text(encoding="utf-8") for name in DOCUMENTS}


@pytest.fixture
def beside_example(example_graph, monkeypatch):
    """Work where `kg demo` has been run and the shipped examples are."""
    folder = example_graph.store.path.parent.parent
    if not (folder / "examples").exists():
        (folder / "examples").symlink_to(ROOT / "examples")
    monkeypatch.chdir(folder)
    return folder


@pytest.mark.parametrize("name", DOCUMENTS)
def test_commands_print_what_the_document_shows(run_kg, beside_example, name):
    for path, content in files(TEXTS[name]).items():
        Path(path).write_text(content, encoding="utf-8")
    assert len(examples(TEXTS[name])) >= 5
    for example in examples(TEXTS[name]):
        outcome = run_kg(*example.arguments)
        assert outcome.code == 0, outcome.err
        assert agrees(example.output, outcome.out), f"kg {' '.join(example.arguments)}\n{outcome.out}"


@pytest.mark.parametrize(
    ("shown", "real", "same"),
    [
        ("a  1\n", "a 1 \n", True),
        ("a 0.93\n", "a 0.95\n", True),
        ("a 0.93\n", "a 0.5\n", False),
        ("a b\n", "a c\n", False),
        ("a\n", "a\nb\n", False),
        ("a\n...\n", "a\nb\nc\n", True),
        ("a\n...\nd\n", "a\nb\nc\nd\n", True),
        ("a\n...\nd\n", "a\nb\nc\n", False),
        ("b\n...\n", "a\nb\n", False),
        ("[1 paper, 0.93]\n", "[1 paper, 0.92]\n", True),
        ("12 papers\n", "40 papers\n", False),
    ],
)
def test_outputs_agree_but_for_small_numbers_and_lines_left_out(shown, real, same):
    assert agrees(shown, real) is same


def test_rewriting_keeps_the_cut_of_an_output():
    text = "```sh\nkg stats g\n```\n```\nold\n...\n```\n"
    assert rewritten(text, lambda _: "new\nmore\n") == text.replace("old", "new")


def test_every_source_format_and_field_of_a_table_is_documented():
    text = (ROOT / "docs" / "sources.md").read_text(encoding="utf-8")
    assert [name for name in (*SOURCES.names(), *GUESSES) if f"`{name}`" not in text] == []


def test_every_export_format_is_in_the_readme():
    assert [name for name in EXPORTERS.names() if f"`{name}`" not in TEXTS["README.md"]] == []
