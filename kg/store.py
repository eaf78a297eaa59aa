"""The graph directory: Parquet tables named by an atomically replaced manifest, the extractions, and derived indexes.

A commit writes new table files aside, syncs them, and renames the manifest over the old one (POSIX rename is atomic);
whatever kills the process, a reader sees the last committed manifest and the files it names.
"""

import os
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
from filelock import FileLock, Timeout

from kg.durable import sync_file, sync_folder, write_parquet
from kg.errors import StoreError
from kg.file_digests import DIGEST, digest_of, is_as_written
from kg.manifest import ASIDE, MANIFEST, Manifest, read_manifest, write_manifest
from kg.tables import SCHEMA_VERSION, TABLES

#: Where the parts of a graph are in its folder.
LOCK: Final = ".lock"
EXTRACTIONS: Final = "extractions"
NAMES: Final = "names"
TABLES_FOLDER: Final = "tables"
INDEXES: Final = "indexes"
#: The folder of a graph that holds what a build needs meanwhile.
BUILDING: Final = "building"
#: What a build may leave in a folder that has no manifest yet.
OWN: Final = frozenset({ASIDE, LOCK, EXTRACTIONS, NAMES, TABLES_FOLDER, INDEXES, BUILDING})
_TABLE_FILE = re.compile(rf"[a-z]+-({DIGEST})\.parquet")
# Tables that every build computes; the others hold what was read from the sources.
_COMPUTED = frozenset({"mentions", "entities", "claims", "results"})


