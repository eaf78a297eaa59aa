"""One record a paper: what several records of the same paper add up to, whatever their order."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from kg.identifiers import paper_id
from kg.identity import is_made_of_title, key, paper_ids, preferred_doi
from kg.records import Paper


@dataclass(frozen=True, slots=True)
class Library:
    """Papers in the order of their identifiers, and the records of those that were met in several.

    A build keeps both: which records are of one paper is asked anew whenever some are added, so that a graph built in
    parts equals the graph built at once. A paper of one record is that record.
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


def as_read(record: Paper) -> Paper:
    """A record with the identifier that its title gives, without what parted it from other works of the title."""
    return replace(record, id=paper_id(record.title)) if is_made_of_title(record.id) else record


def merge_papers(papers: Iterable[Paper]) -> list[Paper]:
    """The papers of records in the order of their identifiers, each the sum of its records; see `kg.identity`."""
    return list(collect(papers).papers)


def merge(identifier: str, records: Collection[Paper]) -> Paper:
    """The paper of some records: longest abstract with its title, surest and most precise date, fullest lists.

    Every field is chosen by itself and by its value alone, so that merging is associative, commutative and idempotent.
    """
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
        doi=preferred_doi(p.doi for p in records),
        arxiv_id=min((p.arxiv_id for p in records if p.arxiv_id), default=None),
        orcids=orcids,
    )
