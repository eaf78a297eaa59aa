"""Readers of the formats that papers come in; `SOURCES` is their registry."""

from collections.abc import Iterable, Iterator

from kg.records import Paper, Reject
from kg.sources.hf_daily import HfDaily
from kg.sources.jsonl import JsonLines
from kg.sources.registry import AUTO, ReadOptions, Source, SourceRegistry, read_inputs

SOURCES = SourceRegistry()
SOURCES.register(JsonLines())
SOURCES.register(HfDaily())


def read_papers(
    paths: Iterable[str], format_name: str = AUTO, options: ReadOptions | None = None
) -> Iterator[Paper | Reject]:
    """The papers of files, folders or standard input (`-`) in any registered format; see `read_inputs`."""
    return read_inputs(SOURCES, paths, format_name, options)


__all__ = ["AUTO", "SOURCES", "ReadOptions", "Source", "SourceRegistry", "read_papers"]
