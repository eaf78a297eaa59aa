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
    dates = " || ".join(f"coalesce({sql_shape(part)}, '')" for part in (_FIRST_SEEN, _LAST_SEEN))
    sources = f"array_to_string(list_transform(papers, lambda source: {sql_shape(_DERIVED)}), '')"
    derived = "''" if options.named_graphs else sources
    papers = f"list({sql.address('paper', base)} ORDER BY paper)"
    query = f"""
        SELECT {node} || {dates} || {derived} FROM (
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


def evidence(graph: "Graph", options: RdfOptions) -> Iterator[tuple[str, str]]:
    """Paper and text of each claim's sentence, by paper; in named graphs, also that the claim is derived from it."""
    base = options.base
    lines = (_DERIVED if options.named_graphs else "") + ANNOTATION + ATTRIBUTED + TARGET
    identifier = f"'claim/' || {sql.short_hash('subject', 'predicate', 'object')}"
    query = f"""
        SELECT paper_id, {sql_shape(lines)} FROM (
            SELECT paper_id, '{base}evidence/' || {sql.short_hash("identifier", "paper_id")} AS annotation,
                '{base}' || identifier AS claim, '{base}' || identifier AS body, {sql.decimal("score")} AS confidence,
                {sql.address("'" + EXTRACTOR + "' || extractor", base)} AS extractor,
                {sql.address("paper_id", base)} AS paper, {sql.address("paper_id", base)} AS source,
                '{expand("dcterms:")}' || section AS scope, {sql.integer("sentence_start")} AS start,
                {sql.integer("sentence_end")} AS "end", {sql.plain("sentence")} AS exact
            FROM (
                SELECT paper AS paper_id, {identifier} AS identifier, score, extractor, section, sentence_start,
                    sentence_end, substr(
                        CASE section WHEN 'title' THEN title ELSE abstract END,
                        sentence_start + 1, sentence_end - sentence_start
                    ) AS sentence
                FROM claims c JOIN papers p ON p.id = c.paper
                ORDER BY paper, subject, predicate, object
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
                {sql.decimal("score")} AS confidence, {sql.address("'" + EXTRACTOR + "' || extractor", base)} AS extractor,
                {sql.address("paper", base)} AS paper, '{expand("dcterms:")}' || section AS scope,
                {sql.integer("start")} AS start, {sql.integer('"end"')} AS "end", {sql.plain("text")} AS exact
            FROM (SELECT *, {place} AS place FROM mentions ORDER BY paper, section, start, "end")
        )
    """
    return rows(graph, query)


def _claim(base: str, table: str) -> str:
    return f"'{base}claim/' || {sql.short_hash(f'{table}.subject', f'{table}.predicate', f'{table}.object')}"