class GraphStore:
    """Reads and commits a graph directory."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._checked: set[str] = set()

    @property
    def extractions(self) -> Path:
        """Folder of the extraction parts."""
        return self.path / EXTRACTIONS

    @property
    def names(self) -> Path:
        """Folder of what is remembered of names between builds."""
        return self.path / NAMES

    def index_folder(self, name: str) -> Path:
        """Folder of a derived index."""
        return self.path / INDEXES / name

    def table_path(self, name: str, manifest: Manifest | None = None) -> Path:
        """The Parquet file of a table of a manifest, by default of the committed one.

        Its bytes are compared with the digest in its name when this object first meets it.

        Raises:
            StoreError: as `manifest`, or the file is damaged or gone.
        """
        relative = (manifest or self.manifest()).tables[name]
        if relative not in self._checked:
            self._check(name, self.path / relative)
            self._checked.add(relative)
        return self.path / relative

    def check(self, manifest: Manifest | None = None) -> None:
        """Compare the bytes of every table of a manifest, by default of the committed one, with what was written.

        Raises:
            StoreError: as `manifest`, or a file is damaged or gone.
        """
        for name, relative in (manifest or self.manifest()).tables.items():
            self._check(name, self.path / relative)

    def exists(self) -> bool:
        """Whether a graph has been committed here."""
        return (self.path / MANIFEST).is_file()

    def prepare(self) -> None:
        """Make the directory.

        Raises:
            StoreError: the path is a file, a folder of something else, or cannot be written.
        """
        if self.path.exists() and not self.path.is_dir():
            raise StoreError(f"{self.path}: this is a file; give -o a folder for the graph")
        if self.path.is_dir() and not self.exists():
            strange = [p.name for p in self.path.iterdir() if p.name not in OWN]
            if strange:
                raise StoreError(
                    f"{self.path}: the folder holds other files ({sorted(strange)[0]}); give -o an empty one"
                )
        try:
            for folder in (self.path, self.path / TABLES_FOLDER, self.extractions):
                folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(f"{self.path}: cannot be written ({error.strerror}); choose another place") from error

    @contextmanager
    def building(self) -> Iterator[Path]:
        """An empty folder for what a build needs meanwhile, on the graph's own disk; for a holder of the lock.

        Raises:
            StoreError: something in it failed for want of room, or of permission; the last committed graph stays.
        """
        folder = self.path / BUILDING
        try:
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            yield folder
        except (OSError, duckdb.IOException, duckdb.OutOfMemoryException) as error:
            reason = getattr(error, "strerror", None) or str(error).splitlines()[0]
            raise StoreError(
                f"{self.path}: the graph could not be written ({reason}); the last one stays, and what has been read "
                "is kept: mend this and run the same command again"
            ) from error
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the graph for writing.

        Raises:
            StoreError: another build holds it.
        """
        lock = FileLock(self.path / LOCK, timeout=0)
        try:
            lock.acquire()
        except Timeout as error:
            raise StoreError(f"{self.path}: another build is writing this graph; wait for it to end") from error
        except OSError as error:
            raise StoreError(f"{self.path}: cannot be written ({error.strerror}); choose another place") from error
        try:
            yield
        finally:
            lock.release()

    def manifest(self) -> Manifest:
        """The committed manifest.

        Raises:
            StoreError: there is no graph here, or it is damaged or of another schema.
        """
        return read_manifest(self.path)

    def read(self, name: str, manifest: Manifest | None = None) -> pa.Table:
        """A table of a manifest, by default of the committed one.

        Raises:
            StoreError: the file is damaged, or gone since two builds have followed that manifest.
        """
        path = self.table_path(name, manifest)
        try:
            return pq.read_table(path)
        except FileNotFoundError as error:
            raise _gone(path) from error
        except (OSError, pa.ArrowException) as error:
            raise _damaged(name, path, str(error)) from error

    def _check(self, name: str, path: Path) -> None:
        try:
            whole = is_as_written(path, _TABLE_FILE)
        except FileNotFoundError as error:
            raise _gone(path) from error
        except OSError as error:
            raise _damaged(name, path, error.strerror or str(error)) from error
        if not whole:
            raise _damaged(name, path, "its bytes are not those that were written")

    def commit(
        self,
        tables: Mapping[str, pa.Table | Path],
        *,
        ontology: str,
        model: str,
        fingerprint: str,
        curation: list[list[str | int]] | None = None,
        keep_last: bool = True,
    ) -> Manifest:
        """Replace the graph's tables at once, and remove files nothing names.

        Args:
            tables: by name; one that is a file is moved.
            ontology: its version.
            model: which extractors.
            fingerprint: theirs.
            curation: see `Manifest`.
            keep_last: leave the files of the graph so far to whoever has it open; else nothing of it stays, nor of
                the indexes derived from it.

        Raises:
            StoreError: the disk refuses; the last committed graph stays as it was.
        """
        before = self._committed_files() if keep_last else set()
        try:
            files = {name: self._write_table(name, tables[name]) for name in TABLES}
            rows = {name: pq.read_metadata(self.path / file).num_rows for name, file in files.items()}
            manifest = Manifest(SCHEMA_VERSION, ontology, model, fingerprint, files, rows, curation or [])
            sync_folder(self.path / TABLES_FOLDER)
            write_manifest(self.path, manifest)
            sync_folder(self.path)
        except OSError as error:
            raise StoreError(
                f"{self.path}: the graph could not be written ({error.strerror or error}); the last one stays"
            ) from error
        self._sweep({*before, *files.values()})
        if not keep_last:
            shutil.rmtree(self.path / INDEXES, ignore_errors=True)
        return manifest

    def _committed_files(self) -> set[str]:
        """The table files that the manifest in force names: graphs that are open now go on reading them."""
        try:
            return set(self.manifest().tables.values())
        except StoreError:
            return set()

    def _write_table(self, name: str, table: pa.Table | Path) -> str:
        if isinstance(table, Path):
            aside = table
            sync_file(aside)
        else:
            aside = self.path / TABLES_FOLDER / f"{name}.tmp"
            write_parquet(table, aside)
        relative = f"{TABLES_FOLDER}/{name}-{digest_of(aside)}.parquet"
        os.replace(aside, self.path / relative)
        return relative

    def _sweep(self, files: set[str]) -> None:
        named = {self.path / relative for relative in files}
        for path in (self.path / TABLES_FOLDER).iterdir():
            if path not in named:
                path.unlink(missing_ok=True)


def _damaged(name: str, path: Path, reason: str) -> StoreError:
    mend = (
        "run `kg build` again with any of its sources, which computes this table anew"
        if name in _COMPUTED
        else "restore the file from a copy, or build the graph anew from all its sources with --fresh"
    )
    return StoreError(f"{path}: the table is damaged ({reason}); {mend}")


def _gone(path: Path) -> StoreError:
    return StoreError(f"{path}: the table is gone, as when a graph is built anew or moved; open the graph again")
