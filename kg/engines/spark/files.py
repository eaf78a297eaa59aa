"""Files at addresses (hdfs://, s3a://, ...): found, fetched and written by the Hadoop client that Spark brings along.

Its settings are those of the Spark session, such as the credentials of a store of objects.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from kg.errors import EngineError

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

# Stores that show an object when all of it has arrived: there a written file needs no renaming, which would be a copy.
_OBJECT_STORES: Final = ("s3a", "s3", "s3n", "gs", "oss", "cosn")


class HadoopFiles:
    """What a Spark session's Hadoop client reaches.

    Every method raises EngineError, which says the address, where the client refuses.
    """

    def __init__(self, spark: "SparkSession") -> None:
        self._jvm: Any = spark._jvm
        self._conf: Any = spark._jsc.hadoopConfiguration()

    def find(self, address: str) -> list[str]:
        """The files that a file's address, a folder's or a pattern (`*.jsonl.gz`) means, sorted; hidden ones are not.

        Raises:
            EngineError: there are none.
        """
        with self._client(address) as (files, path):
            found: list[str] = []
            for status in files.globStatus(path) or ():
                found += self._inside(files, status.getPath()) if status.isDirectory() else [_text(status.getPath())]
            if not found:
                raise EngineError(f"{address}: there is no such file or folder; check the address")
            return sorted(set(found))

    def _inside(self, files: Any, folder: Any) -> list[str]:
        listing = files.listFiles(folder, True)
        found = []
        while listing.hasNext():
            name = _text(listing.next().getPath())
            if not any(part.startswith((".", "_")) for part in name.removeprefix(_text(folder)).split("/")):
                found.append(name)
        return found

    def names(self, folder: str, *, folders: bool = False) -> set[str]:
        """The names of the files right in a folder, and of the folders if asked for; none where there is no folder."""
        with self._client(folder) as (files, path):
            if not files.exists(path):
                return set()
            return {status.getPath().getName() for status in files.listStatus(path) if folders or status.isFile()}

    def fetch(self, address: str, target: Path) -> None:
        """Copy a file to this machine."""
        target.parent.mkdir(parents=True, exist_ok=True)
        with self._client(address) as (files, path):
            files.copyToLocalFile(False, path, self._path(target.absolute().as_uri()), True)

    def write(self, source: Path, address: str) -> None:
        """Copy a file of this machine, in place of the one that there may be; whoever reads meets one or the other."""
        with self._client(address) as (files, path):
            local = self._path(source.absolute().as_uri())
            if address.partition("://")[0] in _OBJECT_STORES:
                files.copyFromLocalFile(False, True, local, path)
                return
            aside = self._path(f"{address}.tmp")
            files.copyFromLocalFile(False, True, local, aside)
            self._rename(aside, path)

    def _rename(self, source: Any, target: Any) -> None:
        """Rename over what may be there, at once on HDFS."""
        rename: Any = self._jvm.java.lang.Class.forName("org.apache.hadoop.fs.Options$Rename")
        options = self._jvm.java.lang.reflect.Array.newInstance(rename, 1)
        options[0] = rename.getField("OVERWRITE").get(None)
        context = self._jvm.org.apache.hadoop.fs.FileContext.getFileContext(target.toUri(), self._conf)
        context.rename(source, target, options)

    def move(self, source: str, target: str) -> None:
        """Rename a file into a folder that may not be there yet, where no file has the name."""
        with self._client(source) as (files, path):
            destination = self._path(target)
            files.mkdirs(destination.getParent())
            if not files.rename(path, destination):
                raise EngineError(f"{source}: could not be renamed to {target}")

    def remove(self, address: str) -> None:
        """Delete a file or a folder, if it is there."""
        with self._client(address) as (files, path):
            files.delete(path, True)

    def create(self, address: str) -> bool:
        """Make an empty file; whether it was not there."""
        with self._client(address) as (files, path):
            if files.exists(path):
                return False
            files.create(path, False).close()
            return True

    def _path(self, address: str) -> Any:
        return self._jvm.org.apache.hadoop.fs.Path(address)

    @contextmanager
    def _client(self, address: str) -> Iterator[tuple[Any, Any]]:
        """The client for an address, and the address as it takes it."""
        from py4j.protocol import Py4JJavaError

        try:
            path = self._path(address)
            yield path.getFileSystem(self._conf), path
        except Py4JJavaError as error:
            reason = str(error.java_exception.getMessage() or error.java_exception.getClass().getName())
            raise EngineError(f"{address}: {reason.splitlines()[0]}") from error


def _text(path: Any) -> str:
    return str(path.toString())
