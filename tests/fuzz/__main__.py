"""Fuzz a target, or all of them, led by coverage (atheris: https://github.com/google/atheris).

    pip install atheris
    python -m tests.fuzz --seconds 60 --seed 1
    python -m tests.fuzz source-bibtex --seconds 600

Every target runs in a process of its own. An input that fails is kept in the folder `--failures`, and its error is
printed; make it a test beside the code that failed. Exit code 1 if anything failed.
"""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path


def main() -> int:
    """Fuzz what the command names."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("target", nargs="*")
    parser.add_argument("--seconds", type=int, default=60, help="for each target")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--failures", type=Path, default=Path("fuzz-failures"))
    parser.add_argument("--list", action="store_true", help="print the names of the targets")
    parser.add_argument("--here", action="store_true", help="in this process, one target")
    options = parser.parse_args()
    if options.here:
        fuzz(options.target[0], options.seconds, options.seed, options.failures)
    from tests.fuzz.targets import targets

    names = options.target or sorted(targets())
    if options.list:
        print("\n".join(names))
        return 0
    failed = []
    for name in names:
        here = ["--here", "--seconds", str(options.seconds), "--seed", str(options.seed)]
        command = [sys.executable, "-m", "tests.fuzz", name, *here, "--failures", str(options.failures)]
        done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
        runs = next((line for line in done.stderr.splitlines()[::-1] if line.startswith("Done ")), "")
        print(f"{name}: {runs if done.returncode == 0 else 'FAILED'}", flush=True)
        if done.returncode:
            failed.append(name)
            print(done.stdout[-4_000:], done.stderr[-1_000:], sep="\n", flush=True)
    return 1 if failed else 0


def fuzz(name: str, seconds: int, seed: int, failures: Path) -> None:
    """Fuzz one target in this process, which atheris ends."""
    import atheris

    with atheris.instrument_imports(include=["kg", "extractors", "exports"], enable_loader_override=False):
        from tests.fuzz.targets import targets
    target = targets()[name]
    failures.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as corpus:
        for number, sample in enumerate(target.seeds):
            (Path(corpus) / str(number)).write_bytes(sample)
        libfuzzer = [f"-max_total_time={seconds}", f"-seed={seed}", f"-artifact_prefix={failures}/{name}-"]
        atheris.Setup(
            [sys.argv[0], *libfuzzer, "-max_len=4096", "-timeout=20", "-rss_limit_mb=2048", corpus], target.run
        )
        atheris.Fuzz()


if __name__ == "__main__":
    sys.exit(main())
