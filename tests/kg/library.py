"""Collecting papers in memory: what `kg.collecting` must give through files."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pyarrow.parquet as pq

from kg.identity import key, paper_ids
from kg.papers import as_read, merge
from kg.papers_table import paper_from_row
from kg.records import Paper


@dataclass(frozen=True, slots=True)
class Library:
    """Papers in the order of their identifiers, and the records of those that were met in several.

    A paper of one record is that record.
    """

    papers: tuple[Paper, ...] = ()
    variants: tuple["Variant", ...] = ()

    def records(self) -> list[Paper]:
        """All records that the papers are made of."""
        several = {variant.paper for variant in self.variants}
        return [
            *(paper for paper in self.papers if paper.id not in several),
            *(variant.record for variant in self.variants),
        ]


@dataclass(frozen=True, slots=True)
class Variant:
    """A record of a paper that has several, with the identifier of the paper."""

    paper: str
    record: Paper


def stored_papers(path: Path) -> list[Paper]:
    """The papers of a papers table, in its order."""
    return [paper_from_row(row) for row in pq.read_table(path).to_pylist()]


def collect(records: Iterable[Paper]) -> Library:
    """The papers of records, and the records of papers that have several."""
    distinct = list({as_read(record) for record in records})
    groups: dict[str, list[Paper]] = {}
    for record, identifier in zip(distinct, paper_ids([key(record) for record in distinct]), strict=True):
        groups.setdefault(identifier, []).append(record)
    return Library(
        tuple(merge(identifier, groups[identifier]) for identifier in sorted(groups)),
        tuple(
            Variant(identifier, record)
            for identifier in sorted(groups)
            if len(groups[identifier]) > 1
            for record in sorted(groups[identifier], key=repr)
        ),
    )
