"""The papers of a graph that paperkg built, of this schema or an older one: to build it anew, or into another."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import IO, Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from kg.identifiers import identify
from kg.papers_table import BATCH, paper_from_row
from kg.records import Paper, Reject
from kg.sources.inputs import Input
from kg.sources.registry import ReadOptions
from kg.tables import TABLES

# A manifest is below a kilobyte, and its corrections come to some hundred bytes each.
_MAX_MANIFEST: Final = 16 << 20
_COLUMNS: Final = TABLES["papers"]


class GraphFolder:
    """Reader of a graph's manifest, and through it of the records that its papers were made of."""

    name = "graph"

    def sniff(self, head: str) -> bool:
        """Whether a text begins like the manifest of a graph."""
        return head.startswith("{") and '"fingerprint"' in head and '"ontology"' in head

    def read(self, source: Input, options: ReadOptions) -> Iterator[Paper | Reject]:
        """Every record as it was read; a reject for a table that is missing, damaged or of other columns."""
        try:
            tables = _tables(source.stream)
        except (ValueError, RecursionError) as error:
            yield Reject(source.name, None, f"this is not the manifest of a graph ({error})", "file")
            return
        folder = Path(source.name).parent
        several: set[str] = set()
        if "variants" in tables:
            yield from _records(folder / tables["variants"], several)
        for item in _records(folder / tables["papers"]):
            if isinstance(item, Reject) or item.id not in several:
                yield item


def _tables(stream: IO[bytes]) -> dict[str, str]:
    """The relative files of the tables that a manifest names.

    Raises:
        ValueError: it is no manifest, or one of its files lies elsewhere.
    """
    data: Any = json.loads(stream.read(_MAX_MANIFEST).decode("utf-8-sig"))
    tables = data.get("tables") if isinstance(data, dict) else None
    if not isinstance(tables, dict) or not isinstance(tables.get("papers"), str):
        raise ValueError("it names no table of papers")
    for file in tables.values():
        if not isinstance(file, str) or Path(file).is_absolute() or ".." in Path(file).parts or "\0" in file:
            raise ValueError("a table lies outside its folder")
    return tables


def _records(path: Path, papers: set[str] | None = None) -> Iterator[Paper | Reject]:
    """The records of a table, with the papers that they belong to added to `papers`."""
    try:
        with pq.ParquetFile(path) as file:
            columns = [name for name in _COLUMNS.names if name in file.schema_arrow.names]
            if unlike := [n for n in columns if file.schema_arrow.field(n).type != _COLUMNS.field(n).type]:
                yield Reject(str(path), None, f"column {unlike[0]!r} is not of a graph's papers", "file")
                return
            for batch in file.iter_batches(BATCH, columns=[*columns, *(["paper"] if papers is not None else [])]):
                for row in batch.to_pylist():
                    if papers is not None:
                        papers.add(row.pop("paper"))
                    yield _paper(row)
    except (pa.ArrowException, OSError, ValueError, TypeError, KeyError) as error:
        yield Reject(str(path), None, f"reading stopped: {' '.join(str(error).split())[:200]}", "file")


def _paper(row: dict[str, Any]) -> Paper:
    """The record of a row; tables before schema 2 hold an arXiv number in the paper's identifier alone."""
    paper = paper_from_row(row)
    if "arxiv_id" in row:
        return paper
    known = identify(paper.title, paper.id)
    return replace(paper, doi=known.doi, arxiv_id=known.arxiv_id)
