"""What several test modules share: pages and records to read, the command run in this process, the browser."""

import io
import json
import os
import shutil
import socket
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from kg.records import Paper, Reject
from kg.sources import SOURCES, ReadOptions, read_papers

_FURNITURE = ("new", "Get trending papers in your email inbox!", "Subscribe", "Daily Papers")
BANNER = "\n\n".join([*_FURNITURE, "byAK and the research community", ""])


def record(title: str, abstract: str, date: str | None = "Jun 20, 2018", authors: int = 3) -> str:
    """One record of a Daily Papers page; without a date it has no closing block at all."""
    closing = f"  • {authors} author{'s' if authors != 1 else ''}\n·\n{date}\n\n" if date else ""
    return f"{title}\n\n{abstract}\n\n{closing}"


def page(*records: str, date: str = "Oct 29") -> str:
    """A Daily Papers page as it is saved: furniture, the page's own date, records."""
    return f"{BANNER}{date}\n\n{''.join(records)}"


def json_lines(records: Iterable[object]) -> str:
    """Objects as JSON Lines."""
    return "".join(json.dumps(item) + "\n" for item in records)


def read_text(
    folder: Path, content: str | bytes, name: str = "input.txt", format: str = "auto", page_year: int | None = None
):
    """The papers and the rejects of a file with this content."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    items = list(read_papers([str(path)], format, ReadOptions(page_year=page_year)))
    return [i for i in items if isinstance(i, Paper)], [i for i in items if isinstance(i, Reject)]


def detected(head: str) -> str | None:
    """The name of the format that text beginning so is taken for."""
    source = SOURCES.detect(head)
    return source.name if source else None


def contents(folder: Path) -> dict[str, bytes]:
    """The bytes of every file under a folder by relative path."""
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run of the command left: exit code, standard output and standard error."""

    code: int
    out: str
    err: str


@dataclass(frozen=True, slots=True)
class Command:
    """Runs `kg ARGUMENTS...` in this process, through the entry point."""

    monkeypatch: pytest.MonkeyPatch
    capsys: pytest.CaptureFixture[str]

    def __call__(self, *arguments: object, stdin: bytes = b"") -> Outcome:
        from kg.cli import main

        self.monkeypatch.setattr(sys, "argv", ["kg", *(str(argument) for argument in arguments)])
        self.monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
        self.capsys.readouterr()
        try:
            main()
            code = 0
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 0 if end.code is None else 1
        captured = self.capsys.readouterr()
        return Outcome(code, captured.out, captured.err)


def browser_or_skip() -> tuple[str, str]:
    """Chromium and its driver; a test is skipped where they are missing, and fails where CI is set."""
    found = tuple(shutil.which(name) for name in ("chromium", "chromedriver"))
    if None not in found:
        return found  # type: ignore[return-value]
    reason = "Debian's chromium and chromium-driver are not installed"
    if os.environ.get("CI"):
        pytest.fail(f"{reason}, and CI must run the browser tests")
    pytest.skip(reason)


@contextmanager
def browser(profile: Path) -> Iterator[object]:
    """A headless Chromium that records its network events, with a profile of its own."""
    binary, driver_path = browser_or_skip()
    from selenium import webdriver
    from selenium.webdriver.chrome.options import Options
    from selenium.webdriver.chrome.service import Service

    options = Options()
    options.binary_location = binary
    for argument in (
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--window-size=1200,800",
        f"--user-data-dir={profile}",
    ):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(driver_path))
    try:
        yield driver
    finally:
        driver.quit()


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
