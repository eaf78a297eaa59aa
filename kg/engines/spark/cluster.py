"""The connection to a cluster."""

import os
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kg.errors import EngineError

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

# Papers that a Python worker holds at a time, by their texts or by what was found in them.
_BATCH: Final = 1_000
# What the transpiled SQL relies on, and what keeps files small.
_SETTINGS: Final = {
    "spark.sql.ansi.enabled": "true",
    "spark.sql.adaptive.skewJoin.enabled": "true",
    "spark.sql.maxPlanStringLength": "1000",
    "spark.sql.execution.arrow.maxRecordsPerBatch": str(_BATCH),
    "spark.sql.execution.arrow.useLargeVarTypes": "false",
    "spark.sql.parquet.compression.codec": "zstd",
    "spark.sql.files.ignoreMissingFiles": "false",
}
# The driver takes the distinct names, however many; the size of its heap is what limits it.
_START: Final = {
    "spark.driver.maxResultSize": "0",
    "spark.log.level": "ERROR",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
}
# What `spark-submit` leaves in the environment of the program that it runs.
_SUBMITTED: Final = "PYSPARK_GATEWAY_PORT"
# Papers for each partition of a shuffle: about 20 MB of text at most, and no hundred tasks for a little corpus.
_PAPERS_PER_PARTITION: Final = 10_000
_PAPERS_PER_SMALL_PARTITION: Final = 500
_PARTITIONS_PER_CORE: Final = 2
# From so many papers, Spark plans anew at each shuffle, which costs jobs but splits the partitions of frequent names.
_ADAPTIVE_PAPERS: Final = 200_000


def check_installed() -> None:
    """Refuse to go on without the packages of the extra.

    Raises:
        EngineError: one is missing.
    """
    missing = [name for name in ("pyspark", "pandas", "sqlglot") if find_spec(name) is None]
    if missing:
        raise EngineError(f"the spark engine needs {missing[0]}; install it with `pip install 'paperkg[spark]'`")


@contextmanager
def spark_session(master: str | None) -> Iterator["SparkSession"]:
    """A session of its own names on the cluster at `master`, or on the one this program already has a session with.

    Without either it is what `spark-submit` was told, or all cores of this machine. A connection that is started here
    is closed at the end.

    Raises:
        EngineError: Java is missing, or the cluster cannot be reached.
    """
    from pyspark.errors import PySparkException
    from pyspark.sql import SparkSession

    running = SparkSession.getActiveSession()
    if running is None:
        try:
            running = _start(master)
        except (PySparkException, RuntimeError) as error:
            reason = str(error).strip().splitlines()[0]
            raise EngineError(
                f"Spark did not start ({reason}); it needs Java 17 and a --master it can reach"
            ) from error
        started = running
    else:
        started = None
    try:
        session = running.newSession()
        for name, value in _SETTINGS.items():
            session.conf.set(name, value)
        with warnings.catch_warnings():
            # What PySpark says of other packages is nothing its user can act on.
            warnings.filterwarnings("ignore", module="pyspark")
            yield session
    finally:
        if started is not None:
            started.stop()


def _start(master: str | None) -> "SparkSession":
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.appName("paperkg")
    for name, value in _START.items():
        builder = builder.config(name, value)
    if master:
        builder = builder.master(master)
    if _SUBMITTED not in os.environ and (master is None or master.startswith("local")):
        # The workers are children of this process: they use its interpreter and its copy of the package.
        import pyspark

        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        os.environ.setdefault("SPARK_HOME", str(Path(pyspark.__file__).parent))
        here = str(Path(__file__).parents[3])
        # Nothing outside this machine has to reach the driver.
        builder = builder.config("spark.driver.host", "127.0.0.1").config("spark.driver.bindAddress", "127.0.0.1")
        builder = builder.config("spark.executorEnv.PYTHONPATH", os.pathsep.join([here, *sys.path[1:]]))
    return builder.getOrCreate()


def size_session(spark: "SparkSession", papers: int) -> None:
    """Set up a session for linking so many papers."""
    cores = spark.sparkContext.defaultParallelism
    small = min(max(papers // _PAPERS_PER_SMALL_PARTITION, cores), _PARTITIONS_PER_CORE * cores)
    spark.conf.set("spark.sql.shuffle.partitions", str(max(small, papers // _PAPERS_PER_PARTITION)))
    spark.conf.set("spark.sql.adaptive.enabled", str(papers >= _ADAPTIVE_PAPERS).lower())
