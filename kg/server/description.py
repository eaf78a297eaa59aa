"""What the endpoint says of itself: a SPARQL 1.1 Service Description with the dataset's counts in VoID.

https://www.w3.org/TR/sparql11-service-description/ and https://www.w3.org/TR/void/
"""

import json
from collections.abc import Iterable, Iterator
from typing import Final

import pyoxigraph as ox

from kg.errors import QueryError
from kg.server.dataset import ServedGraph
from kg.sparql.job import QueryJob
from kg.sparql.worker import TRIPLE_FORMATS

_SD: Final = "http://www.w3.org/ns/sparql-service-description#"
_VOID: Final = "http://rdfs.org/ns/void#"
_FORMATS: Final = "http://www.w3.org/ns/formats/"
_XSD: Final = "http://www.w3.org/2001/XMLSchema#"
_TYPE: Final = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_PREFIXES: Final = {"sd": _SD, "void": _VOID, "formats": _FORMATS, "xsd": _XSD}
_RESULT_FORMATS: Final = (
    "SPARQL_Results_JSON",
    "SPARQL_Results_XML",
    "SPARQL_Results_CSV",
    "SPARQL_Results_TSV",
    "Turtle",
    "N-Triples",
    "RDF_XML",
    "JSON-LD",
)
_CLASSES: Final = "SELECT ?name (COUNT(*) AS ?n) { ?s a ?name } GROUP BY ?name ORDER BY ?name"
_PROPERTIES: Final = "SELECT ?name (COUNT(*) AS ?n) { ?s ?name ?o } GROUP BY ?name ORDER BY ?name"

_Counts = tuple[tuple[str, int], ...]


class Description:
    """The description of a served graph; its counts are asked once for each state of the tables."""

    def __init__(self, graph: ServedGraph, timeout: float) -> None:
        self.graph = graph
        self.timeout = timeout
        self._stamp = ""
        self._counts: tuple[_Counts, _Counts] = ((), ())

    async def write(self, endpoint: str, format: str) -> bytes:
        """The description in an RDF format; without counts if they cannot be had in time.

        Raises:
            StoreError: the graph is damaged or gone.
        """
        stamp, _ = await self.graph.index(self.timeout)
        if stamp != self._stamp:
            try:
                self._counts = (await self._count(_CLASSES), await self._count(_PROPERTIES))
                self._stamp = stamp
            except QueryError:
                self._counts = ((), ())
        triples = _describe(endpoint, *self._counts)
        return ox.serialize(triples, format=TRIPLE_FORMATS[format], prefixes=_PREFIXES) or b""

    async def _count(self, query: str) -> _Counts:
        answer = await self.graph.answer(QueryJob(query, timeout=self.timeout))
        with answer.file as file:
            rows = json.load(file)["results"]["bindings"]
        return tuple((row["name"]["value"], int(row["n"]["value"])) for row in rows)


def _describe(endpoint: str, classes: _Counts, properties: _Counts) -> Iterator[ox.Triple]:
    service, dataset, graph = ox.BlankNode("service"), ox.BlankNode("dataset"), ox.BlankNode("graph")
    yield ox.Triple(service, _TYPE, _sd("Service"))
    yield ox.Triple(service, _sd("endpoint"), ox.NamedNode(endpoint))
    yield ox.Triple(service, _sd("supportedLanguage"), _sd("SPARQL11Query"))
    for name in _RESULT_FORMATS:
        yield ox.Triple(service, _sd("resultFormat"), ox.NamedNode(_FORMATS + name))
    yield ox.Triple(service, _sd("defaultDataset"), dataset)
    yield ox.Triple(dataset, _TYPE, _sd("Dataset"))
    yield ox.Triple(dataset, _sd("defaultGraph"), graph)
    yield ox.Triple(graph, _TYPE, _sd("Graph"))
    yield ox.Triple(graph, _TYPE, _void("Dataset"))
    if properties:
        yield ox.Triple(graph, _void("triples"), _integer(sum(count for _, count in properties)))
        yield ox.Triple(graph, _void("properties"), _integer(len(properties)))
        yield ox.Triple(graph, _void("classes"), _integer(len(classes)))
    yield from _partitions(graph, "class", "entities", classes)
    yield from _partitions(graph, "property", "triples", properties)


def _partitions(graph: ox.BlankNode, kind: str, what: str, counts: Iterable[tuple[str, int]]) -> Iterator[ox.Triple]:
    for number, (name, count) in enumerate(counts):
        part = ox.BlankNode(f"{kind}{number}")
        yield ox.Triple(graph, _void(f"{kind}Partition"), part)
        yield ox.Triple(part, _void(kind), ox.NamedNode(name))
        yield ox.Triple(part, _void(what), _integer(count))


def _sd(name: str) -> ox.NamedNode:
    return ox.NamedNode(_SD + name)


def _void(name: str) -> ox.NamedNode:
    return ox.NamedNode(_VOID + name)


def _integer(number: int) -> ox.Literal:
    return ox.Literal(str(number), datatype=ox.NamedNode(_XSD + "integer"))
