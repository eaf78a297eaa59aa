"""A graph's triples as a stream of N-Triples text: bounded memory, a fixed order, triples of a subject together.

Papers come first, each with its results, evidence and mentions, then entities, claims, and the description of the dump.
Tables are read side by side, sorted by the same keys, so that nothing is held but what one paper or entity needs.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from itertools import groupby
from typing import TYPE_CHECKING, Any, TypeVar

from kg.rdf.description import Tally, describe
from kg.rdf.evidence import claim_evidence, mention, result_evidence
from kg.rdf.options import RdfOptions
from kg.rdf.records import RecordTriples, claim_id
from kg.rdf.terms import triple
from kg.records import Claim, Entity, Mention, MergeStep, Paper, Result

if TYPE_CHECKING:
    from kg.graph import Graph

Row = TypeVar("Row")
Key = TypeVar("Key", str, tuple[str, str, str])
# Rows fetched at once; a paper's row is its abstract, some 2 kB.
_BATCH = 1000
# Text gathered before it is handed on, in characters.
_CHUNK = 1 << 16


@dataclass(frozen=True, slots=True)
class Part:
    """Whole lines of N-Triples, and the IRI of the named graph that they belong to (None: the default graph)."""

    graph: str | None
    text: str


def parts(graph: "Graph", options: RdfOptions | None = None) -> Iterator[Part]:
    """All triples of a graph; no subject's triples are spread over two parts of one named graph."""
    profile = options or RdfOptions()
    tally = Tally()
    for part in _content(graph, profile):
        tally.add(part.text)
        yield part
    yield Part(None, describe(graph, profile, tally))


def lines(graph: "Graph", options: RdfOptions | None = None) -> Iterator[str]:
    """The stream as N-Triples, or as N-Quads where papers have named graphs, in chunks of whole lines."""
    gathered: list[str] = []
    size = 0
    for part in parts(graph, options):
        # A line break inside a literal is escaped: each one ends a triple.
        text = part.text if part.graph is None else part.text.replace(" .\n", f" <{part.graph}> .\n")
        gathered.append(text)
        size += len(text)
        if size >= _CHUNK:
            yield "".join(gathered)
            gathered, size = [], 0
    yield "".join(gathered)


def _content(graph: "Graph", options: RdfOptions) -> Iterator[Part]:
    triples = RecordTriples(options)
    yield from _papers(graph, triples)
    yield from _entities(graph, triples)
    if options.statements != "none":
        yield from _statements(graph, triples)


def _papers(graph: "Graph", triples: RecordTriples) -> Iterator[Part]:
    options = triples.options
    claims = _taker(_records(graph, "claims", Claim, "paper, subject, predicate, object"), lambda c: c.paper)
    results = _taker(_records(graph, "results", Result, "paper, id"), lambda r: r.paper)
    mentions = _taker(
        _records(graph, "mentions", Mention, 'paper, section, start, "end"') if options.mentions else iter(()),
        lambda m: m.paper,
    )
    for paper in _records(graph, "papers", Paper, "id"):
        made, stated = claims(paper.id), results(paper.id)
        links = [(c.predicate, c.object) for c in made if c.subject == paper.id]
        texts = [triples.paper(paper, [*links, *(("hasResult", r.id) for r in stated)])]
        if options.named_graphs:
            texts += [triples.link(c.subject, c.predicate, c.object) for c in made if c.subject != paper.id]
        texts += [triples.result(result) for result in stated]
        if options.statements != "none":
            for claim in made:
                if options.named_graphs:
                    texts.append(_derivation(triples, claim))
                texts.append(claim_evidence(triples, claim, paper))
            texts += [result_evidence(triples, result) for result in stated]
        texts += [mention(triples, found) for found in mentions(paper.id)]
        name = None
        if options.named_graphs:
            name = triples.address(f"graph/{paper.id}")
            texts.append(triple(name, "foaf:primaryTopic", f"<{triples.address(paper.id)}>"))
        yield Part(name, "".join(texts))


def _derivation(triples: RecordTriples, claim: Claim) -> str:
    """That a claim comes from a paper, for that paper's graph."""
    node = triples.options.base + claim_id(claim.subject, claim.predicate, claim.object)
    return triple(node, "prov:wasDerivedFrom", f"<{triples.address(claim.paper)}>")


def _entities(graph: "Graph", triples: RecordTriples) -> Iterator[Part]:
    """Entities with the links between them, which stand in the papers' graphs if there are any."""
    query = "SELECT DISTINCT subject, predicate, object FROM claims WHERE subject <> paper ORDER BY ALL"
    named = triples.options.named_graphs
    relations = _taker(iter(()) if named else _rows(graph, query), lambda row: row[0])
    for entity in _records(graph, "entities", Entity, "id"):
        links = dict.fromkeys((predicate, object) for _, predicate, object in relations(entity.id))
        links |= dict.fromkeys(("broader", other) for other in entity.broader)
        yield Part(None, triples.entity(entity, links))


def _statements(graph: "Graph", triples: RecordTriples) -> Iterator[Part]:
    query = "SELECT subject, predicate, object, paper FROM claims ORDER BY ALL"
    named = triples.options.named_graphs
    sources = _taker(iter(()) if named else _rows(graph, query), lambda row: row[:3])
    for statement in graph.iter_statements():
        papers = [row[3] for row in sources((statement.subject, statement.predicate, statement.object))]
        yield Part(None, triples.statement(statement, papers))


def _taker(rows: Iterator[Row], key: Callable[[Row], Key]) -> Callable[[Key], list[Row]]:
    """A function that takes the rows of a key; rows and the keys asked for rise alike."""
    groups = groupby(rows, key)
    pending = next(groups, None)

    def take(wanted: Key) -> list[Row]:
        nonlocal pending
        while pending is not None and pending[0] < wanted:
            pending = next(groups, None)
        if pending is None or pending[0] != wanted:
            return []
        found = list(pending[1])
        pending = next(groups, None)
        return found

    return take


def _rows(graph: "Graph", query: str) -> Iterator[Any]:
    cursor = graph.sql(query)
    while batch := cursor.fetchmany(_BATCH):
        yield from batch


def _records(graph: "Graph", table: str, record: type[Row], order: str) -> Iterator[Row]:
    """The rows of a table as records, in an order."""
    names = ", ".join(f'"{field.name}"' for field in fields(record))  # type: ignore[arg-type]
    lists = record in {Paper, Entity}
    for row in _rows(graph, f"SELECT {names} FROM {table} ORDER BY {order}"):
        yield record(*(map(_value, row) if lists else row))


def _value(value: Any) -> Any:
    """Lists become tuples, their structures merge steps."""
    if isinstance(value, list):
        return tuple(MergeStep(**item) if isinstance(item, dict) else item for item in value)
    return value


