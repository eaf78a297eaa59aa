"""Where a cluster's tables go: a graph directory that driver and workers share, or a URL of HDFS, S3 and the like."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol

import pyarrow.parquet as pq

from kg.errors import StoreError
from kg.papers_table import BATCH
from kg.row_groups import ROW_GROUP, write_rows
from kg.store import GraphStore, Manifest
from kg.tables import SCHEMA_VERSION, TABLES

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

_MANIFEST: Final = "manifest.json"
# Object stores have no rename, but show an object only when it is whole.
_OBJECT_STORES: Final = ("s3", "s3a", "s3n", "gs", "abfs", "abfss", "wasb", "wasbs", "oss", "cos")


class Output(Protocol):
    """A graph that a cluster writes."""

    @property
    def extractions(self) -> str:
        """Where the workers keep the extraction parts, as a URL."""

    def manifest(self) -> Manifest | None:
        """The committed manifest, if there is a graph."""

    def table(self, manifest: Manifest, name: str) -> str:
        """The URL of a committed table."""

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the graph for writing, where that can be."""

    def commit(self, tables: Mapping[str, "DataFrame"], about: dict[str, Any]) -> Manifest:
        """Replace the graph's tables by sorted ones; `about` is the rest of the manifest."""


def output_at(place: str | Path, spark: "SparkSession", *, is_url: bool) -> Output:
    """The output of a path or URL."""
    return UrlOutput(str(place).rstrip("/"), spark) if is_url else SharedFolder(Path(place))


class SharedFolder:
    """A graph directory at a path that is the same on the driver and on every worker, such as NFS.

    The workers write the sorted tables aside, and the driver copies each into the one file that the local engine would
    have written.
    """

    def __init__(self, path: Path) -> None:
        self._store = GraphStore(path)
        self._aside = (path / "building").absolute()

    @property
    def extractions(self) -> str:
        """The folder of the extraction parts."""
        return self._store.extractions.absolute().as_uri()

    def manifest(self) -> Manifest | None:
        """The committed manifest."""
        return self._store.manifest() if self._store.exists() else None

    def table(self, manifest: Manifest, name: str) -> str:
        """The file of a table."""
        return (self._store.path / manifest.tables[name]).absolute().as_uri()

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Make the directory and hold its lock."""
        self._store.prepare()
        with self._store.locked(), self._store.building():
            try:
                yield
            finally:
                _remove_checksums(self._store.extractions)

    def commit(self, tables: Mapping[str, "DataFrame"], about: dict[str, Any]) -> Manifest:
        """Write the tables aside on the workers, then commit them as one file each."""
        for name, frame in tables.items():
            frame.write.mode("overwrite").parquet((self._aside / name).as_uri())
        return self._store.commit({name: self._whole(name) for name in TABLES}, **about)

    def _whole(self, name: str) -> Path:
        """The rows of a table's parts in their order, in one file with the row groups of the local engine."""
        parts = sorted((self._aside / name).glob("part-*.parquet"))
        if not parts:
            raise StoreError(f"{self._store.path}: the workers wrote elsewhere; give -o a folder that all of them see")
        rows = (batch for part in parts for batch in pq.ParquetFile(part).iter_batches())
        row_group = BATCH if name == "papers" else ROW_GROUP
        return write_rows(rows, self._aside / f"{name}.parquet", TABLES[name], row_group)


def _remove_checksums(folder: Path) -> None:
    """Hadoop's checksums of local files, which nothing here reads."""
    for path in folder.glob(".*.crc"):
        path.unlink(missing_ok=True)


class UrlOutput:
    """A graph at a URL: every table a folder of Parquet files in sorted order, the manifest written last.

    `kg` opens a copy of it on a local disk. Nothing keeps two builds from writing to one URL at a time.
    """

    def __init__(self, url: str, spark: "SparkSession") -> None:
        self._url = url
        self._java: Any = spark.sparkContext._jvm
        self._gateway: Any = spark.sparkContext._gateway
        self._configuration: Any = spark.sparkContext._jsc.hadoopConfiguration()

    @property
    def extractions(self) -> str:
        """The folder of the extraction parts."""
        return f"{self._url}/extractions"

    def manifest(self) -> Manifest | None:
        """The committed manifest."""
        path = self._path(_MANIFEST)
        system = path.getFileSystem(self._configuration)
        if not system.exists(path):
            return None
        stream = system.open(path)
        try:
            text = self._java.org.apache.commons.io.IOUtils.toString(stream, "UTF-8")
        finally:
            stream.close()
        try:
            manifest = Manifest(**json.loads(text))
        except (ValueError, TypeError) as error:
            raise StoreError(f"{self._url}: the manifest is damaged ({error}); build the graph anew") from error
        if manifest.schema != SCHEMA_VERSION:
            raise StoreError(f"{self._url}: made by another version of paperkg; choose another output")
        return manifest

    def table(self, manifest: Manifest, name: str) -> str:
        """The folder of a table."""
        return f"{self._url}/{manifest.tables[name]}"

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Make the folder; a URL has no lock."""
        folder = self._path("extractions")
        folder.getFileSystem(self._configuration).mkdirs(folder)
        yield

    def commit(self, tables: Mapping[str, "DataFrame"], about: dict[str, Any]) -> Manifest:
        """Write each table to a folder named by what is in it, then the manifest."""
        files, rows = {}, {}
        for name, frame in tables.items():
            rows[name], digest = _content(frame)
            files[name] = f"tables/{name}-{digest}"
            frame.write.mode("overwrite").parquet(f"{self._url}/{files[name]}")
        manifest = Manifest(SCHEMA_VERSION, about["ontology"], about["model"], about["fingerprint"], files, rows,
                            about["curation"])  # fmt: skip
        self._write_manifest(json.dumps(asdict(manifest), indent=2, sort_keys=True) + "\n")
        return manifest

    def _path(self, name: str) -> Any:
        return self._java.org.apache.hadoop.fs.Path(f"{self._url}/{name}")

    def _write_manifest(self, text: str) -> None:
        path = self._path(_MANIFEST)
        whole_at_once = self._url.partition(":")[0].lower() in _OBJECT_STORES
        aside = path if whole_at_once else self._path(_MANIFEST + ".tmp")
        stream = aside.getFileSystem(self._configuration).create(aside, True)
        stream.write(bytearray(text.encode()))
        stream.close()
        if not whole_at_once:
            rename = getattr(self._java.org.apache.hadoop.fs, "Options$Rename")
            overwrite = self._gateway.new_array(rename, 1)
            overwrite[0] = rename.OVERWRITE
            context = self._java.org.apache.hadoop.fs.FileContext.getFileContext(path.toUri(), self._configuration)
            context.rename(aside, path, overwrite)


def _content(frame: "DataFrame") -> tuple[int, str]:
    """How many rows a table has, and a digest of them whatever their order."""
    from pyspark.sql import functions as f

    row = f.to_json(f.struct(*frame.columns))
    found = frame.select(f.xxhash64(row).alias("hash")).agg(
        f.count("*").alias("rows"), f.coalesce(f.bit_xor("hash"), f.lit(0)).alias("digest")
    )
    rows, digest = found.toArrow().to_pylist()[0].values()
    return rows, f"{digest & (1 << 64) - 1:016x}"
