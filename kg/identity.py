"""Which records are of one paper, told by light keys alone: public identifiers, title, year, surnames, first words.

A Daily Papers page knows a paper by its title, an arXiv dump by its number, Crossref by its DOI. Records are of one
paper

1. where they share an arXiv number or a DOI; else
2. where their normalised titles are equal, nothing contradicts it, and the title says enough.

Two records contradict each other by different arXiv numbers; by different DOIs, unless one is a preprint server's; by
years that differ, where one year is allowed between a preprint and another record, for that is how long printing takes
often enough; and by authors, where fewer than half of the surnames of the shorter list are in the other. A year that
was inferred counts as unknown. A title says enough with four words and twenty characters: shorter ones ("Editorial",
"Introduction") and those of front matter are given to many works. They need the same year and authors, known on both
sides, or the same first words of the abstract. First words that are long enough outweigh years and authors everywhere.

A record that lacks year or authors may fit several papers that contradict each other. It then belongs to none of them,
rather than make one paper of all.

The answer depends on the set of keys alone, neither on their order nor on earlier answers.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from kg.identifiers import normalise_title, paper_id
from kg.records import Paper

# What a title must have to be one work's alone: shorter ones are mostly names and phrases.
_TITLE_WORDS: Final = 4
_TITLE_CHARACTERS: Final = 20
# The same for scripts without blanks, where a character is about a syllable or a word.
_DENSE_CHARACTERS: Final = 8
_DENSE: Final = "\u2e80"
# A title of more works than this is nobody's, however long.
_COMMON: Final = 100
# Beginnings of titles of front matter, normalised.
_FRONT_MATTER: Final = (
    *(
        "editorial",
        "guest editorial",
        "foreword",
        "preface",
        "introduction to the special",
        "introduction to the issue",
    ),
    *("letter to the editor", "message from the", "welcome message", "front matter", "table of contents", "erratum to"),
    *("call for papers", "book review", "report of the", "proceedings of the"),
)
# First words of an abstract that are taken for it, and the characters that make them telling: sources differ in
# mathematics, cut ends and appended links.
_FIRST_WORDS: Final = 12
_TELLING_CHARACTERS: Final = 50
# DOI prefixes of preprint servers: bioRxiv, medRxiv, ChemRxiv, Preprints.org, PsyArXiv, Research Square, SSRN,
# TechRxiv.
_PREPRINT_PREFIXES: Final = (
    *("10.1101/", "10.26434/", "10.20944/", "10.31234/", "10.21203/", "10.2139/ssrn", "10.36227/"),
)


@dataclass(frozen=True, slots=True, order=True)
class Key:
    """What of a record decides which paper it is of; empty and 0 where unknown.

    `id` is empty too where it is made of the title. `title` is normalised, `year` a stated one, `surnames` are sorted,
    `text` begins the abstract, as a digest; `telling` says that its words are enough to know a paper by.
    """

    id: str
    arxiv_id: str
    doi: str
    title: str
    year: int
    surnames: tuple[str, ...]
    text: str
    telling: bool


def key(paper: Paper) -> Key:
    """The key of a record."""
    start = " ".join(normalise_title(paper.abstract[: _FIRST_WORDS * 40]).split()[:_FIRST_WORDS])
    return Key(
        id="" if is_made_of_title(paper.id) else paper.id,
        arxiv_id=paper.arxiv_id or "",
        doi=paper.doi or "",
        title=normalise_title(paper.title),
        year=int(paper.published[:4]) if paper.published and not paper.year_inferred else 0,
        surnames=tuple(sorted({name for name in map(surname, paper.authors) if name})),
        text=hashlib.sha256(start.encode()).hexdigest()[:16],
        telling=len(start) >= _TELLING_CHARACTERS,
    )


def is_made_of_title(identifier: str) -> bool:
    """Whether an identifier is `paper/...`, which other works of the title would have too."""
    return identifier.startswith("paper/")


def surname(author: str) -> str:
    """The last word of a surname, folded: `berg` of "Jo van den Berg", "van den Berg, Jo" and "J. v. d. Berg Jr."."""
    family, _, _ = author.partition(",")
    words = normalise_title(family).split()
    while len(words) > 1 and words[-1] in {"jr", "sr", "ii", "iii", "iv"}:
        words.pop()
    return words[-1] if words else ""


def is_preprint_doi(doi: str) -> bool:
    """Whether a preprint server gave the DOI."""
    return doi.startswith(_PREPRINT_PREFIXES)


def paper_ids(keys: Sequence[Key]) -> list[str]:
    """For each key the identifier of its paper: equal ones are of one paper.

    Time and memory grow with the keys. Those of records that share neither arXiv number, DOI, identifier nor title with
    any other can be left out, and the records keep their identifiers: so a build may have more records than memory
    holds keys of.

    The identifier is that of the arXiv number, else of the DOI (a publisher's before a preprint server's), else the
    title's. Works of one title that are known by it alone get a digest of what parts them appended.
    """
    distinct = sorted(set(keys))
    nodes = _Union(len(distinct))
    shared = _sharing((number, name) for number, key in enumerate(distinct) for name in _names(key))
    for members in shared.values():
        for member in members[1:]:
            nodes.join(members[0], member)
    known = [_Known() for _ in distinct]
    for number, key in enumerate(distinct):
        known[nodes.root(number)].add(key)
    titled = _Union(len(distinct))
    by_title = _sharing((nodes.root(number), key.title) for number, key in enumerate(distinct) if key.title)
    for title, roots in by_title.items():
        for one, other in _same_title(known, roots, title):
            titled.join(one, other)
    papers: dict[int, list[Key]] = defaultdict(list)
    paper_of = [titled.root(nodes.root(number)) for number in range(len(distinct))]
    for paper, key in zip(paper_of, distinct, strict=True):
        papers[paper].append(key)
    names = _distinct_names(papers)
    found = {key: names[paper] for paper, key in zip(paper_of, distinct, strict=True)}
    return [found[key] for key in keys]


class _Union:
    """Disjoint sets of numbers (Tarjan, "Efficiency of a good but not linear set union algorithm", J. ACM 1975)."""

    def __init__(self, count: int) -> None:
        self._parent = list(range(count))

    def root(self, number: int) -> int:
        """The least number of the set."""
        while self._parent[number] != number:
            self._parent[number] = self._parent[self._parent[number]]
            number = self._parent[number]
        return number

    def join(self, one: int, other: int) -> None:
        """Make one set of two."""
        one, other = sorted((self.root(one), self.root(other)))
        self._parent[other] = one


class _Known:
    """What the records of one paper, joined by public identifiers, say of it."""

    def __init__(self) -> None:
        self.arxiv_ids: set[str] = set()
        self.dois: set[str] = set()
        self.years: set[int] = set()
        self.surnames: set[str] = set()
        self.texts: set[tuple[str, bool]] = set()

    @classmethod
    def of(cls, parts: Iterable["_Known"]) -> "_Known":
        """What several parts say together."""
        whole = cls()
        for part in parts:
            whole.arxiv_ids |= part.arxiv_ids
            whole.dois |= part.dois
            whole.years |= part.years
            whole.surnames |= part.surnames
            whole.texts |= part.texts
        return whole

    def add(self, key: Key) -> None:
        self.arxiv_ids |= {key.arxiv_id} - {""}
        self.dois |= {key.doi} - {""}
        self.years |= {key.year} - {0}
        self.surnames |= set(key.surnames)
        self.texts.add((key.text, key.telling))

    def begins_as(self, other: "_Known") -> bool:
        """Whether abstracts begin alike, and tellingly."""
        return any(telling for _, telling in self.texts & other.texts)

    def contradicts(self, other: "_Known") -> bool:
        """Whether the two cannot be of one paper."""
        if self.arxiv_ids and other.arxiv_ids and self.arxiv_ids.isdisjoint(other.arxiv_ids):
            return True
        mine, theirs = ({doi for doi in known.dois if not is_preprint_doi(doi)} for known in (self, other))
        if mine and theirs and mine.isdisjoint(theirs):
            return True
        return not self.begins_as(other) and not (self._years_fit(other) and self._surnames_fit(other))

    def is_one_with(self, other: "_Known", telling: bool) -> bool:
        """Whether two of one title are of one paper; `telling` says that the title is one work's alone."""
        if self.contradicts(other):
            return False
        dated_alike = not self.years.isdisjoint(other.years) and bool(self.surnames and other.surnames)
        return telling or dated_alike or not self.texts.isdisjoint(other.texts)

    def _years_fit(self, other: "_Known") -> bool:
        if not self.years or not other.years:
            return True
        apart = min(abs(mine - theirs) for mine in self.years for theirs in other.years)
        return apart == 0 or (apart == 1 and self.is_preprint != other.is_preprint)

    def _surnames_fit(self, other: "_Known") -> bool:
        shorter = min(len(self.surnames), len(other.surnames))
        return 2 * len(self.surnames & other.surnames) >= shorter

    @property
    def is_preprint(self) -> bool:
        return bool(self.arxiv_ids) or any(map(is_preprint_doi, self.dois))


