"""A graph in pieces that SHACL can judge one by one.

A piece holds some nodes with all their triples, the triples that lead to them by the properties which shapes follow
backwards, and the types of their neighbours. Shapes look no further, so that the pieces together have the violations of
the whole. Only the nodes of the piece are targets, not the neighbours, of which it holds too little: targets are
marked by triples of the piece, which the targets of the shapes are rewritten to.
"""

from collections.abc import Iterator
from itertools import islice
from typing import Final

import pyoxigraph as ox
import rdflib
from rdflib import RDF, SH, XSD, URIRef

_TYPE: Final = ox.NamedNode(str(RDF.type))
_STRING: Final = ox.NamedNode(str(XSD.string))
_ROOT: Final = URIRef("urn:paperkg:piece")
# Nodes that have properties and no type; there should be none.
_UNTYPED: Final = "SELECT DISTINCT ?s WHERE { ?s ?p ?o FILTER NOT EXISTS { ?s a ?type } }"


class Shapes:
    """A shapes graph whose targets are what a piece marks; sub-classes of targets are not looked up."""

    def __init__(self, graph: rdflib.Graph) -> None:
        self.graph = rdflib.Graph() + graph
        self.by_class: dict[URIRef, list[URIRef]] = {}
        self.by_property: dict[URIRef, list[URIRef]] = {}
        for kind, targets in ((SH.targetClass, self.by_class), (SH.targetSubjectsOf, self.by_property)):
            for shape, target in sorted(graph.subject_objects(kind)):
                marker = URIRef(f"{_ROOT}:target:{shape}")
                targets.setdefault(URIRef(target), []).append(marker)
                self.graph.remove((shape, kind, target))
                self.graph.add((shape, SH.targetObjectsOf, marker))
        self.followed_back = [ox.NamedNode(str(o)) for o in sorted(set(graph.objects(None, SH.inversePath)))]

    def markers(self, types: set[URIRef], properties: set[URIRef]) -> set[URIRef]:
        """The marks of a node with these types and properties."""
        by_class = {marker for name in types for marker in self.by_class.get(name, ())}
        return by_class | {marker for name in properties for marker in self.by_property.get(name, ())}


def pieces(store: ox.Store, shapes: Shapes, size: int) -> Iterator[tuple[int, rdflib.Graph]]:
    """All nodes of a store, so many at a time: how many a piece has, and the piece."""
    subjects = _subjects(store)
    while nodes := tuple(islice(subjects, size)):
        yield len(nodes), _piece(store, shapes, nodes)


def _subjects(store: ox.Store) -> Iterator[ox.NamedNode | ox.BlankNode]:
    """Every subject once, without a memory of those that were seen: at the first of its types, then those of none."""
    for quad in store.quads_for_pattern(None, _TYPE, None, None):
        stated = store.quads_for_pattern(quad.subject, _TYPE, None, None)
        if (str(quad.object), str(quad.graph_name)) == min((str(q.object), str(q.graph_name)) for q in stated):
            yield quad.subject
    for row in store.query(_UNTYPED, use_default_graph_as_union=True):
        yield row["s"]


def _piece(store: ox.Store, shapes: Shapes, nodes: tuple[ox.NamedNode | ox.BlankNode, ...]) -> rdflib.Graph:
    piece = rdflib.Graph(bind_namespaces="none")
    neighbours: set[ox.NamedNode | ox.BlankNode] = set()
    for node in nodes:
        subject = _term(node)
        types, properties = set(), set()
        for quad in store.quads_for_pattern(node, None, None, None):
            if isinstance(quad.object, ox.Triple):
                continue
            predicate, value = URIRef(quad.predicate.value), _term(quad.object)
            piece.add((subject, predicate, value))
            properties.add(predicate)
            if predicate == RDF.type:
                types.add(value)
            elif not isinstance(quad.object, ox.Literal):
                neighbours.add(quad.object)
        for predicate in shapes.followed_back:
            for quad in store.quads_for_pattern(None, predicate, node, None):
                piece.add((_term(quad.subject), URIRef(predicate.value), subject))
                neighbours.add(quad.subject)
        for marker in shapes.markers(types, properties):
            piece.add((_ROOT, marker, subject))
    for neighbour in neighbours.difference(nodes):
        for quad in store.quads_for_pattern(neighbour, _TYPE, None, None):
            piece.add((_term(neighbour), RDF.type, _term(quad.object)))
    return piece


def _term(term: ox.NamedNode | ox.BlankNode | ox.Literal) -> rdflib.term.Identifier:
    """A term as rdflib has it, with the lexical form that it has."""
    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return rdflib.BNode(term.value)
    if term.language:
        return rdflib.Literal(term.value, lang=term.language)
    # rdflib takes "a" and "a"^^xsd:string for two terms; Turtle files of shapes have the first.
    datatype = None if term.datatype == _STRING else URIRef(term.datatype.value)
    return rdflib.Literal(term.value, datatype=datatype, normalize=False)
