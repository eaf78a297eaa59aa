"""Where a paper says something, as Web Annotations (https://www.w3.org/TR/annotation-vocab/).

The target is the paper; its scope is the title or the abstract, in which a position selector (characters from 0, end
exclusive) and a quote selector name the same stretch of text.
"""

from typing import Final

from kg.rdf.records import RecordTriples, claim_id, short_hash
from kg.rdf.terms import decimal, integer, plain, shape
from kg.records import Claim, Mention, Paper, Result

EXTRACTOR: Final = "extractor/"

_ANNOTATION = """
    <{annotation}> rdf:type oa:Annotation
    <{annotation}> oa:hasBody <{body}>
    <{annotation}> oa:hasTarget <{annotation}/target>
    <{annotation}> pkg:confidence {confidence}
"""
_ATTRIBUTED = """
    <{annotation}> prov:wasAttributedTo <{extractor}>
"""
_IDENTIFYING = """
    <{annotation}> oa:motivatedBy oa:identifying
"""
_TARGET = """
    <{annotation}/target> rdf:type oa:SpecificResource
    <{annotation}/target> oa:hasSource <{paper}>
    <{annotation}/target> oa:hasScope {scope}
    <{annotation}/target> oa:hasSelector <{annotation}/position>
    <{annotation}/target> oa:hasSelector <{annotation}/quote>
    <{annotation}/position> rdf:type oa:TextPositionSelector
    <{annotation}/position> oa:start {start}
    <{annotation}/position> oa:end {end}
    <{annotation}/quote> rdf:type oa:TextQuoteSelector
    <{annotation}/quote> oa:exact {exact}
"""
_CLAIM_EVIDENCE = shape(_ANNOTATION + _ATTRIBUTED + _TARGET)
_RESULT_EVIDENCE = shape(_ANNOTATION + _TARGET)
_MENTION = shape(_ANNOTATION + _ATTRIBUTED + _IDENTIFYING + _TARGET)
_SCOPES: Final = {"title": "<http://purl.org/dc/terms/title>", "abstract": "<http://purl.org/dc/terms/abstract>"}


def claim_evidence(triples: RecordTriples, claim: Claim, paper: Paper) -> str:
    """The sentence of a paper that makes a claim."""
    body = claim_id(claim.subject, claim.predicate, claim.object)
    return _CLAIM_EVIDENCE(
        annotation=triples.options.base + f"evidence/{short_hash(body, claim.paper)}",
        body=triples.options.base + body,
        confidence=decimal(claim.score),
        extractor=triples.address(EXTRACTOR + claim.extractor),
        paper=triples.address(claim.paper),
        scope=_SCOPES[claim.section],
        start=integer(claim.sentence_start),
        end=integer(claim.sentence_end),
        exact=plain(claim.sentence(paper)),
    )


def result_evidence(triples: RecordTriples, result: Result) -> str:
    """The words of a paper that state a result."""
    return _RESULT_EVIDENCE(
        annotation=triples.options.base + f"evidence/{short_hash(result.id)}",
        body=triples.address(result.id),
        confidence=decimal(result.score),
        paper=triples.address(result.paper),
        scope=_SCOPES[result.section],
        start=integer(result.quote_start),
        end=integer(result.quote_end),
        exact=plain(result.quote),
    )


def mention(triples: RecordTriples, mention: Mention) -> str:
    """A mention of an entity."""
    return _MENTION(
        annotation=triples.address(f"mention/{mention.paper}/{mention.section}/{mention.start}-{mention.end}"),
        body=triples.address(mention.entity),
        confidence=decimal(mention.score),
        extractor=triples.address(EXTRACTOR + mention.extractor),
        paper=triples.address(mention.paper),
        scope=_SCOPES[mention.section],
        start=integer(mention.start),
        end=integer(mention.end),
        exact=plain(mention.text),
    )
