"""Where a paper says something, as Web Annotations (https://www.w3.org/TR/annotation-vocab/).

The target is the paper; its scope is the title or the abstract, in which a position selector (characters from 0, end
exclusive) and a quote selector name the same stretch of text.
"""

from typing import Final

from kg.rdf.records import RecordTriples, short_hash
from kg.rdf.shapes import shape
from kg.rdf.terms import decimal, expand, integer, plain
from kg.records import Result

# First part of the identifiers of extractors.
EXTRACTOR: Final = "extractor/"

ANNOTATION: Final = """
    <{annotation}> rdf:type oa:Annotation
    <{annotation}> oa:hasBody <{body}>
    <{annotation}> oa:hasTarget <{annotation}/target>
    <{annotation}> pkg:confidence {confidence}
"""
ATTRIBUTED: Final = """
    <{annotation}> prov:wasAttributedTo <{agent}>
"""
IDENTIFYING: Final = """
    <{annotation}> oa:motivatedBy oa:identifying
"""
TARGET: Final = """
    <{annotation}/target> rdf:type oa:SpecificResource
    <{annotation}/target> oa:hasSource <{source}>
    <{annotation}/target> oa:hasScope <{scope}>
    <{annotation}/target> oa:hasSelector <{annotation}/position>
    <{annotation}/target> oa:hasSelector <{annotation}/quote>
    <{annotation}/position> rdf:type oa:TextPositionSelector
    <{annotation}/position> oa:start {start}
    <{annotation}/position> oa:end {end}
    <{annotation}/quote> rdf:type oa:TextQuoteSelector
    <{annotation}/quote> oa:exact {exact}
"""
_RESULT_EVIDENCE = shape(ANNOTATION + TARGET)


def result_evidence(triples: RecordTriples, result: Result) -> str:
    """The words of a paper that state a result."""
    return _RESULT_EVIDENCE(
        annotation=triples.address(f"evidence/{short_hash(result.id)}"),
        body=triples.address(result.id),
        confidence=decimal(result.score),
        source=triples.address(result.paper),
        scope=expand("dcterms:" + result.section),
        start=integer(result.quote_start),
        end=integer(result.quote_end),
        exact=plain(result.quote),
    )
