"""One cluster of two executors for all tests here, started when the first of them asks for it."""

import os
import shutil
import sys
import warnings
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

MASTER = "local-cluster[2,1,1024]"
# Small work: compiling costs more than it saves, and the page for watching is of no use.
_SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.log.level": "OFF",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
    "spark.executor.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what uses Spark."""
    for item in items:
        if {"cluster", "spark_extra"} & set(getattr(item, "fixturenames", ())):
            item.add_marker("spark")


@pytest.fixture(scope="session")
def spark_extra() -> None:
    """The packages of the extra; without them a test is skipped, or fails where CI is set."""
    missing = [name for name in ("pyspark", "pandas", "sqlglot") if find_spec(name) is None]
    if missing:
        _without(f"{missing[0]} is not installed (the extra `spark`)")


@pytest.fixture(scope="session")
def cluster(spark_extra: None) -> Iterator[str]:
    """The master of a running cluster with a session, which builds in this process use."""
    if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
        _without("there is no Java")
    import pyspark

    os.environ["PYSPARK_PYTHON"] = sys.executable
    os.environ["SPARK_HOME"] = str(Path(pyspark.__file__).parent)
    root = str(Path(__file__).parents[3])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        builder = pyspark.sql.SparkSession.builder.master(MASTER).config("spark.executorEnv.PYTHONPATH", root)
        for name, value in _SETTINGS.items():
            builder = builder.config(name, value)
        session = builder.getOrCreate()
        yield MASTER
        session.stop()


def _without(reason: str) -> None:
    if os.environ.get("CI"):
        pytest.fail(f"{reason}, and CI must run the Spark tests")
    pytest.skip(reason)
