"""RDF/XML (https://www.w3.org/TR/rdf-syntax-grammar/), streamed, one rdf:Description a subject.

XML 1.0 has no way to write most control characters: they become U+FFFD, so RDF/XML is the one format that loses them.
"""

from functools import lru_cache
from typing import BinaryIO
from xml.sax.saxutils import escape

from exports.rdf import RdfExporter
from exports.terms import Object, read_object, subjects
from exports.xml_text import xml_text
from kg.graph import Graph
from kg.rdf import PREFIXES, lines

# A parser reads a bare carriage return as a line feed.
_TEXT_ENTITIES = {"\r": "&#13;"}
_VALUE_ENTITIES = {'"': "&quot;"}


class RdfXml(RdfExporter):
    """RDF for XML tools."""

    name = "rdfxml"
    summary = "RDF/XML, for tools of XML (control characters become U+FFFD)"

    def write(self, graph: Graph, out: BinaryIO) -> None:
        """Write the subjects one by one."""
        namespaces = "".join(f'\n  xmlns:{prefix}="{namespace}"' for prefix, namespace in PREFIXES.items())
        out.write(f'<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF{namespaces}>\n'.encode())
        for text in lines(graph, self.options):
            for subject, pairs in subjects(text):
                properties = "".join(_property(predicate, read_object(value)) for predicate, value in pairs)
                about = escape(subject, _VALUE_ENTITIES)
                node = f'<rdf:Description rdf:about="{about}">\n{properties}</rdf:Description>\n'
                out.write(node.encode())
        out.write(b"</rdf:RDF>\n")


def _property(predicate: str, object: Object) -> str:
    name = _qualified_name(predicate)
    if object.is_iri:
        return f'  <{name} rdf:resource="{escape(object.value, _VALUE_ENTITIES)}"/>\n'
    datatype = f' rdf:datatype="{object.datatype}"' if object.datatype else ""
    text = escape(xml_text(object.value), _TEXT_ENTITIES)
    return f"  <{name}{datatype}>{text}</{name}>\n"


@lru_cache(1024)
def _qualified_name(predicate: str) -> str:
    """The prefixed name of a predicate; all come from vocabularies with a prefix, with local names that XML admits."""
    prefix = next(prefix for prefix, namespace in PREFIXES.items() if predicate.startswith(namespace))
    return f"{prefix}:{predicate.removeprefix(PREFIXES[prefix])}"
