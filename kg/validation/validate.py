"""SHACL validation of a graph's RDF by pySHACL, in pieces of bounded size."""

import gc
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pyoxigraph as ox
import rdflib
from rdflib import RDF, SH

from kg.errors import ValidationError
from kg.sparql.index import fresh_index
from kg.validation.pieces import node_groups, piece_of, subjects, whole
from kg.validation.report import ValidationReport, Violation
from kg.validation.shapes import TargetedShapes

if TYPE_CHECKING:
    from kg.graph import Graph

SHAPES_FILE: Final = Path(__file__).parents[2] / "ontology" / "shapes.ttl"
#: Nodes validated at a time: enough that pySHACL's start-up does not count, and some 100 MB.
PIECE: Final = 5_000


def validate(
    graph: "Graph",
    *,
    shapes: Path | None = None,
    limit: int | None = None,
    piece: int = PIECE,
    progress: Callable[[int, int], None] | None = None,
) -> ValidationReport:
    """Check a graph's RDF against its SHACL shapes, in pieces of so many nodes.

    Other `shapes` (Turtle) may look anywhere in the graph, which they therefore need in memory as a whole. The report
    keeps the first `limit` violations of each rule, or all. `progress` is called with the nodes done and all nodes.

    Raises:
        ValidationError: pySHACL is not installed, or the shapes cannot be used.
        StoreError: the SPARQL index cannot be written.
    """
    require_pyshacl()
    store = ox.Store.read_only(str(fresh_index(graph)))
    return validate_store(store, shapes=shapes, limit=limit, piece=piece, progress=progress)


def validate_store(
    store: ox.Store,
    *,
    shapes: Path | None = None,
    limit: int | None = None,
    piece: int = PIECE,
    progress: Callable[[int, int], None] | None = None,
) -> ValidationReport:
    """Check the triples of a store, of all its graphs together; see `validate`."""
    require_pyshacl()
    read = _read_shapes(shapes or SHAPES_FILE)
    report = ValidationReport(limit, {prefix: str(namespace) for prefix, namespace in read.namespaces()})
    with _without_warnings():
        if shapes:
            data = whole(store)
            report.add(len(set(data.subjects())), _violations(_judge(data, read), read))
            return report
        targeted = TargetedShapes(read)
        total = sum(1 for _ in subjects(store)) if progress else 0
        for nodes in node_groups(store, piece):
            found = _judge(piece_of(store, targeted, nodes), targeted.graph)
            if any(shape in targeted.sampled for shape in found.objects(None, SH.sourceShape)):
                found = _judge(piece_of(store, targeted, nodes, every=True), targeted.graph)
            report.add(len(nodes), _violations(found, read))
            # Graphs of rdflib refer to themselves: left to its own time, the collector lets many pieces pile up.
            gc.collect()
            if progress:
                progress(report.nodes, total)
    return report


def _judge(data: rdflib.Graph, shapes: rdflib.Graph) -> rdflib.Graph:
    """The report of pySHACL."""
    try:
        _, found, text = require_pyshacl().validate(data, shacl_graph=shapes, inplace=True)
    except Exception as error:  # what pySHACL raises over shapes is of many kinds
        raise ValidationError(f"pySHACL cannot use these shapes: {error}") from error
    if not isinstance(found, rdflib.Graph):
        raise ValidationError(f"pySHACL cannot use these shapes: {text or found}")
    return found


def require_pyshacl() -> Any:
    """The pySHACL module.

    Raises:
        ValidationError: it is not installed.
    """
    try:
        import pyshacl
    except ImportError as error:
        raise ValidationError("validation needs pySHACL; install it with `pip install 'paperkg[validate]'`") from error
    return pyshacl


def _read_shapes(path: Path) -> rdflib.Graph:
    try:
        return rdflib.Graph(bind_namespaces="none").parse(path, format="turtle")
    except Exception as error:  # rdflib's parsers raise errors of many kinds
        raise ValidationError(f"{path}: these shapes cannot be read ({error})") from error


def _violations(report: rdflib.Graph, shapes: rdflib.Graph) -> Iterator[tuple[str, str, Violation]]:
    """The results of a report as (shape, rule in words, violation)."""
    names = shapes.namespace_manager
    for result in report.objects(None, SH.result):
        shape, component = report.value(result, SH.sourceShape), report.value(result, SH.sourceConstraintComponent)
        kind = str(component).rpartition("#")[2].removesuffix("ConstraintComponent")
        path = report.value(result, SH.resultPath)
        violation = Violation(
            node=str(report.value(result, SH.focusNode)),
            path="" if path is None else _path(report, path, names),
            value=_text(report.value(result, SH.value), names),
            constraint=kind,
        )
        name = _text(shape, names) if isinstance(shape, rdflib.URIRef) else f"[ {violation.path} ]"
        # The messages that pySHACL makes up speak of one node each.
        rule = report.value(result, SH.resultMessage) if (shape, SH.message, None) in shapes else kind
        yield name, str(rule), violation


def _path(report: rdflib.Graph, path: Any, names: Any) -> str:
    """A property path as SPARQL writes it."""
    inverse = report.value(path, SH.inversePath)
    if inverse is not None:
        return "^" + _text(inverse, names)
    if (path, RDF.first, None) in report:
        return "/".join(_text(step, names) for step in rdflib.collection.Collection(report, path))
    return _text(path, names)


def _text(term: Any, names: Any) -> str:
    """A term as Turtle has it."""
    return "" if term is None else str(term.n3(names))


@contextmanager
def _without_warnings() -> Iterator[None]:
    """Literals that are not of their datatype are for the report; rdflib would log each with a traceback."""
    logger = logging.getLogger("rdflib.term")
    before = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(before)
