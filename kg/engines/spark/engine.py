"""The engine of a cluster."""

import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from kg.engines.places import Places, is_address
from kg.engines.spark.cluster import size_session, spark_session
from kg.engines.spark.extraction import extract_missing_on
from kg.engines.spark.files import HadoopFiles
from kg.engines.spark.mirror import Mirror, RemoteMirror
from kg.engines.spark.output import write_table
from kg.engines.spark.sql import SparkSql, spark_schema
from kg.errors import EngineError
from kg.extraction import KEYS_SCHEMA, Progress
from kg.linking import LINKED, link_tables, linked_query
from kg.resolution import Curation
from kg.tables import EXTRACTION_SCHEMA, TABLES

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession


@contextmanager
def spark_engine(master: str | None) -> Iterator["Cluster"]:
    """The cluster at an address, see `spark_session`.

    Raises:
        EngineError: Spark did not start, or a job of it failed.
    """
    with spark_session(master) as spark:
        from py4j.protocol import Py4JError
        from pyspark.errors import PySparkException

        try:
            yield Cluster(spark)
        except (PySparkException, Py4JError) as error:
            # What a worker raised stands somewhere in the Java stack trace.
            refusal = re.search(rf"{EngineError.__name__}: (.+)", str(error))
            first = str(error).strip().partition("\n")[0]
            reason = refusal[1] if refusal else f"a job on the cluster failed: {first}; its logs say more"
            raise EngineError(reason) from error


class Cluster:
    """A Spark session whose workers see the folder of the graph at the same path, or at its address."""

    def __init__(self, spark: "SparkSession") -> None:
        self._spark = spark
        self._mirror = Mirror()

    @contextmanager
    def places(self, sources: Sequence[str], graph: str) -> Iterator[Places]:
        """Copies of the sources and of the graph that are at addresses; the graph's goes back there at the end."""
        files = HadoopFiles(self._spark)
        with ExitStack() as stack:
            work = Path(stack.enter_context(TemporaryDirectory(prefix="paperkg-")))
            named: list[str] = []
            copies: dict[str, Path] = {}
            for source in sources:
                if not is_address(source):
                    named.append(source)
                    continue
                for address in files.find(source):
                    named.append(address)
                    if address not in copies:
                        copies[address] = work / "sources" / str(len(copies))
                        files.fetch(address, copies[address])
            here = Path(graph)
            if is_address(graph):
                here = work / "graph"
                self._mirror = mirror = RemoteMirror(here, graph, files)
                stack.enter_context(mirror.held())
            yield Places(named, here, copies)

    def extract(
        self, papers: Path, extractors: str, keys: frozenset[str], folder: Path, model: str, progress: Progress | None
    ) -> int:
        """Add the texts of a papers table that are not known yet to the parts, which the workers write."""
        extracted = extract_missing_on(self._spark, papers, extractors, keys, folder, model, self._mirror)
        if progress and extracted:
            progress(extracted, extracted)
        return extracted

    def link(
        self,
        papers: Path,
        keys: Path,
        parts: Sequence[Path],
        folder: Path,
        curation: Curation | None,
        names_folder: Path,
    ) -> tuple[dict[str, Path], tuple[str, ...]]:
        """Write the linked tables: sorted by the workers, put into one file each by the driver."""
        # What another engine left there may have names of papers that are gone.
        shutil.rmtree(names_folder, ignore_errors=True)
        session = SparkSql(self._spark, folder / "spark", self._mirror)
        records = self._table([self._mirror.send(papers)], TABLES["papers"])
        size_session(self._spark, pq.read_metadata(papers).num_rows)
        records.select("id", "title", "abstract").createOrReplaceTempView("papers")
        paper_keys = self._table([self._mirror.send(keys)], KEYS_SCHEMA)
        paper_keys.createOrReplaceTempView("paper_keys")
        # A text may stand in two parts after an interrupted build: any one of the equal rows serves.
        found = self._table([self._mirror.address(part) for part in parts], EXTRACTION_SCHEMA).dropDuplicates(["key"])
        session.keep("extraction", paper_keys.select("paper", "key").join(found, "key").drop("key"))
        unmatched = link_tables(session, curation)
        tables = {name: write_table(session.frame(linked_query(name)), name, folder, self._mirror) for name in LINKED}
        return tables, unmatched

    def _table(self, files: Sequence[str], schema: pa.Schema) -> "DataFrame":
        """The rows of files that the workers read themselves."""
        typed = spark_schema(schema)
        if not files:
            return self._spark.createDataFrame([], typed)
        return self._spark.read.schema(typed).parquet(*files)
