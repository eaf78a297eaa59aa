"""kg.toml, colours, completion, and what is documented of the commands."""

import json
import re
from pathlib import Path

import pytest

from kg.cli.app import COMMANDS

DOCS = Path(__file__).parents[3] / "docs"


@pytest.fixture
def config(tmp_path, monkeypatch, small_folder):
    """Writes a kg.toml into the working directory."""
    monkeypatch.chdir(tmp_path)
    return lambda text, name="kg.toml": (tmp_path / name).write_bytes(
        text if isinstance(text, bytes) else text.encode()
    )


def methods_shown(outcome):
    return len(json.loads(outcome.out)["top"]["Metric"])


def test_the_working_directory_gives_defaults(run_kg, config, small_folder):
    config("[stats]\ntop = 0\njson = true\n")
    assert methods_shown(run_kg("stats", small_folder)) == 0


def test_the_command_line_wins(run_kg, config, small_folder):
    config("[stats]\ntop = 0\njson = true\n")
    assert methods_shown(run_kg("stats", small_folder, "--top", 1)) == 1


def test_keys_are_written_with_dashes_or_underscores(run_kg, config, small_source, tmp_path):
    config('[build]\nmodel = "rules"\npage_year = 1800\n')
    outcome = run_kg("build", small_source, "-o", tmp_path / "g")
    assert outcome.code == 1
    assert "[build] page_year: 1800 is not in the range" in outcome.err


@pytest.mark.parametrize("how", ["option", "environment"])
def test_another_file_can_be_named(run_kg, config, monkeypatch, small_folder, how):
    config("[stats]\ntop = 7\n")
    config("[stats]\ntop = 0\njson = true\n", "other.toml")
    if how == "environment":
        monkeypatch.setenv("KG_CONFIG", "other.toml")
    arguments = ("--config", "other.toml") if how == "option" else ()
    assert methods_shown(run_kg(*arguments, "stats", small_folder)) == 0


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[stats]\ntpo = 1\n", "kg.toml: [stats] tpo is no option of `kg stats`; its options are json, quiet, top"),
        ("[stat]\ntop = 1\n", "kg.toml: [stat] is not the table of a command; the commands are build, "),
        ("stats = 1\n", "kg.toml: [stats] is not the table of a command"),
        ("[stats]\ntop = 'many'\n", "kg.toml: [stats] top: 'many' is not a valid integer"),
        ("[stats]\ntop =\n", "kg.toml:2: no TOML: Invalid value"),
        ("[stats\n", "kg.toml:1: no TOML: "),
        (b"[stats]\nx = '\xff'\n", "kg.toml: not UTF-8 (byte 13)"),
    ],
)
def test_a_wrong_file_is_one_sentence(run_kg, config, small_folder, text, words):
    config(text)
    outcome = run_kg("stats", small_folder)
    assert (outcome.code, outcome.out) == (1, "")
    assert outcome.err.startswith(f"kg: {words}")
    assert len(outcome.err.splitlines()) == 1


def test_a_file_that_was_named_must_exist(run_kg, small_folder):
    outcome = run_kg("--config", "nowhere.toml", "stats", small_folder)
    assert outcome.code == 1
    assert "nowhere.toml: the configuration cannot be read" in outcome.err


def test_the_shorthand_for_a_format_is_no_key(run_kg, config, small_folder):
    config("[trends]\njson = true\n")
    assert "json is no option of `kg trends`; its options are by, format, " in run_kg("trends", small_folder).err


@pytest.mark.parametrize("command", ["sparql", "cypher", "validate", "trends"])
def test_json_is_short_for_the_format(run_kg, four_papers, command):
    query = {"sparql": ["SELECT (1 AS ?x) {}"], "cypher": ["RETURN 1 AS x"]}.get(command, [])
    short, long = (run_kg(command, four_papers.store.path, *query, *f) for f in (["--json"], ["--format", "json"]))
    assert short.code == 0
    assert json.loads(short.out) == json.loads(long.out)


def test_output_in_a_pipe_has_no_colours(run_kg, four_papers, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    for arguments in (("stats",), ("show", "ImageNet"), ("compare", "--dataset", "ImageNet")):
        assert "\x1b" not in run_kg(arguments[0], four_papers.store.path, *arguments[1:]).out


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_prints_the_script_of_a_shell(run_kg, shell):
    outcome = run_kg("completion", shell)
    assert outcome.code == 0
    assert f"_KG_COMPLETE={shell}_complete" in outcome.out


def test_the_shell_completes_commands(run_kg, monkeypatch):
    for name, value in {"_KG_COMPLETE": "fish_complete", "COMP_WORDS": "kg", "COMP_CWORD": "comp"}.items():
        monkeypatch.setenv(name, value)
    found = {line.split()[0].split(",")[1] for line in run_kg().out.splitlines() if "," in line.split()[0]}
    assert {"compare", "completion"} <= found


def test_every_command_is_documented():
    table = re.findall(r"^\| `kg (\w+)` \|", (DOCS / "commands.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(table) == sorted(COMMANDS)


def test_the_documents_name_no_command_that_is_not_there():
    for path in [*DOCS.glob("*.md"), DOCS.parent / "README.md"]:
        named = set(re.findall(r"^(?:\w+=\S+ )*kg ([a-z]+) ", path.read_text(encoding="utf-8"), re.MULTILINE))
        assert named <= set(COMMANDS), path