def _names(key: Key) -> list[str]:
    """The identifiers that are of one paper alone; those made of a title are not."""
    names = [f"arxiv/{key.arxiv_id}" if key.arxiv_id else "", f"doi/{key.doi}" if key.doi else ""]
    return [name for name in {*names, key.id} if name]


def _sharing(pairs: Iterable[tuple[int, str]]) -> dict[str, list[int]]:
    """The numbers under each name that several have, ascending."""
    by_name: dict[str, set[int]] = defaultdict(set)
    for number, name in pairs:
        by_name[name].add(number)
    return {name: sorted(numbers) for name, numbers in by_name.items() if len(numbers) > 1}


def _same_title(known: list[_Known], roots: list[int], title: str) -> list[tuple[int, int]]:
    """Pairs that are of one paper among those of one title: first by what abstracts say, then by all the rest."""
    telling = _is_telling(title) and len(roots) <= _COMMON
    pairs = sorted(combinations(roots, 2) if telling else _near_pairs(known, roots))
    by_text = [(one, other) for one, other in pairs if known[one].begins_as(known[other])]
    joined = _settled(roots, by_text, known)
    together = {root: _Known.of(known[member] for member in members) for members in joined for root in members[:1]}
    first = {member: members[0] for members in joined for member in members}
    edges = {
        (first[one], first[other])
        for one, other in pairs
        if first[one] != first[other] and together[first[one]].is_one_with(together[first[other]], telling)
    }
    clusters = _settled(sorted(together), sorted(edges), together)
    return [(members[0], other) for group in (joined, clusters) for members in group for other in members[1:]]


