"""`kg validate`: output and exit codes."""

import json
import sys

import pytest

WRONG = (
    "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix pkg: <https://w3id.org/paperkg/ontology#> .\n"
    '<urn:shape> a sh:NodeShape ; sh:targetClass pkg:Paper ; sh:pattern "^nothing$" ; sh:message "no papers" .\n'
)


@pytest.fixture
def wrong_shapes(tmp_path):
    """Shapes that every paper breaks."""
    path = tmp_path / "wrong.ttl"
    path.write_text(WRONG)
    return path


def test_good_graph_exits_with_0(run_kg, small_folder):
    outcome = run_kg("validate", small_folder)
    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out.startswith("the graph conforms: ")


def test_violations_exit_with_1(run_kg, small_folder, wrong_shapes):
    outcome = run_kg("validate", small_folder, "--shapes", wrong_shapes, "--limit", 1)
    assert (outcome.code, outcome.err) == (1, "")
    assert "4 violations of 1 rule" in outcome.out
    assert "rule: no papers" in outcome.out
    assert "... and 3 more" in outcome.out


def test_limit_0_shows_all(run_kg, small_folder, wrong_shapes):
    outcome = run_kg("validate", small_folder, "--shapes", wrong_shapes, "--limit", 0, "--format", "json")
    assert outcome.code == 1
    assert len(json.loads(outcome.out)["rules"][0]["violations"]) == 4


def test_turtle_report(run_kg, small_folder, wrong_shapes):
    outcome = run_kg("validate", small_folder, "--shapes", wrong_shapes, "--format", "turtle")
    assert outcome.code == 1
    assert outcome.out.count("sh:ValidationResult") == 4


def test_quiet_prints_nothing(run_kg, small_folder, wrong_shapes):
    assert run_kg("validate", small_folder, "--quiet").out == ""
    outcome = run_kg("validate", small_folder, "--quiet", "--shapes", wrong_shapes)
    assert (outcome.code, outcome.out) == (1, "")


def test_without_pyshacl_it_says_what_to_install(run_kg, small_folder, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyshacl", None)
    outcome = run_kg("validate", small_folder)
    assert outcome.code == 1
    assert outcome.err == "kg: validation needs pySHACL; install it with `pip install 'paperkg[validate]'`\n"


def test_missing_graph_fails_with_what_to_do(run_kg, tmp_path):
    outcome = run_kg("validate", tmp_path / "none")
    assert outcome.code == 1
    assert "kg build" in outcome.err


def test_missing_shapes_fail(run_kg, small_folder, tmp_path):
    outcome = run_kg("validate", small_folder, "--shapes", tmp_path / "none.ttl")
    assert outcome.code == 1
    assert "none.ttl" in outcome.err
    assert len(outcome.err.splitlines()) == 1


@pytest.mark.parametrize("arguments", [("g", "--format", "xml"), ("g", "--limit", "-1"), ()])
def test_wrong_usage_exits_with_2(run_kg, arguments):
    assert run_kg("validate", *arguments).code == 2
