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
from rdflib import RDF, XSD, URIRef

from kg.validation.shapes import PIECE_ROOT, TargetedShapes

_TYPE: Final = ox.NamedNode(str(RDF.type))
_STRING: Final = ox.NamedNode(str(XSD.string))
# Nodes that have properties and no type; there should be none.
_UNTYPED: Final = "SELECT DISTINCT ?s WHERE { ?s ?p ?o FILTER NOT EXISTS { ?s a ?type } }"


Node = ox.NamedNode | ox.BlankNode


def node_groups(store: ox.Store, size: int) -> Iterator[tuple[Node, ...]]:
    """All subjects of a store, so many at a time."""
    every = subjects(store)
    while nodes := tuple(islice(every, size)):
        yield nodes


def subjects(store: ox.Store) -> Iterator[Node]:
    """Every subject once, without a memory of those that were seen: at the first of its types, then those of none."""
    for quad in store.quads_for_pattern(None, _TYPE, None, None):
        stated = store.quads_for_pattern(quad.subject, _TYPE, None, None)
        first = min((str(q.object), str(q.graph_name)) for q in stated)
        if (str(quad.object), str(quad.graph_name)) == first and not isinstance(quad.subject, ox.Triple):
            yield quad.subject
    untyped = store.query(_UNTYPED, use_default_graph_as_union=True)
    for row in untyped if isinstance(untyped, ox.QuerySolutions) else ():
        if isinstance(row["s"], Node):
            yield row["s"]


def whole(store: ox.Store) -> rdflib.Graph:
    """All triples of a store."""
    data = rdflib.Graph(bind_namespaces="none")
    for quad in store:
        if isinstance(quad.subject, Node) and not isinstance(quad.object, ox.Triple):
            data.add((_term(quad.subject), URIRef(quad.predicate.value), _term(quad.object)))
    return data


def piece_of(store: ox.Store, shapes: TargetedShapes, nodes: tuple[Node, ...], *, every: bool = False) -> rdflib.Graph:
    """The piece of some nodes; `every` marks also nodes whose literals another node of the piece stands for."""
    piece = rdflib.Graph(bind_namespaces="none")
    neighbours: set[Node] = set()
    seen: set[tuple[URIRef, frozenset[tuple[URIRef, rdflib.term.Identifier]]]] = set()
    for node in nodes:
        subject = _term(node)
        facts: list[tuple[URIRef, rdflib.term.Identifier]] = []
        for quad in store.quads_for_pattern(node, None, None, None):
            if isinstance(quad.object, ox.Triple):
                continue
            facts.append((URIRef(quad.predicate.value), _term(quad.object)))
            if quad.predicate != _TYPE and not isinstance(quad.object, ox.Literal):
                neighbours.add(quad.object)
        for predicate, value in facts:
            piece.add((subject, predicate, value))
        for predicate in shapes.followed_back:
            for quad in store.quads_for_pattern(None, ox.NamedNode(str(predicate)), node, None):
                if isinstance(quad.subject, Node):
                    piece.add((_term(quad.subject), predicate, subject))
                    neighbours.add(quad.subject)
        types = {value for predicate, value in facts if predicate == RDF.type and isinstance(value, URIRef)}
        for mark in shapes.marks(types, {predicate for predicate, _ in facts}):
            if mark in shapes.read and not every:
                literals = frozenset(fact for fact in facts if fact[0] in shapes.read[mark])
                if (mark, literals) in seen:
                    continue
                seen.add((mark, literals))
            piece.add((PIECE_ROOT, mark, subject))
    for neighbour in neighbours.difference(nodes):
        for quad in store.quads_for_pattern(neighbour, _TYPE, None, None):
            if isinstance(quad.object, Node):
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
