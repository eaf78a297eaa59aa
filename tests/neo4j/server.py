"""A Neo4j community server of one's own: from Maven's jars, on loopback, with a temporary home."""

import os
import shlex
import signal
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kg.neo4j import Login
from tests.support import free_port

if TYPE_CHECKING:
    from neo4j import Driver

POM = Path(__file__).with_name("pom.xml")
PASSWORD = "a secret of the tests"
# Seconds for a start on a busy machine, and for an import.
_START_SECONDS = 180
_ADMIN_SECONDS = 120
_SETTINGS = """
server.default_listen_address=127.0.0.1
server.bolt.listen_address=127.0.0.1:{port}
server.http.enabled=false
server.https.enabled=false
dbms.usage_report.enabled=false
server.memory.pagecache.size=64m
db.tx_log.preallocate=false
db.tx_log.rotation.retention_policy=keep_none
"""
# Small heap, quick start; the modules are those that the server's own launcher opens.
_JVM = (
    "-Xms256m",
    "-Xmx512m",
    "-XX:+UseSerialGC",
    "-XX:TieredStopAtLevel=1",
    "-XX:-UsePerfData",
    "--add-opens=java.base/java.nio=ALL-UNNAMED",
    "--add-opens=java.base/java.io=ALL-UNNAMED",
    "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
    "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
)


@dataclass
class Neo4jServer:
    """A server with a home folder; `settings` are further lines of its configuration."""

    jars: str
    home: Path
    settings: str = ""
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def uri(self) -> str:
        return f"bolt://127.0.0.1:{self.port}"

    @property
    def login(self) -> Login:
        return Login(self.uri, PASSWORD)

    def start(self) -> None:
        """Start it and wait until it answers; the first start sets the password."""
        self._configure()
        arguments = [f"--home-dir={self.home}", f"--config-dir={self.home / 'conf'}"]
        with (self.home / "out.log").open("ab") as out:
            self.process = subprocess.Popen(
                ["java", *_JVM, "-cp", self.jars, "org.neo4j.server.CommunityEntryPoint", *arguments],
                stdout=out,
                stderr=out,
            )
        self._wait()

    def stop(self) -> None:
        """Stop it in good order, which takes seconds: a read-only server cannot recover from a kill."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """End it at once, as a power cut would."""
        self._end(signal.SIGKILL)

    def _end(self, how: signal.Signals) -> None:
        if self.process is not None:
            self.process.send_signal(how)
            self.process.wait(_START_SECONDS)
            self.process = None

    def run_script(self, script: Path) -> str:
        """Run a shell script that calls `neo4j-admin` on the home of the stopped server, and return what it prints."""
        self._configure()
        admin = self.home / "neo4j-admin"
        java = shlex.join(["java", *_JVM, "-cp", self.jars, "org.neo4j.cli.AdminTool"])
        admin.write_text(f'#!/bin/sh\nexec {java} "$@"\n', encoding="utf-8")
        admin.chmod(0o755)
        folders = {"NEO4J_HOME": str(self.home), "NEO4J_CONF": str(self.home / "conf"), "NEO4J_ADMIN": str(admin)}
        done = subprocess.run(
            ["sh", str(script)],
            env={**os.environ, **folders},
            capture_output=True,
            text=True,
            timeout=_ADMIN_SECONDS,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def _configure(self) -> None:
        (self.home / "conf").mkdir(parents=True, exist_ok=True)
        text = _SETTINGS.format(port=self.port) + self.settings
        (self.home / "conf" / "neo4j.conf").write_text(text, encoding="utf-8")

    def _wait(self) -> None:
        """Connect until it works: a port that is open early does not mean a server that answers."""
        from neo4j import GraphDatabase
        from neo4j.exceptions import AuthError, ClientError, DriverError, TransientError

        assert self.process is not None
        deadline = time.monotonic() + _START_SECONDS
        password = PASSWORD
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                with GraphDatabase.driver(self.uri, auth=("neo4j", password)) as driver:
                    if password != PASSWORD:
                        _run(driver, "system", "ALTER CURRENT USER SET PASSWORD FROM $old TO $new", password)
                        password = PASSWORD
                        continue
                    _run(driver, "neo4j", "RETURN 1", "")
                    return
            except AuthError:
                password = "neo4j"
            except (ClientError, DriverError, TransientError):
                pass
            time.sleep(0.25)
        self.kill()
        log = (self.home / "out.log").read_text(encoding="utf-8", errors="replace")
        pytest.fail(f"the Neo4j server did not come up:\n{log[-3000:]}")


def _run(driver: "Driver", database: str, statement: str, old: str) -> None:
    """Run a statement once: the driver's repeats wait longer and longer."""
    with driver.session(database=database) as session:
        session.run(statement, old=old, new=PASSWORD).consume()
