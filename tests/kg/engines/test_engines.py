"""Choosing an engine, the session of one machine, and SQL that Spark understands."""

import pyarrow as pa
import pytest
from click.testing import CliRunner

import kg
from kg.cli.build import build
from kg.engines.local import local_session
from kg.errors import EngineError


def test_an_unknown_engine_is_refused(tmp_path):
    with pytest.raises(EngineError, match="unknown engine 'abacus'; known are local, spark"):
        kg.build("a.jsonl", tmp_path / "g", engine="abacus")


def test_a_missing_package_is_one_sentence(tmp_path, monkeypatch):
    monkeypatch.setattr("kg.engines.spark.cluster.find_spec", lambda name: None)
    with pytest.raises(EngineError, match=r"needs pyspark; install it with `pip install 'paperkg\[spark\]'`"):
        kg.build("a.jsonl", tmp_path / "g", engine="spark")


@pytest.mark.parametrize("jobs", [0, -1])
def test_jobs_are_at_least_one(tmp_path, jobs):
    with pytest.raises(EngineError, match=f"at least 1, not {jobs}"):
        kg.build("a.jsonl", tmp_path / "g", jobs=jobs)


def test_processes_of_one_machine_are_no_option_of_a_cluster(tmp_path):
    with pytest.raises(EngineError, match="jobs is for the local engine"):
        kg.build("a.jsonl", tmp_path / "g", engine="spark", jobs=2)


def test_the_local_engine_has_no_master(tmp_path):
    with pytest.raises(EngineError, match="use it with the engine spark"):
        kg.build("a.jsonl", tmp_path / "g", master="local[2]")


@pytest.mark.parametrize(
    "options", [["--engine", "abacus"], ["--engine", "spark", "--jobs", "2"], ["--master", "yarn"]]
)
def test_options_that_do_not_fit_are_wrong_usage(tmp_path, options):
    result = CliRunner().invoke(build, ["a.jsonl", "-o", str(tmp_path / "g"), *options])
    assert result.exit_code == 2


def test_a_session_applies_functions_to_rows():
    with local_session() as session:
        session.load("words", pa.table({"word": ["b", "a"]}))
        schema = pa.schema([("upper", pa.string())])
        session.apply("loud", "SELECT word FROM words", lambda rows: _upper(rows, schema), schema)
        assert list(session.rows("SELECT upper FROM loud ORDER BY upper")) == [("A",), ("B",)]


def _upper(rows, schema):
    return pa.table([[word.upper() for word in rows["word"].to_pylist()]], schema=schema)


def test_sql_that_spark_has_no_equal_of_is_refused(spark_extra):
    import sqlglot

    from kg.engines.spark.sql import to_spark

    with pytest.raises(sqlglot.errors.SqlglotError):
        to_spark("SELECT FROM WHERE")


def test_nulls_keep_their_place_in_an_ordering(spark_extra):
    from kg.engines.spark.sql import to_spark

    assert to_spark("SELECT a FROM t ORDER BY a") == "SELECT a FROM t ORDER BY a NULLS LAST"
