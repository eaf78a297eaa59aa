"""What comes from outside while a command runs: Ctrl-C, another writer, a full output, a server that hangs up."""

import os
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest

import kg
from kg.errors import DatabaseError
from kg.neo4j import Login, push
from kg.parts import known_keys
from kg.store import GraphStore
from tests.conftest import SMALL_PAPERS
from tests.support import contents, json_lines

ROOT = Path(__file__).parents[2]
KG = "from kg.cli import main; main()"
# A build of parts of one text that waits, after its first part, until its standard input ends.
WAITING_BUILD = """
import signal
import sys
import kg.extraction
from kg.cli import main

# A shell's background jobs, and what they start, ignore Ctrl-C.
signal.signal(signal.SIGINT, signal.default_int_handler)
write_part = kg.extraction.write_part
kg.extraction.PART_SIZE = 1

def write_and_wait(*arguments):
    write_part(*arguments)
    print("written", flush=True)
    sys.stdin.read()

kg.extraction.write_part = write_and_wait
main()
"""


def command(*arguments, code=KG):
    return [sys.executable, "-c", code, *(str(argument) for argument in arguments)]


@pytest.fixture
def waiting_build(small_source, tmp_path):
    """A build in a process of its own, which holds the graph and has written its first part."""
    arguments = ("build", small_source, "-o", tmp_path / "graph", "--model", "rules", "--jobs", 1)
    process = subprocess.Popen(
        command(*arguments, code=WAITING_BUILD),
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout.readline() == "written\n"
    yield process
    process.kill()
    process.communicate()


def test_ctrl_c_is_one_sentence_and_keeps_what_was_read(waiting_build, small_source, tmp_path):
    waiting_build.send_signal(signal.SIGINT)
    out, err = waiting_build.communicate()
    assert (waiting_build.returncode, out) == (130, "")
    assert err == (
        f"kg: stopped; {tmp_path / 'graph'} is as last committed, and abstracts read so far are kept: "
        "run the same command again to go on\n"
    )
    assert len(known_keys(tmp_path / "graph" / "extractions")) == 1
    report = kg.build(small_source, tmp_path / "graph", model="rules").report
    assert (report.papers, report.extracted) == (4, 3)


def test_second_writer_is_refused_and_the_first_goes_on(waiting_build, tmp_path):
    (tmp_path / "more.jsonl").write_text(json_lines(SMALL_PAPERS[:1]))
    before = contents(tmp_path / "graph")
    second = subprocess.run(
        command("build", tmp_path / "more.jsonl", "-o", tmp_path / "graph", "--model", "rules"),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (second.returncode, second.stdout) == (1, "")
    assert second.stderr == f"kg: {tmp_path / 'graph'}: another build is writing this graph; wait for it to end\n"
    assert contents(tmp_path / "graph") == before
    _, err = waiting_build.communicate()
    assert (waiting_build.returncode, err) == (0, "")
    assert len(kg.open(tmp_path / "graph").papers()) == 4


def test_lock_of_a_killed_writer_is_free(waiting_build, small_source, tmp_path):
    waiting_build.kill()
    waiting_build.wait()
    with GraphStore(tmp_path / "graph").locked():
        pass


@pytest.mark.skipif(not Path("/dev/full").is_char_device(), reason="the device that is always full is missing")
@pytest.mark.parametrize(
    "arguments", [("stats",), ("sparql", "SELECT * { ?s ?p ?o }", "--format", "csv")], ids=["stats", "sparql"]
)
def test_full_standard_output_is_one_sentence(small_folder, arguments):
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            command(arguments[0], small_folder, *arguments[1:]),
            cwd=ROOT,
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    sentence = b"kg: the system refuses (No space left on device); mend this and run the command again\n"
    assert (done.returncode, done.stderr) == (1, sentence)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="named pipes are of POSIX")
def test_export_to_a_pipe_goes_through_it_and_leaves_it(small_folder, run_kg, tmp_path):
    os.mkfifo(tmp_path / "pipe")
    got = []
    reader = threading.Thread(target=lambda: got.append((tmp_path / "pipe").read_bytes()))
    reader.start()
    outcome = run_kg("export", small_folder, "--format", "nt", "-o", tmp_path / "pipe")
    reader.join()
    assert outcome.code == 0
    assert got[0].endswith(b" .\n")
    assert (tmp_path / "pipe").is_fifo()


def test_export_under_a_file_is_one_sentence(small_folder, run_kg, tmp_path):
    (tmp_path / "file").write_text("")
    for name in ("nt", "jsonl", "explorer"):
        outcome = run_kg("export", small_folder, "--format", name, "-o", tmp_path / "file" / "out")
        assert outcome.code == 1
        assert outcome.err.startswith(f"kg: {tmp_path / 'file' / 'out'}")
        assert outcome.err.endswith("; choose another place\n")
        assert outcome.err.count("\n") == 1


@pytest.mark.parametrize("greeting", [b"", b"HTTP/1.1 400 Bad Request\r\n\r\n", b"\x00\x00\x04\x05"])
def test_server_that_hangs_up_is_one_sentence(small_graph, greeting):
    pytest.importorskip("neo4j")
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def hang_up():
            while True:
                try:
                    connection, _ = listening.accept()
                except OSError:
                    return
                with connection:
                    connection.recv(64)
                    connection.sendall(greeting)

        threading.Thread(target=hang_up, daemon=True).start()
        port = listening.getsockname()[1]
        with pytest.raises(DatabaseError, match=r"^bolt://127\.0\.0\.1:\d+: no Neo4j server answers there; start it"):
            push(small_graph, Login(f"bolt://127.0.0.1:{port}", "secret"), retry_time=0)
        listening.shutdown(socket.SHUT_RDWR)
