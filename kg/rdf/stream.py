"""A graph's triples as a stream of N-Triples text: bounded memory, a fixed order, triples of a subject together.

Papers come first, each with its results, evidence and mentions, then people known by their ORCID iD, entities, claims,
and the description of the dump.
Tables are read side by side, sorted by the same keys, so that nothing is held but what one paper or entity needs.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from itertools import chain, groupby
from typing import TYPE_CHECKING, Any, TypeVar

from kg.rdf import bulk
from kg.rdf.bulk import rows
from kg.rdf.description import Tally, describe
from kg.rdf.evidence import result_evidence
from kg.rdf.options import RdfOptions
from kg.rdf.records import RecordTriples, person
from kg.rdf.terms import plain, triple
from kg.records import Entity, Paper, Result
from kg.tables import field_value

if TYPE_CHECKING:
    from kg.graph import Graph

Row = TypeVar("Row")
_CLAIMED = "SELECT paper, subject, predicate, object FROM claims ORDER BY ALL"
_RELATIONS = "SELECT DISTINCT subject, predicate, object FROM claims WHERE subject <> paper ORDER BY ALL"
_PERSONS = """
    SELECT orcid, list(DISTINCT name ORDER BY name) FROM
        (SELECT unnest(orcids) AS orcid, unnest(authors) AS name FROM papers WHERE len(orcids) > 0)
    WHERE orcid <> '' GROUP BY orcid ORDER BY orcid
"""
# Text that is handed on at once, in characters.
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
    yield from _gathered(_content(graph, profile, tally))
    yield Part(None, describe(graph, profile, tally))


def lines(graph: "Graph", options: RdfOptions | None = None) -> Iterator[str]:
    """The stream as N-Triples, or as N-Quads where papers have named graphs, in chunks of whole lines."""
    for part in parts(graph, options):
        # A line break inside a literal is escaped: each one ends a triple.
        yield part.text if part.graph is None else part.text.replace(" .\n", f" <{part.graph}> .\n")


def _gathered(stream: Iterator[Part]) -> Iterator[Part]:
    """The parts with those of one graph that follow each other joined, up to a size."""
    for name, following in groupby(stream, lambda part: part.graph):
        texts: list[str] = []
        size = 0
        for part in following:
            texts.append(part.text)
            size += len(part.text)
            if size >= _CHUNK:
                yield Part(name, "".join(texts))
                texts, size = [], 0
        if texts:
            yield Part(name, "".join(texts))


def _content(graph: "Graph", options: RdfOptions, tally: Tally) -> Iterator[Part]:
    """All but the description; what SQL writes is counted by rows, the rest by its text."""
    triples = RecordTriples(options)
    yield from _papers(graph, triples, tally)
    for part in _gathered(chain(_persons(graph), _entities(graph, triples))):
        tally.add(part.text)
        yield part
    if options.statements != "none":
        yield from _statements(graph, options, tally)


def _statements(graph: "Graph", options: RdfOptions, tally: Tally) -> Iterator[Part]:
    rows = firsts = lasts = sources = 0
    for text, has_first, has_last, derived in bulk.statements(graph, options):
        rows, firsts, lasts, sources = rows + 1, firsts + has_first, lasts + has_last, sources + derived
        yield Part(None, text)
    tally.add_rows(bulk.claim_shape(options), rows)
    tally.add_rows(bulk.FIRST_SEEN, firsts)
    tally.add_rows(bulk.LAST_SEEN, lasts)
    tally.add_rows(bulk.DERIVED, sources)


def _papers(graph: "Graph", triples: RecordTriples, tally: Tally) -> Iterator[Part]:
    options = triples.options
    claimed = _taker(rows(graph, _CLAIMED), _first)
    results = _taker(_records(graph, "results", Result, "paper, id"), lambda r: r.paper)
    evidence = _taker(iter(()) if options.statements == "none" else bulk.evidence(graph, options), _first)
    mentions = _taker(bulk.mentions(graph, options) if options.mentions else iter(()), _first)
    for paper in _records(graph, "papers", Paper, "id"):
        made, stated = [row[1:] for row in claimed(paper.id)], results(paper.id)
        links = [(predicate, entity) for subject, predicate, entity in made if subject == paper.id]
        texts = [triples.paper(paper, [*links, *(("hasResult", result.id) for result in stated)])]
        if options.named_graphs:
            texts += [triples.link(*link) for link in made if link[0] != paper.id]
        texts += [triples.result(result) for result in stated]
        if options.statements != "none":
            texts += [result_evidence(triples, result) for result in stated]
        name = None
        if options.named_graphs:
            name = triples.address(f"graph/{paper.id}")
            texts.append(triple(name, "foaf:primaryTopic", f"<{triples.address(paper.id)}>"))
        tally.add("".join(texts))
        sentences, named = evidence(paper.id), mentions(paper.id)
        tally.add_rows(bulk.evidence_shape(options), len(sentences))
        tally.add_rows(bulk.MENTION, len(named))
        for _, text, section, start, end in sentences:
            quoted = paper.title if section == "title" else paper.abstract
            texts.append(f"{text}{plain(quoted[start:end])} .\n")
        texts += [text for _, text in named]
        yield Part(name, "".join(texts))


def _persons(graph: "Graph") -> Iterator[Part]:
    """The people whose ORCID iD is known."""
    for orcid, names in rows(graph, _PERSONS):
        yield Part(None, person(orcid, names))


def _entities(graph: "Graph", triples: RecordTriples) -> Iterator[Part]:
    """Entities with the links between them, which stand in the papers' graphs if there are any."""
    named = triples.options.named_graphs
    relations = _taker(iter(()) if named else rows(graph, _RELATIONS), _first)
    for entity in _records(graph, "entities", Entity, "id"):
        links = dict.fromkeys((predicate, other) for _, predicate, other in relations(entity.id))
        links |= dict.fromkeys(("broader", other) for other in entity.broader)
        yield Part(None, triples.entity(entity, links))


def _taker(items: Iterator[Row], key: Callable[[Row], str]) -> Callable[[str], list[Row]]:
    """A function that takes the items of a key; items and the keys asked for rise alike."""
    groups = groupby(items, key)
    pending = next(groups, None)

    def take(wanted: str) -> list[Row]:
        nonlocal pending
        while pending is not None and pending[0] < wanted:
            pending = next(groups, None)
        if pending is None or pending[0] != wanted:
            return []
        found = list(pending[1])
        pending = next(groups, None)
        return found

    return take


def _first(row: Any) -> str:
    first: str = row[0]
    return first


def _records(graph: "Graph", table: str, record: type[Row], order: str) -> Iterator[Row]:
    """The rows of a table as records, in an order."""
    names = ", ".join(f'"{field.name}"' for field in fields(record))  # type: ignore[arg-type]
    lists = record in {Paper, Entity}
    for row in rows(graph, f"SELECT {names} FROM {table} ORDER BY {order}"):
        yield record(*(map(field_value, row) if lists else row))
