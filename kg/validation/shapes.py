"""Shapes rewritten for speed and for graphs in pieces, with the same results."""

from typing import Final

import rdflib
from rdflib import RDF, SH, URIRef
from rdflib.collection import Collection

PIECE_ROOT: Final = URIRef("urn:paperkg:piece")
_TARGETS: Final = (SH.targetClass, SH.targetSubjectsOf)
# What a shape may hold to depend on the literals of a node alone; the values of the second are other properties.
_OF_LITERALS: Final = {SH["or"], SH["not"], SH.property, SH.path, SH.datatype, SH.pattern, RDF.first, RDF.rest}
_OF_TWO: Final = {SH.lessThan, SH.lessThanOrEquals}
_SILENT: Final = {RDF.type, SH.name, SH.description, SH.message, SH.severity, SH.minCount, SH.maxCount, *_TARGETS}


class TargetedShapes:
    """A shapes graph whose targets are the objects of marks, triples from PIECE_ROOT that a piece states.

    The property shapes of a node shape with targets become shapes with these targets of their own: pySHACL then judges
    all nodes at once rather than one by one. Sub-classes of a target class are not looked up.

    pySHACL is slow at sh:or, so shapes with it that depend on literals alone have marks of their own: `read` gives the
    properties they read, and of all nodes with the same literals in these one is enough. `sampled` are these shapes.
    """

    def __init__(self, graph: rdflib.Graph) -> None:
        self.graph = rdflib.Graph() + graph
        self.by_class: dict[URIRef, set[URIRef]] = {}
        self.by_property: dict[URIRef, set[URIRef]] = {}
        self.read: dict[URIRef, tuple[URIRef, ...]] = {}
        self.sampled: set[rdflib.term.Node] = set()
        self.followed_back = sorted({URIRef(str(path)) for path in graph.objects(None, SH.inversePath)})
        for shape in sorted({shape for kind in _TARGETS for shape in graph.subjects(kind)}, key=str):
            marks = {self._mark(part, shape) for part in (shape, *self._lift_properties(shape))}
            for kind, targets in zip(_TARGETS, (self.by_class, self.by_property), strict=True):
                for target in graph.objects(shape, kind):
                    targets.setdefault(URIRef(str(target)), set()).update(marks)
                    self.graph.remove((shape, kind, target))

    def marks(self, types: set[URIRef], properties: set[URIRef]) -> set[URIRef]:
        """The marks of a node with these types and properties."""
        by_class = {mark for name in types for mark in self.by_class.get(name, ())}
        return by_class | {mark for name in properties for mark in self.by_property.get(name, ())}

    def _mark(self, part: rdflib.term.Node, shape: rdflib.term.Node) -> URIRef:
        """Make marks the targets of a shape or of its property shape: the mark of the shape, or one of its own."""
        paths = _literals_read(self.graph, part)
        mark = URIRef(f"{PIECE_ROOT}:{part if paths else shape}")
        if paths:
            self.read[mark] = tuple(sorted(paths))
            self.sampled.add(part)
        self.graph.add((part, SH.targetObjectsOf, mark))
        return mark

    def _lift_properties(self, shape: rdflib.term.Node) -> list[rdflib.term.Node]:
        """Take the property shapes from a node shape; what it is closed to stays said."""
        lifted = list(self.graph.objects(shape, SH.property))
        self.graph.remove((shape, SH.property, None))
        if (shape, SH.closed, None) in self.graph:
            ignored = [
                item for head in self.graph.objects(shape, SH.ignoredProperties) for item in self.graph.items(head)
            ]
            paths = [path for part in lifted for path in self.graph.objects(part, SH.path) if isinstance(path, URIRef)]
            names = rdflib.BNode()
            Collection(self.graph, names, sorted({*ignored, *paths}, key=str))
            self.graph.set((shape, SH.ignoredProperties, names))
        return lifted


def _literals_read(graph: rdflib.Graph, shape: rdflib.term.Node) -> set[URIRef] | None:
    """The properties whose literals decide a shape with sh:or, or None where other things do."""
    paths: set[URIRef] = set()
    todo, has_or = [shape], False
    while todo:
        for predicate, value in graph.predicate_objects(todo.pop()):
            if predicate in _SILENT or value == RDF.nil:
                continue
            if predicate == SH.path or predicate in _OF_TWO:
                if not isinstance(value, URIRef):
                    return None
                paths.add(value)
            elif predicate not in _OF_LITERALS or (
                predicate in {SH["or"], SH["not"], SH.property, RDF.first} and isinstance(value, URIRef)
            ):
                return None
            has_or |= predicate == SH["or"]
            if isinstance(value, rdflib.BNode):
                todo.append(value)
    return paths if has_or else None
