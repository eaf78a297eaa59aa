"""Kills builds and looks at what they leave: `python -m tests.kg.killed_builds FOLDER KILLS SEED`.

Every build is a fork of this process, which has imported everything and started no thread, so that it takes a fraction
of a second. Half of them die by SIGKILL when they reach a random file operation in the graph's folder, half by the
kernel's timer (SIGPROF, whose default is to end the process at once) after a random share of their processor time.
Prints what went wrong, or nothing.
"""

import json
import os
import random
import resource
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import kg
import kg.extraction
from extractors.pipeline import extract, fingerprint
from kg.builder import build
from kg.parts import known_keys
from kg.removal import remove
from kg.store import GraphStore
from kg.tables import TABLES
from ontology import load_lexicon, load_vocabulary
from tests.conftest import SMALL_PAPERS
from tests.support import contents, json_lines

MORE = tuple(
    {"title": f"{name} on {data}", "abstract": f"We train {name} on {data}. The accuracy is {number} %."}
    for name, data, number in (("ResNet-50", "CIFAR-10", 91), ("BERT", "SQuAD", 88), ("ViT", "ImageNet", 85))
)
LONGER = {**SMALL_PAPERS[1], "abstract": SMALL_PAPERS[1]["abstract"] + " It also works on CIFAR-10."}
OPERATIONS = ("open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "shutil.rmtree")

Work = Callable[[], object]


def child(work: Work, folder: Path, kill_at: int = 0, kill_after: float = 0.0) -> tuple[int, int, float]:
    """Fork and work; returns the signal that ended it (0: none), its file operations and its processor time."""
    reader, writer = os.pipe()
    process = os.fork()
    if process == 0:
        count = 0

        def watch(event: str, arguments: tuple[object, ...]) -> None:
            nonlocal count
            if event in OPERATIONS and str(arguments[0]).startswith(str(folder)):
                count += 1
                if count == kill_at:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(watch)
        if kill_after:
            signal.setitimer(signal.ITIMER_PROF, kill_after)
        code = 1
        try:
            work()
            code = 0
        finally:
            usage = resource.getrusage(resource.RUSAGE_SELF)
            os.write(writer, json.dumps([count, usage.ru_utime + usage.ru_stime]).encode())
            os._exit(code)
    os.close(writer)
    _, status = os.waitpid(process, 0)
    with os.fdopen(reader, "rb") as pipe:
        report = pipe.read()
    if os.WIFEXITED(status) and os.WEXITSTATUS(status):
        raise RuntimeError("the build failed")
    count, seconds = json.loads(report) if report else (0, 0.0)
    return os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0, count, seconds


def state(folder: Path) -> dict[str, object]:
    """What a graph folder holds, as far as it must not depend on how it came about; every table is read."""
    store = GraphStore(folder)
    manifest = store.manifest()
    return {
        "manifest": manifest,
        "rows": {name: store.read(name).num_rows for name in TABLES},
        "keys": known_keys(folder / "extractions"),
        "strays": [name for name in contents(folder) if ".tmp" in name or name.startswith("building/")],
    }


def failed(message: str) -> None:
    """Report what must not be."""
    sys.stdout.write(message + "\n")


def main(folder: Path, kills: int, seed: int) -> None:
    """Kill, look, complete, compare."""
    kg.extraction.PART_SIZE = 2
    first, more = folder / "first.jsonl", folder / "more.jsonl"
    first.write_text(json_lines(SMALL_PAPERS))
    more.write_text(json_lines([*MORE, LONGER]))
    load_vocabulary(), load_lexicon(), fingerprint("rules"), list(extract([("A", "We use ResNet.")], "rules"))
    base, graph = folder / "base", folder / "graph"
    child(lambda: build(first, base, model="rules", jobs=1), base)
    removed = kg.open(base).papers()[0].id
    works: list[tuple[bool, Work]] = [
        (False, lambda: build(first, graph, model="rules", jobs=1)),
        (True, lambda: build(more, graph, model="rules", replace=True, jobs=1)),
        (True, lambda: remove(graph, removed, jobs=1)),
        (True, lambda: build(more, graph, model="rules", jobs=1)),
    ]
    rng = random.Random(seed)
    for number, (has_base, work) in enumerate(works):

        def prepare(has_base: bool = has_base) -> None:
            shutil.rmtree(graph, ignore_errors=True)
            if has_base:
                shutil.copytree(base, graph)

        prepare()
        before = state(graph) if has_base else None
        _, operations, seconds = child(work, graph)
        after = state(graph)
        share = kills // len(works) + (number < kills % len(works))
        places = rng.sample(range(1, operations + 1), min(operations, share // 2))
        for kill in [*places, *(rng.uniform(0.05, 0.95) for _ in range(share - len(places)))]:
            prepare()
            name = f"work {number}, killed at {kill}"
            if isinstance(kill, int):
                ended, _, _ = child(work, graph, kill_at=kill)
            else:
                ended, _, _ = child(work, graph, kill_after=kill * seconds)
            committed = (graph / "manifest.json").exists()
            left = state(graph) if committed else None
            if ended not in {signal.SIGKILL, signal.SIGPROF} and left != after:
                failed(f"{name}: it was not killed")
            manifests = [None if found is None else found["manifest"] for found in (left, before, after)]
            if manifests[0] not in manifests[1:]:
                failed(f"{name}: the graph is neither that of before nor that of after")
            if number == 2 and manifests[0] == manifests[2]:
                # The papers are gone: to remove them again is an error, and another build tidies up.
                continue
            child(work, graph)
            if state(graph) != after:
                failed(f"{name}: the next run did not complete it")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
