"""The graph as RDF: which triples say what, in a fixed order.

Vocabularies: the project's ontology, Dublin Core terms, SKOS, FaBiO, PROV-O and the Web Annotation vocabulary
(https://www.w3.org/TR/annotation-vocab/). A claim is a direct triple and a node that carries its support, confidence,
dates, papers and, by annotations with position and quote selectors, its sentences.
"""

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode, Triple

from kg.identifiers import DEFAULT_BASE, iri
from kg.records import Claim, Entity, Paper, Result, Statement
from ontology.vocabulary import NAMESPACE

if TYPE_CHECKING:
    from kg.graph import Graph

PREFIXES: Final = {
    "pkg": NAMESPACE,
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dcterms": "http://purl.org/dc/terms/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "schema": "https://schema.org/",
    "fabio": "http://purl.org/spar/fabio/",
    "prism": "http://prismstandard.org/namespaces/basic/2.0/",
    "prov": "http://www.w3.org/ns/prov#",
    "oa": "http://www.w3.org/ns/oa#",
}
_DATE_TYPES: Final = {4: "gYear", 7: "gYearMonth", 10: "date"}
# Characters that an IRI may not hold (RFC 3987), met in URLs that sources give.
_NOT_IRI = re.compile(r"[\x00-\x20<>\"{}|\\^`]")


def term(name: str) -> NamedNode:
    """The node of a prefixed name such as `skos:prefLabel`."""
    prefix, _, local = name.partition(":")
    return NamedNode(PREFIXES[prefix] + local)


TYPE: Final = term("rdf:type")


def date_literal(published: str) -> Literal:
    """A date at the precision it has: xsd:date, xsd:gYearMonth or xsd:gYear."""
    return Literal(published, datatype=term("xsd:" + _DATE_TYPES[len(published)]))


def _web_address(url: str) -> NamedNode | None:
    """The node of an http address, or None for what is none or no valid IRI."""
    if not re.match(r"https?://[^/]", url) or _NOT_IRI.search(url):
        return None
    try:
        return NamedNode(url)
    except ValueError:
        return None


def integer(number: int) -> Literal:
    """An xsd:integer."""
    return Literal(str(number), datatype=term("xsd:integer"))


def decimal(number: float | str) -> Literal:
    """An xsd:decimal, four places for a float."""
    text = f"{number:.4f}" if isinstance(number, float) else number
    return Literal(text, datatype=term("xsd:decimal"))


