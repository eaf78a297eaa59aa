"""One record a paper: what several records of the same paper add up to, whatever their order."""

import dataclasses
from collections.abc import Iterable
from typing import Any

from kg.records import Paper


def merge_papers(papers: Iterable[Paper]) -> list[Paper]:
    """Papers by id in id order; of several records the richest wins and the others fill its gaps."""
    by_id: dict[str, set[Paper]] = {}
    for paper in papers:
        by_id.setdefault(paper.id, set()).add(paper)
    return [_merge(sorted(by_id[identifier], key=_rank)) for identifier in sorted(by_id)]


def _rank(paper: Paper) -> tuple[Any, ...]:
    """Richest first; ties are broken by content, so that the order of reading never matters."""
    stated_date = paper.published is not None and not paper.year_inferred
    return (
        -len(paper.abstract),
        not stated_date,
        -len(paper.published or ""),
        -len(paper.authors),
        repr(dataclasses.astuple(paper)),
    )


def _merge(records: list[Paper]) -> Paper:
    first = records[0]
    dated = min(records, key=lambda p: (p.published is None, p.year_inferred, -len(p.published or ""), _rank(p)))
    fill: dict[str, Any] = {
        name: next((value for record in records if (value := getattr(record, name))), getattr(first, name))
        for name in ("authors", "author_count", "url", "categories")
    }
    return dataclasses.replace(
        first,
        published=dated.published,
        published_precision=dated.published_precision,
        year_inferred=dated.year_inferred,
        source="+".join(sorted({part for record in records for part in record.source.split("+")})),
        **fill,
    )
