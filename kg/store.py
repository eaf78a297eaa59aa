"""The graph directory: Parquet tables named by an atomically replaced manifest, the extractions, and derived indexes.

A commit writes new table files aside, syncs them, and renames the manifest over the old one (POSIX rename is atomic);
whatever kills the process, a reader sees the last committed manifest and the files it names.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
from filelock import FileLock, Timeout

from kg.errors import NewerGraphError, StoreError
from kg.tables import SCHEMA_VERSION, TABLES

_MANIFEST = "manifest.json"
_ASIDE = _MANIFEST + ".tmp"
_LOCK = ".lock"
# What a build may leave in a folder that has no manifest yet.
_OWN = frozenset({_ASIDE, _LOCK, "extractions", "tables", "indexes", "building"})
# Of a correction: action, type, name, target, file, line.
_CURATION_FIELDS = 6


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a committed graph consists of: relative file and row count by table, and what made it.

    A table that a cluster wrote to a URL is a folder of Parquet files instead, in the order of their names.

    `curation` holds the user's corrections that the tables follow, as lists of the fields of a `CurationLine`.
    """

    schema: int
    ontology: str
    model: str
    fingerprint: str
    tables: dict[str, str]
    rows: dict[str, int]
    curation: list[list[str | int]] = field(default_factory=list)

    @property
    def stamp(self) -> str:
        """A digest that changes whenever the tables do, for derived indexes."""
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()[:16]


class GraphStore:
    """Reads and commits a graph directory."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def extractions(self) -> Path:
        """Folder of the extraction parts."""
        return self.path / "extractions"

    def index_folder(self, name: str) -> Path:
        """Folder of a derived index."""
        return self.path / "indexes" / name

    def table_path(self, name: str) -> Path:
        """The Parquet file of a table of the committed graph.

        Raises:
            StoreError: as `manifest`.
        """
        return self.path / self.manifest().tables[name]

    def exists(self) -> bool:
        """Whether a graph has been committed here."""
        return (self.path / _MANIFEST).is_file()

    def prepare(self) -> None:
        """Make the directory.

        Raises:
            StoreError: the path is a file, a folder of something else, or cannot be written.
        """
        if self.path.exists() and not self.path.is_dir():
            raise StoreError(f"{self.path}: this is a file; give -o a folder for the graph")
        if self.path.is_dir() and not self.exists():
            strange = [p.name for p in self.path.iterdir() if p.name not in _OWN]
            if strange:
                raise StoreError(
                    f"{self.path}: the folder holds other files ({sorted(strange)[0]}); give -o an empty one"
                )
        try:
            for folder in (self.path, self.path / "tables", self.extractions):
                folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(f"{self.path}: cannot be written ({error.strerror}); choose another place") from error

    @contextmanager
    def building(self) -> Iterator[Path]:
        """An empty folder for what a build needs meanwhile, on the graph's own disk; for a holder of the lock.

        Raises:
            StoreError: something in it failed for want of room, or of permission; the last committed graph stays.
        """
        folder = self.path / "building"
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
        lock = FileLock(self.path / _LOCK, timeout=0)
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
        path = self.path / _MANIFEST
        if not path.is_file():
            raise StoreError(f"{self.path}: there is no graph here; build one with `kg build SOURCE -o {self.path}`")
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
            schema = int(data["schema"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise StoreError(
                f"{path}: the manifest is damaged ({error}); restore it, or build the graph anew with --fresh"
            ) from error
        if schema > SCHEMA_VERSION:
            raise NewerGraphError(
                f"{self.path}: made by a newer paperkg (schema {schema}, this one reads {SCHEMA_VERSION}); upgrade"
            )
        if schema < SCHEMA_VERSION:
            raise StoreError(
                f"{self.path}: made by an older paperkg (schema {schema}); build the graph anew from its sources"
            )
        try:
            manifest = Manifest(**data)
            if any(len(line) != _CURATION_FIELDS for line in manifest.curation):
                raise TypeError("a correction of another form")
            missing = [name for name in TABLES if not (self.path / manifest.tables[name]).exists()]
        except (TypeError, KeyError) as error:
            raise StoreError(
                f"{path}: the manifest is damaged ({error}); restore it or build the graph anew with --fresh"
            ) from error
        if missing:
            raise StoreError(f"{self.path}: the file of table {missing[0]!r} is missing; build anew with --fresh")
        return manifest

    def read(self, name: str, manifest: Manifest | None = None) -> pa.Table:
        """A table of a manifest, by default of the committed one.

        Raises:
            StoreError: the file is damaged, or gone since two builds have followed that manifest.
        """
        path = self.path / (manifest or self.manifest()).tables[name]
        try:
            return pq.read_table(path)
        except (OSError, pa.ArrowException) as error:
            raise StoreError(f"{path}: the table is damaged ({error}); build the graph anew with --fresh") from error

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
            sync_folder(self.path / "tables")
            text = json.dumps(asdict(manifest), indent=2, sort_keys=True) + "\n"
            aside = self.path / _ASIDE
            with aside.open("w", encoding="utf-8") as out:
                out.write(text)
                out.flush()
                os.fsync(out.fileno())
            os.replace(aside, self.path / _MANIFEST)
            sync_folder(self.path)
        except OSError as error:
            raise StoreError(
                f"{self.path}: the graph could not be written ({error.strerror or error}); the last one stays"
            ) from error
        self._sweep({*before, *files.values()})
        if not keep_last:
            shutil.rmtree(self.path / "indexes", ignore_errors=True)
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
            aside = self.path / "tables" / f"{name}.tmp"
            write_parquet(table, aside)
        with aside.open("rb") as written:
            digest = hashlib.file_digest(written, "sha256").hexdigest()[:16]
        relative = f"tables/{name}-{digest}.parquet"
        os.replace(aside, self.path / relative)
        return relative

    def _sweep(self, files: set[str]) -> None:
        named = {self.path / relative for relative in files}
        for path in (self.path / "tables").iterdir():
            if path not in named:
                path.unlink(missing_ok=True)


def write_parquet(table: pa.Table, path: Path) -> None:
    """Write and sync a Parquet file; equal tables give equal bytes."""
    pq.write_table(table, path, compression="zstd")
    sync_file(path)


def sync_file(path: Path) -> None:
    """Make what a file holds durable."""
    with path.open("rb") as written:
        os.fsync(written.fileno())


def sync_folder(path: Path) -> None:
    """Make renames inside a folder durable where the system can."""
    if hasattr(os, "O_DIRECTORY"):
        descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
