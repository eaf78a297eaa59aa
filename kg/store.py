"""The graph directory: Parquet tables named by an atomically replaced manifest, the extractions, and derived indexes.

A commit writes new table files aside, syncs them, and renames the manifest over the old one (POSIX rename is atomic);
whatever kills the process, a reader sees the last committed manifest and the files it names.
"""

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from filelock import FileLock, Timeout

from kg.errors import NewerGraphError, StoreError
from kg.tables import SCHEMA_VERSION, TABLES

_MANIFEST = "manifest.json"
_LOCK = ".lock"
# Of a correction: action, type, name, target, file, line.
_CURATION_FIELDS = 6


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a committed graph consists of: relative file and row count by table, and what made it.

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
            strange = [p.name for p in self.path.iterdir() if p.name not in {_LOCK, "extractions", "tables", "indexes"}]
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
                f"{self.path}: made by an older paperkg (schema {schema}, this one reads {SCHEMA_VERSION}); build it "
                f"anew from all its sources with `kg build SOURCE... -o {self.path} --fresh`"
            )
        try:
            manifest = Manifest(**data)
            if any(len(line) != _CURATION_FIELDS for line in manifest.curation):
                raise TypeError("a correction of another form")
            missing = [name for name in TABLES if not (self.path / manifest.tables[name]).is_file()]
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
        tables: Mapping[str, pa.Table],
        *,
        ontology: str,
        model: str,
        fingerprint: str,
        curation: list[list[str | int]] | None = None,
    ) -> Manifest:
        """Replace the graph's tables at once, and remove files nothing names.

        Raises:
            StoreError: the disk refuses; the last committed graph stays as it was.
        """
        before = self._committed_files()
        try:
            files = {name: self._write_table(name, tables[name]) for name in TABLES}
            rows = {name: tables[name].num_rows for name in TABLES}
            manifest = Manifest(SCHEMA_VERSION, ontology, model, fingerprint, files, rows, curation or [])
            sync_folder(self.path / "tables")
            text = json.dumps(asdict(manifest), indent=2, sort_keys=True) + "\n"
            aside = self.path / (_MANIFEST + ".tmp")
            with aside.open("w", encoding="utf-8") as out:
                out.write(text)
                out.flush()
                os.fsync(out.fileno())
            os.replace(aside, self.path / _MANIFEST)
            sync_folder(self.path)
        except OSError as error:
            raise StoreError(
                f"{self.path}: the graph could not be written ({error.strerror}); the last one stays"
            ) from error
        self._sweep({*before, *files.values()})
        return manifest

    def _committed_files(self) -> set[str]:
        """The table files that the manifest in force names: graphs that are open now go on reading them."""
        try:
            return set(self.manifest().tables.values())
        except StoreError:
            return set()

    def _write_table(self, name: str, table: pa.Table) -> str:
        aside = self.path / "tables" / f"{name}.tmp"
        write_parquet(table, aside)
        digest = hashlib.sha256(aside.read_bytes()).hexdigest()[:16]
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
