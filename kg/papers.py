"""One record a paper: what several records of the same paper add up to, whatever their order."""

from collections.abc import Iterable

from kg.records import Paper


def merge_papers(papers: Iterable[Paper]) -> list[Paper]:
    """Papers by id in id order, each the sum of its records.

    Every field is chosen by itself and by its value alone, so that merging is associative, commutative and idempotent:
    a graph built in parts equals the graph built at once.
    """
    by_id: dict[str, set[Paper]] = {}
    for paper in papers:
        by_id.setdefault(paper.id, set()).add(paper)
    return [_merge(identifier, by_id[identifier]) for identifier in sorted(by_id)]


def _merge(identifier: str, records: set[Paper]) -> Paper:
    """The longest abstract with its title, the surest and most precise date, the fullest lists."""
    text = max(records, key=lambda p: (len(p.abstract), p.abstract, p.title))
    dated = min(
        records, key=lambda p: (p.published is None, p.year_inferred, -len(p.published or ""), p.published or "")
    )
    # Names and the ORCID iDs beside them come from one record.
    authors, orcids = max(
        ((p.authors, p.orcids) for p in records),
        key=lambda both: (len(both[0]), sum(map(bool, both[1])), both),
    )
    return Paper(
        id=identifier,
        title=text.title,
        abstract=text.abstract,
        published=dated.published,
        published_precision=dated.published_precision,
        year_inferred=dated.year_inferred,
        authors=authors,
        author_count=max((p.author_count for p in records if p.author_count is not None), default=None),
        url=min((p.url for p in records if p.url), default=None),
        source="+".join(sorted({part for p in records for part in p.source.split("+")})),
        categories=max((p.categories for p in records), key=lambda names: (len(names), names)),
        doi=min((p.doi for p in records if p.doi), default=None),
        arxiv_id=min((p.arxiv_id for p in records if p.arxiv_id), default=None),
        orcids=orcids,
    )
