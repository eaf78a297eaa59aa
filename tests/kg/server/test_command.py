"""`kg serve` as it is typed: what keeps it from starting is one sentence."""

import socket
import subprocess
import sys

import pytest

from tests.kg.server.serving import ROOT


def failed(outcome):
    assert (outcome.code, outcome.out) == (1, "")
    assert len(outcome.err.strip().splitlines()) == 1
    return outcome.err


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "host.example"])
def test_address_open_to_others_needs_a_token(run_kg, small_folder, host, monkeypatch):
    monkeypatch.delenv("PAPERKG_TOKEN", raising=False)
    assert "PAPERKG_TOKEN" in failed(run_kg("serve", small_folder, "--host", host))


def test_empty_token_is_none(run_kg, small_folder, monkeypatch):
    monkeypatch.setenv("PAPERKG_TOKEN", "  ")
    assert "PAPERKG_TOKEN" in failed(run_kg("serve", small_folder, "--host", "0.0.0.0"))


def test_port_that_is_taken(run_kg, small_folder):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert f"127.0.0.1:{port} cannot be used" in failed(run_kg("serve", small_folder, "--port", port))


def test_folder_without_a_graph(run_kg, tmp_path):
    assert "there is no graph here" in failed(run_kg("serve", tmp_path))


@pytest.mark.parametrize("module", ["uvicorn", "starlette"])
def test_missing_extra_says_what_to_install(small_folder, module):
    # In a process of its own: here the modules that import it are loaded already.
    program = f"import sys; sys.modules[{module!r}] = None; from kg.cli import main; main()"
    command = [sys.executable, "-c", program, "serve", str(small_folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert (done.returncode, len(done.stderr.strip().splitlines())) == (1, 1)
    assert "pip install 'paperkg[serve]'" in done.stderr


@pytest.mark.parametrize("origin", ["*", "example.org", "https://example.org/", "null"])
def test_cors_takes_one_origin(run_kg, small_folder, origin):
    outcome = run_kg("serve", small_folder, "--cors", origin)
    assert outcome.code == 2
    assert "one origin" in outcome.err
