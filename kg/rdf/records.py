"""The triples of papers, entities and results, as N-Triples text grouped by subject."""

import hashlib
from collections.abc import Iterable, Mapping
from functools import lru_cache

from kg.identifiers import iri
from kg.rdf.options import RdfOptions
from kg.rdf.shapes import shape
from kg.rdf.terms import TRUE, date, decimal, expand, integer, plain, triple, web_address
from kg.records import Entity, Paper, Result

# Identifiers kept with their IRIs, which papers close to each other share.
_CACHED_IRIS = 1 << 16

_PAPER = shape("""
    <{paper}> rdf:type pkg:Paper
    <{paper}> dcterms:title {title}
""")
_ENTITY = shape("""
    <{entity}> rdf:type <{type}>
    <{entity}> skos:prefLabel {label}
    <{entity}> pkg:paperCount {papers}
    <{entity}> pkg:mentionCount {mentions}
""")
_MERGE = shape("""
    <{merge}> rdf:type pkg:Merge
    <{merge}> pkg:mergedName {name}
    <{merge}> pkg:mergeStep {step}
    <{merge}> pkg:mergedInto {into}
""")
_RESULT = shape("""
    <{result}> rdf:type pkg:Result
    <{result}> pkg:value {value}
    <{result}> pkg:bound {bound}
    <{result}> pkg:resultKind {kind}
    <{result}> pkg:quote {quote}
    <{result}> pkg:confidence {confidence}
""")


def short_hash(*parts: object) -> str:
    """Sixteen hexadecimal digits of the parts."""
    return hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()[:16]


class RecordTriples:
    """The triples of each kind of record under a profile."""

    def __init__(self, options: RdfOptions) -> None:
        self.options = options
        self.address = lru_cache(_CACHED_IRIS)(self._address)

    def _address(self, identifier: str) -> str:
        return iri(identifier, self.options.base)

    def link(self, subject: str, predicate: str, object: str) -> str:
        """A triple between two identified things, its predicate from the ontology."""
        return f"<{self.address(subject)}> <{expand('pkg:' + predicate)}> <{self.address(object)}> .\n"

    def paper(self, paper: Paper, links: Iterable[tuple[str, str]]) -> str:
        """A paper with its links (predicate, object); authors and categories as values and as lists in their order.

        Where ORCID iDs are known they are authors too, and the list of them has the numbers of the list of names.
        """
        address = self.address(paper.id)
        lines = [_PAPER(paper=address, title=plain(paper.title))]
        if paper.abstract:
            lines.append(triple(address, "dcterms:abstract", plain(paper.abstract)))
        if paper.published:
            lines.append(triple(address, "dcterms:issued", date(paper.published)))
        if paper.year_inferred:
            lines.append(triple(address, "pkg:yearInferred", TRUE))
        lines += [triple(address, "dc:creator", plain(author)) for author in dict.fromkeys(paper.authors)]
        if paper.author_count is not None:
            lines.append(triple(address, "pkg:authorCount", integer(paper.author_count)))
        known = {number: orcid_address(orcid) for number, orcid in enumerate(paper.orcids, 1) if orcid}
        lines += [triple(address, "dcterms:creator", f"<{person}>") for person in dict.fromkeys(known.values())]
        if paper.arxiv_id is not None:
            lines.append(triple(address, "fabio:hasArXivId", plain(paper.arxiv_id)))
        if paper.doi is not None:
            lines.append(triple(address, "prism:doi", plain(paper.doi)))
        if paper.url is not None:
            web = web_address(paper.url)
            lines.append(
                triple(address, "schema:url", f"<{web}>") if web else triple(address, "pkg:statedUrl", plain(paper.url))
            )
        if paper.source:
            lines.append(triple(address, "dc:source", plain(paper.source)))
        lines += [triple(address, "dc:subject", plain(category)) for category in dict.fromkeys(paper.categories)]
        authors, orcids, categories = (
            self.address(f"{name}/{paper.id}") for name in ("authors", "orcids", "categories")
        )
        if paper.authors:
            lines.append(triple(address, "bibo:authorList", f"<{authors}>"))
        if known:
            lines.append(triple(address, "pkg:orcidList", f"<{orcids}>"))
        if paper.categories:
            lines.append(triple(address, "pkg:categoryList", f"<{categories}>"))
        lines += [self.link(paper.id, predicate, entity) for predicate, entity in links]
        lists = (
            (authors, {number: plain(name) for number, name in enumerate(paper.authors, 1)}),
            (orcids, {number: f"<{person}>" for number, person in known.items()}),
            (categories, {number: plain(name) for number, name in enumerate(paper.categories, 1)}),
        )
        return "".join(lines) + "".join(_sequence(*numbered) for numbered in lists)

    def entity(self, entity: Entity, links: Iterable[tuple[str, str]]) -> str:
        """An entity with its links (predicate, object) to others, and the names merged into it."""
        address = self.address(entity.id)
        lines = [
            _ENTITY(
                entity=address,
                type=expand("pkg:" + entity.type),
                label=plain(entity.label),
                papers=integer(entity.paper_count),
                mentions=integer(entity.mention_count),
            )
        ]
        lines += [triple(address, "skos:altLabel", plain(alias)) for alias in dict.fromkeys(entity.aliases)]
        lines.append(_dates(address, entity.first_seen, entity.last_seen))
        lines += [self.link(entity.id, predicate, other) for predicate, other in links]
        merges = [self.address(f"merge/{entity.id}/{number}") for number in range(1, len(entity.merges) + 1)]
        lines += [triple(address, "pkg:hasMerge", f"<{merge}>") for merge in merges]
        for merge, step in zip(merges, entity.merges, strict=True):
            lines.append(_MERGE(merge=merge, name=plain(step.name), step=plain(step.step), into=plain(step.into)))
        return "".join(lines)

    def result(self, result: Result) -> str:
        """A stated result."""
        address = self.address(result.id)
        text = _RESULT(
            result=address,
            value=decimal(result.value),
            bound=plain(result.bound),
            kind=plain(result.kind),
            quote=plain(result.quote),
            confidence=decimal(result.score),
        )
        unit = triple(address, "pkg:unit", plain(result.unit)) if result.unit is not None else ""
        slots = "".join(self.link(result.id, predicate, entity) for predicate, entity in result.slots().items())
        return text + unit + slots


def _dates(address: str, first: str | None, last: str | None) -> str:
    seen = triple(address, "pkg:firstSeen", date(first)) if first else ""
    return seen + (triple(address, "pkg:lastSeen", date(last)) if last else "")


def orcid_address(orcid: str) -> str:
    """The IRI of a person, as ORCID gives it (https://info.orcid.org/brand-guidelines/)."""
    return f"https://orcid.org/{orcid}"


def person(orcid: str, names: Iterable[str]) -> str:
    """A person who is known by an ORCID iD, with all names in the graph."""
    address = orcid_address(orcid)
    stated = "".join(triple(address, "schema:name", plain(name)) for name in names)
    return triple(address, "rdf:type", f"<{expand('schema:Person')}>") + stated


def _sequence(address: str, members: Mapping[int, str]) -> str:
    """An rdf:Seq of terms by number, which keeps order and repetitions; nothing for no members."""
    if not members:
        return ""
    listed = "".join(triple(address, f"rdf:_{number}", member) for number, member in members.items())
    return triple(address, "rdf:type", f"<{expand('rdf:Seq')}>") + listed
