"""`kg cypher`: its formats, parameters, files and failures."""

import csv
import io
import json

import pytest

from kg.cli.cypher import parse_parameters


def test_prints_a_table(run_kg, small_folder):
    outcome = run_kg("cypher", small_folder, "MATCH (p:Paper) RETURN p.title AS title, p.year AS year ORDER BY title")
    assert outcome.code == 0
    assert "Faster Training on ImageNet" in outcome.out
    assert "2017" in outcome.out
    assert outcome.err == "4 rows\n"


def test_prints_json(run_kg, small_folder):
    outcome = run_kg("cypher", small_folder, "RETURN [1, 2] AS xs", "--format", "json")
    assert json.loads(outcome.out) == {"columns": ["xs"], "rows": [{"xs": [1, 2]}], "truncated": False}


def test_prints_csv_with_lists_as_json(run_kg, small_folder):
    query = "MATCH (p:Paper {year: 2015}) RETURN p.authors AS authors, p.year AS year, null AS nothing"
    out = run_kg("cypher", small_folder, query, "--format", "csv").out
    assert list(csv.reader(io.StringIO(out))) == [
        ["authors", "year", "nothing"],
        ['["Ada Example", "Bo Sample"]', "2015", ""],
    ]


def test_query_file_that_is_not_utf8_is_one_sentence(run_kg, small_folder, tmp_path):
    (tmp_path / "q.cypher").write_bytes(b"RETURN '\xff'")
    outcome = run_kg("cypher", small_folder, "-f", tmp_path / "q.cypher")
    assert (outcome.code, outcome.err) == (1, "kg: the query is not UTF-8 (byte 8); save it as UTF-8\n")


def test_reads_the_query_from_a_file_and_takes_parameters(run_kg, small_folder, tmp_path):
    (tmp_path / "q.cypher").write_text("MATCH (p:Paper) WHERE p.year > $year RETURN count(*) AS n")
    outcome = run_kg("cypher", small_folder, "-f", tmp_path / "q.cypher", "--param", "year=2016", "--format", "csv")
    assert outcome.out.split() == ["n", "2"]


@pytest.mark.parametrize(
    ("pair", "value"),
    [
        ("x=2023", 2023),
        ("x=0.5", 0.5),
        ("x=true", True),
        ("x=null", None),
        ('x="7"', "7"),
        ("x=a=b", "a=b"),
        ("$x=", ""),
    ],
)
def test_parameters_are_json_or_else_text(pair, value):
    assert parse_parameters(None, None, (pair,)) == {"x": value}


def test_says_when_rows_are_cut_off(run_kg, small_folder):
    outcome = run_kg(
        "cypher", small_folder, "MATCH (p:Paper) RETURN p.id", "--limit", "2", "--quiet", "--format", "csv"
    )
    assert len(outcome.out.split()) == 3
    assert "only the first 2 rows" in outcome.err


def test_quiet_prints_the_answer_alone(run_kg, small_folder):
    assert run_kg("cypher", small_folder, "RETURN 1 AS x", "--quiet").err == ""


@pytest.mark.parametrize("query", ["MATCH", "CREATE (:Method {id: 'x'})", "RETURN $x", "RETURN 'a"])
def test_bad_query_fails_in_one_sentence(run_kg, small_folder, query):
    outcome = run_kg("cypher", small_folder, query)
    assert (outcome.code, outcome.out) == (1, "")
    assert outcome.err.startswith("kg: ")
    assert len(outcome.err.splitlines()) == 1


@pytest.mark.parametrize(
    "arguments", [(), ("RETURN 1", "--param", "x"), ("RETURN 1", "--limit", "0"), ("RETURN 1", "--format", "xml")]
)
def test_wrong_usage_exits_with_2(run_kg, small_folder, arguments):
    assert run_kg("cypher", small_folder, *arguments).code == 2


def test_missing_graph_fails_with_what_to_do(run_kg, tmp_path):
    outcome = run_kg("cypher", tmp_path / "none", "RETURN 1 AS x")
    assert outcome.code == 1
    assert "kg build" in outcome.err
