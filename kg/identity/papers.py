"""Which records are of one paper, and what the paper is called."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from kg.identifiers import paper_id
from kg.identity.keys import Key, preferred_doi
from kg.identity.sets import DisjointSets, sharing
from kg.identity.titles import same_title
from kg.identity.works import Work


def paper_ids(keys: Sequence[Key]) -> list[str]:
    """For each key the identifier of its paper: equal ones are of one paper.

    Time and memory grow with the keys. Those of records that share neither arXiv number, DOI, identifier nor title with
    any other can be left out, and the records keep their identifiers: so a build may have more records than memory
    holds keys of.

    The identifier is that of the arXiv number, else of the DOI (a publisher's before a preprint server's), else the
    title's. Works of one title that are known by it alone get a digest of what parts them appended.
    """
    distinct = sorted(set(keys))
    nodes = DisjointSets(len(distinct))
    shared = sharing((number, name) for number, key in enumerate(distinct) for name in _names(key))
    for members in shared.values():
        for member in members[1:]:
            nodes.join(members[0], member)
    known = [Work() for _ in distinct]
    for number, key in enumerate(distinct):
        known[nodes.root(number)].add(key)
    titled = DisjointSets(len(distinct))
    by_title = sharing((nodes.root(number), key.title) for number, key in enumerate(distinct) if key.title)
    for title, roots in by_title.items():
        for one, other in same_title(known, roots, title):
            titled.join(one, other)
    papers: dict[int, list[Key]] = defaultdict(list)
    paper_of = [titled.root(nodes.root(number)) for number in range(len(distinct))]
    for paper, key in zip(paper_of, distinct, strict=True):
        papers[paper].append(key)
    names = _distinct_names(papers)
    found = {key: names[paper] for paper, key in zip(paper_of, distinct, strict=True)}
    return [found[key] for key in keys]


def _names(key: Key) -> list[str]:
    """The identifiers that are of one paper alone; those made of a title are not."""
    names = [f"arxiv/{key.arxiv_id}" if key.arxiv_id else "", f"doi/{key.doi}" if key.doi else ""]
    return [name for name in {*names, key.id} if name]


def _distinct_names(papers: dict[int, list[Key]]) -> dict[int, str]:
    """The identifier of each paper, by what its keys say."""
    names = {paper: _name(keys) for paper, keys in papers.items()}
    taken = Counter(names.values())
    return {
        paper: name if taken[name] == 1 else f"{name}-{_digest(min(papers[paper]))}" for paper, name in names.items()
    }


def _name(keys: Iterable[Key]) -> str:
    keys = list(keys)
    number = min((key.arxiv_id for key in keys if key.arxiv_id), default=None)
    doi = preferred_doi(key.doi for key in keys)
    if number or doi:
        return paper_id("", doi=doi, arxiv_id=number)
    return min((key.id for key in keys if key.id), default=None) or paper_id(min(key.title for key in keys))


def _digest(key: Key) -> str:
    parts = (str(key.year), *key.surnames, key.text)
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:8]
