"""The class path of a Java program from Maven Central, for tests that need the real one."""

import hashlib
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

_FETCH_SECONDS = 400


def class_path(config: pytest.Config, pom: Path, what: str, **properties: str) -> list[str]:
    """The jars of the dependencies in a `pom.xml` with its properties, which Maven fetches if they are not here.

    Without Java 17 and Maven, a test is skipped, or fails where CI is set. Maven needs seconds to answer, so its answer
    is kept in pytest's cache.
    """
    missing = [name for name in ("java", "mvn") if shutil.which(name) is None]
    if missing:
        cannot_run(f"{' and '.join(missing)} not installed", what)
    assert config.cache is not None
    given = [f"-D{name.replace('_', '.')}={value}" for name, value in properties.items()]
    digest = hashlib.sha256(pom.read_bytes() + repr(given).encode()).hexdigest()[:12]
    key = f"paperkg/{what}-{digest}"
    known = config.cache.get(key, None)
    if not known or not all(Path(jar).is_file() for jar in known):
        known = _ask_maven(pom, what, given)
        config.cache.set(key, known)
    return list(known)


def _ask_maven(pom: Path, what: str, given: list[str]) -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder, "classpath")
        command = ["mvn", "-q", "-B", "-f", str(pom), "dependency:build-classpath", f"-Dmdep.outputFile={out}", *given]
        done = subprocess.run(command, capture_output=True, timeout=_FETCH_SECONDS, check=False)
        if done.returncode or not out.is_file():
            cannot_run("Maven could not fetch the jars", what)
        return out.read_text(encoding="utf-8").strip().split(os.pathsep)


def cannot_run(reason: str, what: str) -> None:
    """Skip a test that needs something, or fail it where CI is set."""
    if os.environ.get("CI"):
        pytest.fail(f"{reason}, and CI must run the {what} tests")
    pytest.skip(reason)
