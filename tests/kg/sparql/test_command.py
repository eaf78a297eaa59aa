"""`kg sparql` as it is typed."""

import json

import pytest

LABELS = "SELECT ?label { ?e skos:prefLabel ?label } ORDER BY ?label"


def test_limit_is_told_on_standard_error(run_kg, small_folder):
    outcome = run_kg("sparql", small_folder, LABELS, "--format", "csv", "--limit", 2)
    assert outcome.code == 0
    assert len(outcome.out.splitlines()) == 3
    assert "cut after 2 rows" in outcome.err


def test_limit_that_cuts_nothing_is_silent(run_kg, small_folder):
    outcome = run_kg("sparql", small_folder, f"{LABELS} LIMIT 2", "--format", "csv", "--limit", 2)
    assert len(outcome.out.splitlines()) == 3
    assert outcome.err == ""


def test_quiet_cut_is_silent(run_kg, small_folder):
    outcome = run_kg("sparql", small_folder, LABELS, "--limit", 2, "--quiet")
    assert outcome.err == ""
    assert len(outcome.out.splitlines()) == 3


@pytest.mark.parametrize(
    ("format", "begins"), [("turtle", "@prefix"), ("jsonld", "["), ("rdfxml", "<?xml"), ("nt", "<"), ("table", "<")]
)
def test_description_in_rdf(run_kg, small_folder, format, begins):
    outcome = run_kg("sparql", small_folder, "DESCRIBE ?p { ?p a pkg:Paper }", "--format", format)
    assert outcome.code == 0
    assert outcome.out.startswith(begins)


def test_query_from_a_file(run_kg, small_folder, tmp_path):
    path = tmp_path / "ask.rq"
    path.write_text("ASK {}")
    assert run_kg("sparql", small_folder, "-f", path, "--format", "json").out == json.dumps(
        {"head": {}, "boolean": True}, separators=(",", ":")
    )


def test_file_that_is_not_utf8(run_kg, small_folder, tmp_path):
    path = tmp_path / "ask.rq"
    path.write_bytes(b"ASK { ?s ?p '\xff' }")
    outcome = run_kg("sparql", small_folder, "-f", path)
    assert (outcome.code, outcome.out) == (1, "")
    assert "not UTF-8" in outcome.err


def test_query_that_is_too_long(run_kg, small_folder, tmp_path):
    path = tmp_path / "ask.rq"
    path.write_text("#" * 5_000_000)
    outcome = run_kg("sparql", small_folder, "-f", path)
    assert outcome.code == 1
    assert "longer than 1,000,000 bytes" in outcome.err


def test_table_shows_brackets_and_backslashes_as_they_are(run_kg, small_folder):
    outcome = run_kg("sparql", small_folder, r'SELECT ?x { VALUES ?x { "a \\[red] b" } }', "-q")
    assert outcome.out.splitlines()[1].rstrip() == r"a \[red] b"
