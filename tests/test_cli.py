"""The command: its promises to scripts (output, exit codes, one-sentence errors) and to readers (help, examples)."""

import gzip
import json
import subprocess
import sys

import pytest

from kg.cli.app import COMMANDS
from tests.support import json_lines, page, record

GOOD = {"title": "A Title", "abstract": "We study image classification on ImageNet."}


def failed(outcome, code=1):
    """The one sentence of a failure."""
    assert outcome.code == code
    assert outcome.out == ""
    assert "Traceback" not in outcome.err
    if code == 1:
        assert outcome.err.startswith("kg: ")
        assert len(outcome.err.strip().splitlines()) == 1
    return outcome.err


@pytest.fixture
def lines(tmp_path):
    path = tmp_path / "papers.jsonl"
    path.write_text(json_lines([GOOD]))
    return path


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(run_kg, command):
    outcome = run_kg(command, "--help")
    assert outcome.code == 0
    assert f"kg {command}" in outcome.out.partition("Example")[2]


def test_help_lists_every_command_with_a_summary(run_kg):
    out = run_kg("--help").out
    for command in COMMANDS:
        assert any(line.split()[:1] == [command] and len(line.split()) > 2 for line in out.splitlines())


def test_version(run_kg):
    import kg

    assert kg.__version__ in run_kg("--version").out


def test_build_prints_a_summary(run_kg, lines, tmp_path):
    outcome = run_kg("build", lines, "-o", tmp_path / "g", "--model", "rules")
    assert outcome.code == 0
    assert "1 papers (1 added, 1 read)" in outcome.out
    assert outcome.err == ""


def test_build_reads_standard_input(run_kg, tmp_path):
    outcome = run_kg("build", "-", "-o", tmp_path / "g", "--model", "rules", stdin=json_lines([GOOD]).encode())
    assert outcome.code == 0
    assert "1 papers" in outcome.out


def test_build_lists_rejects_with_file_and_line(run_kg, tmp_path):
    path = tmp_path / "papers.jsonl"
    path.write_text(json_lines([GOOD]) + "nonsense\n" * 12)
    outcome = run_kg("build", path, "-o", tmp_path / "g", "--model", "rules")
    assert outcome.code == 0
    assert "12 rejected" in outcome.err
    assert f"{path}:2: not JSON" in outcome.err
    assert "and 2 more" in outcome.err


def test_build_takes_the_year_of_a_page(run_kg, tmp_path):
    path = tmp_path / "page.txt"
    path.write_text(page(record("A Title", "An abstract. Two.", "Aug 9")))
    assert run_kg("build", path, "-o", tmp_path / "g", "--model", "rules", "--page-year", 2021).code == 0
    assert json.loads(run_kg("stats", tmp_path / "g", "--json").out)["first"] == "2021-08-09"


def test_quiet_build_prints_nothing(run_kg, lines, tmp_path):
    outcome = run_kg("build", lines, "-o", tmp_path / "g", "--model", "rules", "--quiet")
    assert (outcome.code, outcome.out, outcome.err) == (0, "", "")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"\x00\x01\x02", "not text"),
        (page().encode(), "no record"),
        (b"{nonsense\n", "papers.txt:1: not JSON"),
        (b'{"abstract": "x"}\n', "papers.txt:1: the record has no title"),
        (gzip.compress(b"{}" * 99, mtime=0)[:-6], "damaged"),
    ],
)
def test_build_without_any_usable_paper_fails(run_kg, tmp_path, content, words):
    path = tmp_path / "papers.txt"
    path.write_bytes(content)
    assert words in failed(run_kg("build", path, "-o", tmp_path / "g"))


def test_missing_file_fails(run_kg, tmp_path):
    assert "nowhere.txt: there is no such file" in failed(
        run_kg("build", tmp_path / "nowhere.txt", "-o", tmp_path / "g")
    )


def test_strict_fails_on_any_reject(run_kg, lines, tmp_path):
    lines.write_text(lines.read_text() + "nonsense\n")
    err = failed(run_kg("build", lines, "-o", tmp_path / "g", "--strict"))
    assert f"{lines}:2: not JSON" in err


def test_interrupted_build_says_how_to_go_on(run_kg, lines, tmp_path, monkeypatch):
    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("kg.engines.machine.link", interrupted)
    outcome = run_kg("build", lines, "-o", tmp_path / "g", "--model", "rules")
    assert (outcome.code, outcome.out) == (130, "")
    assert outcome.err.startswith("kg: stopped; ")
    assert "run the same command again" in outcome.err
    monkeypatch.undo()
    assert "1 papers (1 added, 0 read)" in run_kg("build", lines, "-o", tmp_path / "g", "--model", "rules").out


def test_build_takes_a_number_of_jobs(run_kg, lines, tmp_path):
    assert run_kg("build", lines, "-o", tmp_path / "g", "--model", "rules", "--jobs", 2).code == 0
    assert run_kg("build", lines, "-o", tmp_path / "g", "--jobs", 0).code == 2


def test_build_replaces_a_paper(run_kg, lines, tmp_path):
    run_kg("build", lines, "-o", tmp_path / "g", "--model", "rules")
    lines.write_text(json_lines([{**GOOD, "abstract": "Short."}]))
    run_kg("build", lines, "-o", tmp_path / "g", "--replace")
    assert run_kg("stats", tmp_path / "g").code == 0
    assert "(0 added, 0 read)" in run_kg("build", lines, "-o", tmp_path / "g").out


