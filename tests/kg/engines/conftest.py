"""One cluster of two executors for all tests here, and servers of stores, started when the first of them asks."""

import os
import shutil
import sys
import warnings
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.kg.engines.stores.servers import POM, hdfs, s3
from tests.maven import cannot_run, class_path

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
        cannot_run(f"{missing[0]} is not installed (the extra `spark`)", "Spark")


@pytest.fixture(scope="session")
def jars(spark_extra: None, pytestconfig: pytest.Config) -> list[str]:
    """The jars of the servers, and of Hadoop's client of S3, of the version of Hadoop that PySpark brings along."""
    import pyspark

    (client,) = (Path(pyspark.__file__).parent / "jars").glob("hadoop-client-api-*.jar")
    version = client.stem.removeprefix("hadoop-client-api-")
    return class_path(pytestconfig, POM, "Spark", hadoop_version=version)


@pytest.fixture(scope="session")
def cluster(spark_extra: None, request: pytest.FixtureRequest) -> Iterator[str]:
    """The master of a running cluster with a session, which builds in this process use."""
    if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
        cannot_run("there is no Java", "Spark")
    import pyspark

    os.environ["PYSPARK_PYTHON"] = sys.executable
    os.environ["SPARK_HOME"] = str(Path(pyspark.__file__).parent)
    root = str(Path(__file__).parents[3])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        builder = pyspark.sql.SparkSession.builder.master(MASTER).config("spark.executorEnv.PYTHONPATH", root)
        for name, value in _SETTINGS.items():
            builder = builder.config(name, value)
        # Java takes jars at its start alone. Without Maven only the tests of stores cannot run.
        if shutil.which("mvn") is not None:
            s3_client = os.pathsep.join(jar for jar in request.getfixturevalue("jars") if _is_of_s3_client(jar))
            for side in ("driver", "executor"):
                builder = builder.config(f"spark.{side}.extraClassPath", s3_client)
        session = builder.getOrCreate()
        yield MASTER
        session.stop()


def _is_of_s3_client(jar: str) -> bool:
    """Whether a jar is one that Spark lacks; its own Netty must not be met by another."""
    names = ("/software/amazon/", "hadoop-aws", "reactive-streams", "httpclient", "httpcore")
    return any(name in jar for name in names)


@pytest.fixture(scope="session")
def hdfs_root(cluster: str, jars: list[str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the root of a running HDFS."""
    others = [jar for jar in jars if "s3proxy" not in jar and not _is_of_s3_client(jar) and "netty" not in jar]
    with hdfs(others, tmp_path_factory.mktemp("hdfs")) as address:
        yield address


@pytest.fixture(scope="session")
def s3_root(cluster: str, jars: list[str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an empty bucket of a running S3 store, which the cluster's session has been told of."""
    from pyspark.sql import SparkSession

    session = SparkSession.getActiveSession()
    assert session is not None
    with s3([jar for jar in jars if "s3proxy" in jar], tmp_path_factory.mktemp("s3"), ["papers"]) as settings:
        for name, value in settings.items():
            session._jsc.hadoopConfiguration().set(name, value)
        yield "s3a://papers"