def short_hash(*parts: object) -> str:
    """Sixteen hexadecimal digits of the parts."""
    return hashlib.sha256("\x1f".join(str(part) for part in parts).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class RdfOptions:
    """`base`: what identifiers are appended to; `reified`: whether claims have nodes with their evidence."""

    base: str = DEFAULT_BASE
    reified: bool = True


def triples(graph: "Graph", options: RdfOptions | None = None) -> Iterator[Triple]:
    """All triples of a graph, in an order that depends on its content alone."""
    writer = _Writer(options or RdfOptions())
    texts = {}
    for paper in graph.papers():
        texts[paper.id] = paper
        yield from writer.paper(paper)
    statements = graph.statements()
    stated = {(s.subject, s.object) for s in statements if s.predicate == "broader"}
    for entity in graph.entities():
        yield from writer.entity(entity, stated)
    evidence: dict[tuple[str, str, str], list[Claim]] = defaultdict(list)
    for claim in graph.claims():
        evidence[claim.subject, claim.predicate, claim.object].append(claim)
    for statement in statements:
        claims = evidence[statement.subject, statement.predicate, statement.object]
        yield from writer.statement(statement, claims, texts)
    for result in graph.results():
        yield from writer.result(result)


class _Writer:
    """The triples of each kind of record."""

    def __init__(self, options: RdfOptions) -> None:
        self.options = options

    def node(self, identifier: str) -> NamedNode:
        return NamedNode(iri(identifier, self.options.base))

    def paper(self, paper: Paper) -> Iterator[Triple]:
        node = self.node(paper.id)
        yield Triple(node, TYPE, term("pkg:Paper"))
        yield Triple(node, term("dcterms:title"), Literal(paper.title))
        if paper.abstract:
            yield Triple(node, term("dcterms:abstract"), Literal(paper.abstract))
        if paper.published:
            yield Triple(node, term("dcterms:issued"), date_literal(paper.published))
        for author in paper.authors:
            yield Triple(node, term("dc:creator"), Literal(author))
        if paper.author_count is not None:
            yield Triple(node, term("pkg:authorCount"), integer(paper.author_count))
        kind, _, rest = paper.id.partition("/")
        if kind == "arxiv":
            yield Triple(node, term("fabio:hasArXivId"), Literal(rest))
        if kind == "doi":
            yield Triple(node, term("prism:doi"), Literal(rest))
        if address := _web_address(paper.url or ""):
            yield Triple(node, term("schema:url"), address)
        for category in paper.categories:
            yield Triple(node, term("dc:subject"), Literal(category))

    def entity(self, entity: Entity, stated: set[tuple[str, str]]) -> Iterator[Triple]:
        node = self.node(entity.id)
        yield Triple(node, TYPE, term("pkg:" + entity.type))
        yield Triple(node, term("skos:prefLabel"), Literal(entity.label))
        for alias in entity.aliases:
            yield Triple(node, term("skos:altLabel"), Literal(alias))
        yield from self._dates(node, entity.first_seen, entity.last_seen)
        yield Triple(node, term("pkg:paperCount"), integer(entity.paper_count))
        yield Triple(node, term("pkg:mentionCount"), integer(entity.mention_count))
        for other in entity.broader:
            if (entity.id, other) not in stated:
                yield Triple(node, term("pkg:broader"), self.node(other))

    def statement(self, statement: Statement, claims: list[Claim], papers: dict[str, Paper]) -> Iterator[Triple]:
        subject, predicate = self.node(statement.subject), term("pkg:" + statement.predicate)
        yield Triple(subject, predicate, self.node(statement.object))
        if not self.options.reified:
            return
        identifier = "claim/" + short_hash(statement.subject, statement.predicate, statement.object)
        node = self.node(identifier)
        yield Triple(node, TYPE, term("pkg:Claim"))
        yield Triple(node, term("rdf:subject"), subject)
        yield Triple(node, term("rdf:predicate"), predicate)
        yield Triple(node, term("rdf:object"), self.node(statement.object))
        yield Triple(node, term("pkg:support"), integer(statement.support))
        yield Triple(node, term("pkg:confidence"), decimal(statement.confidence))
        yield from self._dates(node, statement.first_seen, statement.last_seen)
        for claim in claims:
            paper = papers[claim.paper]
            yield Triple(node, term("prov:wasDerivedFrom"), self.node(paper.id))
            evidence = f"evidence/{short_hash(identifier, claim.paper)}"
            yield from self._annotation(evidence, node, claim, claim.sentence(paper))

    def _annotation(self, identifier: str, body: NamedNode, claim: Claim, quote: str) -> Iterator[Triple]:
        annotation, target = self.node(identifier), self.node(identifier + "/target")
        position, exact = self.node(identifier + "/position"), self.node(identifier + "/quote")
        yield Triple(annotation, TYPE, term("oa:Annotation"))
        yield Triple(annotation, term("oa:hasBody"), body)
        yield Triple(annotation, term("oa:hasTarget"), target)
        yield Triple(annotation, term("pkg:confidence"), decimal(claim.score))
        yield Triple(target, TYPE, term("oa:SpecificResource"))
        yield Triple(target, term("oa:hasSource"), self.node(claim.paper))
        yield Triple(target, term("oa:hasScope"), term("dcterms:" + claim.section))
        yield Triple(target, term("oa:hasSelector"), position)
        yield Triple(target, term("oa:hasSelector"), exact)
        yield Triple(position, TYPE, term("oa:TextPositionSelector"))
        yield Triple(position, term("oa:start"), integer(claim.sentence_start))
        yield Triple(position, term("oa:end"), integer(claim.sentence_end))
        yield Triple(exact, TYPE, term("oa:TextQuoteSelector"))
        yield Triple(exact, term("oa:exact"), Literal(quote))

    def result(self, result: Result) -> Iterator[Triple]:
        node = self.node(result.id)
        yield Triple(self.node(result.paper), term("pkg:hasResult"), node)
        yield Triple(node, TYPE, term("pkg:Result"))
        for predicate, identifier in result.slots().items():
            yield Triple(node, term("pkg:" + predicate), self.node(identifier))
        yield Triple(node, term("pkg:value"), decimal(result.value))
        if result.unit:
            yield Triple(node, term("pkg:unit"), Literal(result.unit))
        yield Triple(node, term("pkg:bound"), Literal(result.bound))
        yield Triple(node, term("pkg:resultKind"), Literal(result.kind))
        yield Triple(node, term("pkg:quote"), Literal(result.quote))
        yield Triple(node, term("pkg:confidence"), decimal(result.score))

    def _dates(self, node: NamedNode, first: str | None, last: str | None) -> Iterator[Triple]:
        if first:
            yield Triple(node, term("pkg:firstSeen"), date_literal(first))
        if last:
            yield Triple(node, term("pkg:lastSeen"), date_literal(last))