def _near_pairs(known: list[_Known], roots: list[int]) -> set[tuple[int, int]]:
    """Pairs that share the beginning of the abstract, or year and surname: all that may be one under a short title."""
    shared = _sharing(
        (root, name)
        for root in roots
        for name in [
            *(text for text, _ in known[root].texts),
            *(f"{year} {surname}" for year in known[root].years for surname in known[root].surnames),
        ]
    )
    return {pair for members in shared.values() for pair in combinations(members, 2)}


def _settled(
    nodes: list[int], edges: list[tuple[int, int]], known: Mapping[int, _Known] | list[_Known]
) -> list[list[int]]:
    """Clusters of nodes joined by edges in which nothing contradicts; a node between two that do is not of theirs."""
    found: list[list[int]] = []
    for cluster in _components(nodes, edges):
        members = set(cluster)
        inside = [edge for edge in edges if edge[0] in members]
        odds = {pair for pair in combinations(cluster, 2) if known[pair[0]].contradicts(known[pair[1]])}
        if not odds:
            found.append(cluster)
            continue
        near: dict[int, list[int]] = defaultdict(list)
        for one, other in inside:
            near[one].append(other)
            near[other].append(one)
        between = [node for node in cluster if not odds.isdisjoint(combinations(sorted(near[node]), 2))]
        if not between:
            found += [[node] for node in cluster]
            continue
        for part in (between, [node for node in cluster if node not in between]):
            kept = [edge for edge in inside if edge[0] in part and edge[1] in part]
            if len(part) == len(cluster):
                kept = []
            found += _settled(part, kept, known)
    return found


def _components(nodes: list[int], edges: list[tuple[int, int]]) -> list[list[int]]:
    """Nodes that edges join, each list ascending."""
    place = {node: number for number, node in enumerate(nodes)}
    sets = _Union(len(nodes))
    for one, other in edges:
        sets.join(place[one], place[other])
    found: dict[int, list[int]] = defaultdict(list)
    for node in nodes:
        found[sets.root(place[node])].append(node)
    return list(found.values())


def _is_telling(title: str) -> bool:
    """Whether a normalised title says enough to be one work's alone."""
    if title.startswith(_FRONT_MATTER):
        return False
    dense = sum(character >= _DENSE for character in title)
    return dense >= _DENSE_CHARACTERS or (len(title.split()) >= _TITLE_WORDS and len(title) >= _TITLE_CHARACTERS)


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


def preferred_doi(dois: Iterable[str | None]) -> str | None:
    """The first publisher's DOI, else the first of all; None of none."""
    return min((doi for doi in dois if doi), key=lambda doi: (is_preprint_doi(doi), doi), default=None)


def _digest(key: Key) -> str:
    parts = (str(key.year), *key.surnames, key.text)
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:8]
