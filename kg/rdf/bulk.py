"""Claims, their evidence and mentions, nine tenths of a graph's triples: DuckDB writes their N-Triples.

In Python the same text takes about ten times as long.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from kg.rdf import sql_terms as sql
from kg.rdf.evidence import ANNOTATION, ATTRIBUTED, EXTRACTOR, IDENTIFYING, TARGET
from kg.rdf.options import RdfOptions
from kg.rdf.shapes import sql_shape
from kg.rdf.terms import expand

if TYPE_CHECKING:
    from kg.graph import Graph

# Rows fetched at once, of up to some 2 kB.
_BATCH = 1000

_REIFIED = """
    <{claim}> rdf:type pkg:Claim
    <{claim}> rdf:subject <{subject}>
    <{claim}> rdf:predicate <{predicate}>
    <{claim}> rdf:object <{object}>
"""
_REIFIES = """
    <{claim}> rdf:type pkg:Claim
    <{claim}> rdf:reifies <<( <{subject}> <{predicate}> <{object}> )>>
"""
_SURENESS = """
    <{claim}> pkg:support {support}
    <{claim}> pkg:confidence {confidence}
"""
_DERIVED = """
    <{claim}> prov:wasDerivedFrom <{source}>
"""
_FIRST_SEEN = """
    <{claim}> pkg:firstSeen {first}
"""
_LAST_SEEN = """
    <{claim}> pkg:lastSeen {last}
"""


def rows(graph: "Graph", query: str) -> Iterator[Any]:
    """The rows of a query over the tables, fetched in batches."""
    cursor = graph.sql(query)
    while batch := cursor.fetchmany(_BATCH):
        yield from batch


def statements(graph: "Graph", options: RdfOptions) -> Iterator[str]:
    """The node of each claim over all papers; where papers have named graphs, those hold what it is derived from."""
    base = options.base
    node = sql_shape((_REIFIES if options.statements == "rdf12" else _REIFIED) + _SURENESS)
    dates = [
        f"CASE WHEN {place} IS NULL THEN '' ELSE {sql_shape(part)} END"
        for place, part in (("first", _FIRST_SEEN), ("last", _LAST_SEEN))
    ]
    sources = f"array_to_string(list_transform(papers, lambda source: {sql_shape(_DERIVED)}), '')"
    derived = "''" if options.named_graphs else sources
    papers = f"list({sql.address('paper', base)} ORDER BY paper)"
    query = f"""
        SELECT concat({node}, {", ".join(dates)}, {derived}) FROM (
            SELECT {_claim(base, "s")} AS claim, {sql.address("s.subject", base)} AS subject,
                '{expand("pkg:")}' || s.predicate AS predicate, {sql.address("s.object", base)} AS object,
                {sql.integer("support")} AS support, {sql.decimal("confidence")} AS confidence,
                {sql.date("first_seen")} AS first, {sql.date("last_seen")} AS last, papers
            FROM ({graph.statements_query}) s
            JOIN (SELECT subject, predicate, object, {papers} AS papers FROM claims GROUP BY ALL) p
                ON p.subject = s.subject AND p.predicate = s.predicate AND p.object = s.object
            ORDER BY s.subject, s.predicate, s.object
        )
    """
    return (row[0] for row in rows(graph, query))


def evidence(graph: "Graph", options: RdfOptions) -> Iterator[tuple[str, str, str, int, int]]:
    """Each claim of a paper, by paper: paper, text without the last object, section, and span of the sentence to quote.

    The quote is left to the reader, who has the paper: sorting sentences would take much memory. In named graphs the
    text also says that the claim is derived from the paper.
    """
    base = options.base
    lines = (_DERIVED if options.named_graphs else "") + ANNOTATION + ATTRIBUTED + TARGET
    query = f"""
        SELECT paper_id, {sql_shape(lines, until="exact")} AS text, section, sentence_start, sentence_end FROM (
            SELECT paper AS paper_id, section, sentence_start, sentence_end,
                '{base}' || identifier AS claim, '{base}' || identifier AS body, {sql.decimal("score")} AS confidence,
                '{base}evidence/' || {sql.short_hash("identifier", "paper")} AS annotation,
                {sql.address("'" + EXTRACTOR + "' || extractor", base)} AS agent,
                {sql.address("paper", base)} AS source, '{expand("dcterms:")}' || section AS scope,
                {sql.integer("sentence_start")} AS start, {sql.integer("sentence_end")} AS "end"
            FROM (
                SELECT paper, score, extractor, section, sentence_start, sentence_end,
                    'claim/' || {sql.short_hash("subject", "predicate", "object")} AS identifier
                FROM claims ORDER BY paper, subject, predicate, object
            )
        )
    """
    return rows(graph, query)


def mentions(graph: "Graph", options: RdfOptions) -> Iterator[tuple[str, str]]:
    """Paper and text of each mention, by paper."""
    base = options.base
    place = "'mention/' || paper || '/' || section || '/' || start || '-' || \"end\""
    query = f"""
        SELECT paper_id, {sql_shape(ANNOTATION + ATTRIBUTED + IDENTIFYING + TARGET)} FROM (
            SELECT paper AS paper_id, {sql.address("place", base)} AS annotation, {sql.address("entity", base)} AS body,
                {sql.decimal("score")} AS confidence, {sql.address("'" + EXTRACTOR + "' || extractor", base)} AS agent,
                {sql.address("paper", base)} AS source, '{expand("dcterms:")}' || section AS scope,
                {sql.integer("start")} AS start, {sql.integer('"end"')} AS "end", {sql.plain("text")} AS exact
            FROM (SELECT *, {place} AS place FROM mentions ORDER BY paper, section, start, "end")
        )
    """
    return rows(graph, query)


def _claim(base: str, table: str) -> str:
    return f"'{base}claim/' || {sql.short_hash(f'{table}.subject', f'{table}.predicate', f'{table}.object')}"