def test_output_that_is_a_file_fails(run_kg, lines):
    assert "this is a file" in failed(run_kg("build", lines, "-o", lines))


def test_output_folder_with_other_files_fails(run_kg, lines, tmp_path):
    assert "holds other files" in failed(run_kg("build", lines, "-o", tmp_path))


def test_graph_of_a_newer_schema_fails(run_kg, lines, own_folder):
    manifest = own_folder / "manifest.json"
    manifest.write_text(json.dumps({**json.loads(manifest.read_text()), "schema": 99}))
    for arguments in (("stats", own_folder), ("build", lines, "-o", own_folder)):
        assert "newer paperkg" in failed(run_kg(*arguments))


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("nonsense",),
        ("build",),
        ("build", "x"),
        ("build", "x", "-o", "g", "--format", "nonsense"),
        ("build", "x", "-o", "g", "--model", "nonsense"),
        ("build", "x", "-o", "g", "--page-year", "12"),
        ("stats",),
        ("stats", "g", "--top", "-1"),
        ("export", "g", "-o", "x"),
        ("export", "g", "-o", "x", "--format", "nonsense"),
        ("sparql", "g"),
        ("sparql", "g", "ASK {}", "--format", "nonsense"),
        ("sparql", "g", "ASK {}", "--timeout", "0"),
        ("push",),
        ("push", "g"),
    ],
)
def test_wrong_usage_exits_with_2(run_kg, monkeypatch, tmp_path, arguments):
    monkeypatch.chdir(tmp_path)
    outcome = run_kg(*arguments)
    assert outcome.code == 2
    assert "Usage:" in outcome.err


@pytest.mark.parametrize("command", ["stats", "export", "sparql"])
def test_missing_graph_fails_with_what_to_do(run_kg, tmp_path, command):
    rest = {"stats": (), "export": ("--format", "nt", "-o", tmp_path / "x"), "sparql": ("ASK {}",)}[command]
    assert "kg build" in failed(run_kg(command, tmp_path / "none", *rest))


def test_stats_shows_counts_and_dates(run_kg, small_folder):
    out = run_kg("stats", small_folder).out
    assert "4 papers, 2015-12-10 to 2019 (3 dated, 0 with an inferred year)" in out
    assert "ImageNet (3)" in out


def test_stats_as_json(run_kg, small_folder):
    numbers = json.loads(run_kg("stats", small_folder, "--json", "--top", "1").out)
    assert (numbers["papers"], numbers["dated"]) == (4, 3)
    assert [e["label"] for e in numbers["top"]["Dataset"]] == ["ImageNet"]


@pytest.mark.parametrize("format", ["turtle", "nt", "graphml", "pyvis", "jsonl", "neo4j-csv", "cypher"])
def test_export_names_the_files_it_wrote(run_kg, small_folder, tmp_path, format):
    outcome = run_kg("export", small_folder, "--format", format, "-o", tmp_path / "out")
    assert outcome.code == 0
    assert str(tmp_path / "out") in outcome.out


def test_export_to_a_folder_where_a_file_is_due_fails(run_kg, small_folder, tmp_path):
    assert "this is a folder" in failed(run_kg("export", small_folder, "--format", "nt", "-o", tmp_path))


def test_sparql_prints_a_table(run_kg, small_folder):
    outcome = run_kg("sparql", small_folder, "SELECT ?title { ?p dcterms:title ?title } ORDER BY ?title")
    assert outcome.code == 0
    assert "Faster Training on ImageNet" in outcome.out
    assert "4 rows" in outcome.err


def test_sparql_keeps_brackets_of_values(run_kg, small_folder):
    assert "[bold]x[/bold]" in run_kg("sparql", small_folder, "SELECT ('[bold]x[/bold]' AS ?x) {}").out


def test_sparql_answers_ask_with_a_word(run_kg, small_folder):
    assert run_kg("sparql", small_folder, "ASK { ?p a pkg:Paper }").out == "yes\n"


def test_sparql_reads_a_query_from_a_file_and_writes_csv(run_kg, small_folder, tmp_path):
    (tmp_path / "q.rq").write_text("SELECT (COUNT(*) AS ?n) { ?p a pkg:Paper }")
    assert run_kg("sparql", small_folder, "-f", tmp_path / "q.rq", "--format", "csv").out.split() == ["n", "4"]


@pytest.mark.parametrize(
    ("query", "words"), [("SELECT", "does not run"), ("SELECT * { SERVICE <http://x/> { } }", "SERVICE is refused")]
)
def test_bad_query_fails(run_kg, small_folder, query, words):
    outcome = run_kg("sparql", small_folder, query)
    assert outcome.code == 1
    assert words in outcome.err
    assert "Traceback" not in outcome.err


def test_demo_builds_the_shipped_example(run_kg, tmp_path):
    outcome = run_kg("demo", "-o", tmp_path / "demo")
    assert outcome.code == 0
    assert "52 papers" in outcome.out
    assert (tmp_path / "demo" / "graph.html").stat().st_size > 100_000


def test_command_works_in_a_pipe_of_processes(small_source, tmp_path):
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "from kg.cli import main; main()",
            "build",
            "-",
            "-o",
            str(tmp_path / "g"),
            "--model",
            "rules",
        ],
        input=small_source.read_bytes(),
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"4 papers" in done.stdout
    assert b"\x1b" not in done.stdout
