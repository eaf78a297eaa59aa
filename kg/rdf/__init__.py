"""The graph as RDF: which triples say what, streamed in a fixed order.

Vocabularies: the project's ontology, Dublin Core terms, SKOS, BIBO, FaBiO, PROV-O, VoID, DCAT and the Web Annotation
vocabulary. A claim is a direct triple and a node that carries its support, confidence, dates, papers and, by
annotations with position and quote selectors, its sentences.
"""

from kg.rdf.options import STATEMENTS, RdfOptions
from kg.rdf.reader import chunk_reader
from kg.rdf.stream import Part, lines, parts
from kg.rdf.terms import PREFIXES, term

__all__ = ["PREFIXES", "STATEMENTS", "Part", "RdfOptions", "chunk_reader", "lines", "parts", "term"]
