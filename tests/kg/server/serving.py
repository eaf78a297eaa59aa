"""A real server in a process of its own, and requests to it byte by byte where libraries would mend them."""

import http.client
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).parents[3]
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
DIRECT = {"Content-Type": "application/sparql-query"}


@dataclass(frozen=True, slots=True)
class Reply:
    """Status, headers in lower case, and body of an answer."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def media(self) -> str:
        return self.headers.get("content-type", "").partition(";")[0]


@dataclass(frozen=True, slots=True)
class Server:
    """A running server."""

    port: int
    process: subprocess.Popen[str]

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    def ask(self, method="GET", target="/sparql", body=None, headers=None, timeout=60) -> Reply:
        """One request on a connection of its own."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            connection.request(method, target, body, headers or {})
            answer = connection.getresponse()
            return Reply(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read())
        finally:
            connection.close()

    def get(self, *parameters: tuple[str, str], accept: str | None = None) -> Reply:
        """A query operation by GET."""
        return self.ask(target=f"/sparql?{urlencode(parameters)}", headers={"Accept": accept} if accept else {})

    def post(self, query: str | bytes, accept: str | None = None, target: str = "/sparql") -> Reply:
        """A query operation by POST of the query itself."""
        body = query.encode() if isinstance(query, str) else query
        return self.ask("POST", target, body, DIRECT | ({"Accept": accept} if accept else {}))

    def raw(self, data: bytes) -> bytes:
        """What comes back for these very bytes."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=30) as connection:
            connection.sendall(data)
            return b"".join(iter(lambda: connection.recv(65_536), b""))

    def children(self) -> list[int]:
        """The processes that the server has started and that have not been collected."""
        tasks = Path(f"/proc/{self.process.pid}/task").glob("*/children")
        return [int(child) for task in tasks for child in task.read_text().split()]


@contextmanager
def serving(folder: Path, *options: object, environment: Mapping[str, str] | None = None) -> Iterator[Server]:
    """`kg serve FOLDER` on a free port, ended by Ctrl-C; it must end well and without a word."""
    command = [sys.executable, "-c", "from kg.cli import main; main()", "serve", str(folder), "--port", "0"]
    process = subprocess.Popen(
        [*command, *map(str, options)],
        cwd=ROOT,
        env={**os.environ, **(environment or {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        line = process.stdout.readline()
        assert line, process.stderr.read()
        port = int(line.partition("http://")[2].partition("/")[0].rpartition(":")[2])
        yield Server(port, process)
        assert process.poll() in {None, 0}, "the server died"
    finally:
        process.send_signal(signal.SIGINT)
        try:
            _, errors = process.communicate(timeout=20)
        finally:
            process.kill()
    assert (process.returncode, errors) == (0, "")
