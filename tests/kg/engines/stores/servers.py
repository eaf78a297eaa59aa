"""HDFS and an S3 store of one's own: from Maven's jars, on loopback, with temporary homes."""

import json
import os
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import Request, urlopen

import pytest

from tests.support import free_port

POM = Path(__file__).with_name("pom.xml")
_START_SECONDS = 180
_JAVA = ("java", "-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData")
_SITE = "<configuration>{}</configuration>"
_PROPERTY = "<property><name>{}</name><value>{}</value></property>"
_S3 = """
s3proxy.endpoint=http://127.0.0.1:{port}
s3proxy.authorization=none
jclouds.provider=transient-nio2
jclouds.identity=none
jclouds.credential=none
"""


@contextmanager
def hdfs(jars: Sequence[str], home: Path) -> Iterator[str]:
    """A name node and a data node; the address of the file system's root."""
    port, page = free_port(), free_port()
    anywhere = ["dfs.datanode.address", "dfs.datanode.http.address", "dfs.datanode.ipc.address"]
    settings = {
        "fs.defaultFS": f"hdfs://127.0.0.1:{port}",
        "dfs.namenode.name.dir": (home / "names").as_uri(),
        "dfs.namenode.http-address": f"127.0.0.1:{page}",
        "dfs.datanode.data.dir": (home / "data").as_uri(),
        **dict.fromkeys(anywhere, "127.0.0.1:0"),
        "dfs.replication": "1",
    }
    lines = "".join(_PROPERTY.format(*setting) for setting in settings.items())
    for name in ("core-site.xml", "hdfs-site.xml"):
        (home / name).write_text(_SITE.format(lines), encoding="utf-8")
    classes = os.pathsep.join([str(home), *jars])
    node = "org.apache.hadoop.hdfs.server.{}"
    name_node, data_node = node.format("namenode.NameNode"), node.format("datanode.DataNode")
    formatting = [*_JAVA, "-cp", classes, name_node, "-format", "-nonInteractive"]
    subprocess.run(formatting, check=True, capture_output=True)
    with _running(classes, [name_node], home), _running(classes, [data_node], home) as log:
        _wait(log, lambda: _live_nodes(page) == 1)
        yield settings["fs.defaultFS"]


def _live_nodes(page: int) -> int:
    query = "jmx?qry=Hadoop:service=NameNode,name=FSNamesystemState"
    with urlopen(f"http://127.0.0.1:{page}/{query}") as answer:
        return int(json.load(answer)["beans"][0]["NumLiveDataNodes"])


@contextmanager
def s3(jars: Sequence[str], home: Path, buckets: Sequence[str]) -> Iterator[dict[str, str]]:
    """A store of objects with empty buckets; the settings by which Hadoop's client reaches it."""
    port = free_port()
    (home / "s3proxy.conf").write_text(_S3.format(port=port), encoding="utf-8")
    arguments = ["org.gaul.s3proxy.Main", "--properties", str(home / "s3proxy.conf")]
    with _running(os.pathsep.join(jars), arguments, home) as log:
        for bucket in buckets:
            _wait(log, lambda bucket=bucket: _make_bucket(port, bucket))
        yield {
            "fs.s3a.endpoint": f"http://127.0.0.1:{port}",
            "fs.s3a.endpoint.region": "us-east-1",
            "fs.s3a.path.style.access": "true",
            "fs.s3a.access.key": "anyone",
            "fs.s3a.secret.key": "anything",
        }


def _make_bucket(port: int, bucket: str) -> bool:
    with urlopen(Request(f"http://127.0.0.1:{port}/{bucket}", method="PUT")) as answer:
        return bool(answer.status == 200)


@contextmanager
def _running(classes: str, arguments: Sequence[str], home: Path) -> Iterator[Path]:
    """A Java program in the background; the file of what it prints."""
    log = home / f"{arguments[0]}.log"
    with ExitStack() as stack:
        out = stack.enter_context(log.open("wb"))
        process = stack.enter_context(subprocess.Popen([*_JAVA, "-cp", classes, *arguments], stdout=out, stderr=out))
        stack.callback(process.kill)
        yield log


def _wait(log: Path, ready: Callable[[], bool]) -> None:
    """Ask until a server is ready."""
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline:
        try:
            if ready():
                return
        except (URLError, ConnectionError, LookupError):
            pass
        time.sleep(0.2)
    pytest.fail(f"a server did not come up:\n{log.read_text(encoding='utf-8', errors='replace')[-3000:]}")
