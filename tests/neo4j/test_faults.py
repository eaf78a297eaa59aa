"""What goes wrong is one sentence that says what to do, and leaves nothing that a second push does not mend."""

import subprocess
import sys
import threading

import pytest

from kg.errors import DatabaseError
from kg.neo4j import Login, push
from tests.neo4j.conftest import everything
from tests.neo4j.server import PASSWORD, Neo4jServer
from tests.support import free_port


def test_server_killed_in_the_middle_is_mended_by_pushing_again(server, neo4j_jars, small_graph, tmp_path):
    push(small_graph, server.login)
    undisturbed = everything(server.login)
    victim = Neo4jServer(neo4j_jars, tmp_path / "victim")
    victim.start()
    killers = []

    def kill_half_way(done, total):
        if done > total // 2 and not killers:
            killers.append(threading.Thread(target=victim.kill))
            killers[0].start()

    try:
        with pytest.raises(DatabaseError, match="connection broke; when the server is back, run the same"):
            push(small_graph, victim.login, progress=kill_half_way, retry_time=0)
        killers[0].join()
        victim.start()
        assert everything(victim.login) != undisturbed
        push(small_graph, victim.login)
        assert everything(victim.login) == undisturbed
    finally:
        victim.kill()


def test_wrong_password_is_said_and_not_repeated(server, small_graph, small_folder, run_kg, monkeypatch):
    monkeypatch.setenv("NEO4J_PASSWORD", "an open secret")
    outcome = run_kg("push", small_folder, "--uri", server.uri)
    assert (outcome.code, outcome.out) == (1, "")
    assert outcome.err == f"kg: {server.uri}: the password of user 'neo4j' is wrong or expired; set NEO4J_PASSWORD\n"


def test_password_is_in_no_text_of_the_login():
    assert PASSWORD not in repr(Login("bolt://localhost", PASSWORD))


def test_unknown_database(server, small_graph):
    with pytest.raises(DatabaseError, match="there is no database 'nowhere'"):
        push(small_graph, Login(server.uri, PASSWORD, database="nowhere"))


def test_address_without_a_server(small_graph):
    with pytest.raises(DatabaseError, match="no Neo4j server answers there"):
        push(small_graph, Login(f"bolt://127.0.0.1:{free_port()}", PASSWORD))


@pytest.mark.parametrize("uri", ["localhost", "localhost:7687", "http://localhost:7474", "bolt://", "bolt:x", ""])
def test_wrong_address(run_kg, small_folder, password, uri):
    outcome = run_kg("push", small_folder, "--uri", uri)
    assert outcome.code == 1
    assert "is no address of a Neo4j server; write one like bolt://localhost:7687" in outcome.err


def test_password_in_the_address_is_refused_and_not_repeated(run_kg, small_folder, password):
    outcome = run_kg("push", small_folder, "--uri", "bolt://neo4j:open-secret@localhost")
    assert outcome.code == 1
    assert "must not hold a user or password" in outcome.err
    assert "open-secret" not in outcome.err


def test_missing_password_in_a_pipe(run_kg, small_folder, monkeypatch):
    monkeypatch.delenv("NEO4J_PASSWORD", raising=False)
    outcome = run_kg("push", small_folder, "--uri", "bolt://localhost")
    assert outcome.code == 1
    assert "set NEO4J_PASSWORD" in outcome.err


def test_without_the_driver_the_extra_is_named(small_folder, tmp_path):
    (tmp_path / "neo4j.py").write_text("raise ImportError")
    code = f"import sys; sys.path.insert(0, {str(tmp_path)!r}); from kg.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code, "push", str(small_folder), "--uri", "bolt://localhost"],
        env={"NEO4J_PASSWORD": "x", "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr == "kg: Neo4j needs its driver; install it with pip install 'paperkg[neo4j]'\n"
