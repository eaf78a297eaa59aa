"""A folder of the driver and the address at which the workers see the same files."""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kg.engines.spark.files import HadoopFiles
from kg.errors import EngineError
from kg.manifest import MANIFEST
from kg.store import BUILDING, EXTRACTIONS, INDEXES, LOCK, NAMES, OWN, TABLES_FOLDER


class Mirror:
    """The folder of a graph on a file system that driver and workers share: there is nothing to copy."""

    def address(self, path: Path) -> str:
        """Where the workers see a file or folder of the driver's."""
        return path.absolute().as_uri()

    def send(self, path: Path) -> str:
        """Let the workers have a file of the driver's; returns its address."""
        return self.address(path)

    def receive(self, folder: Path) -> list[Path]:
        """Have the files that workers wrote into a folder, in the order in which Spark numbers them."""
        return sorted(folder.glob("part-*.parquet"))

    def remove(self, folder: Path) -> None:
        """Forget a folder that workers wrote."""
        shutil.rmtree(folder, ignore_errors=True)


class RemoteMirror(Mirror):
    """The copy on the driver of a graph that is at an address, or will be.

    The address holds what the folder holds, under the same names. A new manifest takes the place of the old one after
    all that it names has arrived.
    """

    def __init__(self, folder: Path, address: str, files: HadoopFiles) -> None:
        self._folder = folder.absolute()
        self._address = address.rstrip("/")
        self._files = files

    def address(self, path: Path) -> str:
        """Where the workers see a file or folder of the driver's."""
        return f"{self._address}/{path.absolute().relative_to(self._folder).as_posix()}"

    def send(self, path: Path) -> str:
        """Let the workers have a file of the driver's; returns its address."""
        address = self.address(path)
        self._files.write(path, address)
        return address

    def receive(self, folder: Path) -> list[Path]:
        """Have the files that workers wrote into a folder, in the order in which Spark numbers them."""
        for name in self._parts(folder):
            self._files.fetch(self.address(folder / name), folder / name)
        return super().receive(folder)

    def remove(self, folder: Path) -> None:
        """Forget a folder that workers wrote."""
        super().remove(folder)
        self._files.remove(self.address(folder))

    def adopt(self, folder: Path, parts: Path) -> None:
        """Make the files that workers wrote into a folder extraction parts, here and there."""
        for name in self._parts(folder):
            self._files.move(self.address(folder / name), self.address(parts / name))
            self._files.fetch(self.address(parts / name), parts / name)
        self.remove(folder)

    def _parts(self, folder: Path) -> list[str]:
        names = self._files.names(self.address(folder))
        return sorted(name for name in names if name.startswith("part-") and name.endswith(".parquet"))

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the graph for writing and have a copy of it; what the copy is at the end is then at the address.

        After an exception only the extraction parts that have arrived are left of the build.

        Raises:
            EngineError: another build holds the graph, or the folder is that of something else.
        """
        lock = f"{self._address}/{LOCK}"
        strange = self._files.names(self._address, folders=True) - OWN - {MANIFEST}
        if strange:
            raise EngineError(f"{self._address}: the folder holds other files ({min(strange)}); give -o an empty one")
        if not self._files.create(lock):
            raise EngineError(
                f"{self._address}: another build is writing this graph; wait for it to end, or delete {lock} "
                "if it was killed"
            )
        try:
            self._files.remove(f"{self._address}/{BUILDING}")
            self._fetch()
            yield
            self._publish()
        finally:
            self._files.remove(f"{self._address}/{BUILDING}")
            self._files.remove(lock)

    def _fetch(self) -> None:
        found = [f"{EXTRACTIONS}/{name}" for name in self._files.names(f"{self._address}/{EXTRACTIONS}")]
        if MANIFEST in self._files.names(self._address):
            manifest = self._folder / MANIFEST
            self._files.fetch(f"{self._address}/{MANIFEST}", manifest)
            try:
                found += json.loads(manifest.read_text(encoding="utf-8"))["tables"].values()
            except (ValueError, KeyError, AttributeError, TypeError):
                # The build says what is wrong with it.
                return
        for name in found:
            self._files.fetch(f"{self._address}/{name}", self._folder / name)

    def _publish(self) -> None:
        here = {name: _names(self._folder / name) for name in (TABLES_FOLDER, EXTRACTIONS)}
        there = {name: self._files.names(f"{self._address}/{name}") for name in here}
        for folder, names in here.items():
            for name in sorted(names - there[folder]):
                self.send(self._folder / folder / name)
        self.send(self._folder / MANIFEST)
        for folder, names in there.items():
            for name in names - here[folder]:
                self._files.remove(f"{self._address}/{folder}/{name}")
        # Of the graph before, where a graph of another engine was copied there.
        for folder in (NAMES, INDEXES):
            self._files.remove(f"{self._address}/{folder}")


def _names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir() if path.is_file()}
