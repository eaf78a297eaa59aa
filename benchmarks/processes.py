"""What running processes take and have started, as /proc shows it (Linux)."""

import os
from collections.abc import Iterator
from pathlib import Path


def resident(pid: int) -> int:
    """Resident bytes of a process, 0 if it is gone."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    except OSError:
        return 0
    return pages * os.sysconf("SC_PAGESIZE")


def children(pid: int) -> list[int]:
    """The processes that a process has started and that are not collected; none if it is gone."""
    try:
        tasks = [(task / "children").read_text() for task in Path(f"/proc/{pid}/task").iterdir()]
    except OSError:
        return []
    return [int(child) for text in tasks for child in text.split()]


def family(pid: int) -> Iterator[int]:
    """A process and its descendants."""
    yield pid
    for child in children(pid):
        yield from family(child)
