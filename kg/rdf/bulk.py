"""Claims, their evidence and mentions, nine tenths of a graph's triples: DuckDB writes their N-Triples.

In Python the same text takes about ten times as long.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from kg.rdf import sql_terms as sql
from kg.rdf.evidence import ANNOTATION, ATTRIBUTED, EXTRACTOR, IDENTIFYING, TARGET
from kg.rdf.options import RdfOptions
from kg.rdf.shapes import sql_shape
from kg.rdf.terms import expand

if TYPE_CHECKING:
    from kg.graph import Graph

# Rows fetched at once, of up to some 2 kB.
_BATCH = 1000

REIFIED: Final = """
    <{claim}> rdf:type pkg:Claim
    <{claim}> rdf:subject <{subject}>
    <{claim}> rdf:predicate <{predicate}>
    <{claim}> rdf:object <{object}>
"""
REIFIES: Final = """
    <{claim}> rdf:type pkg:Claim
    <{claim}> rdf:reifies <<( <{subject}> <{predicate}> <{object}> )>>
"""
SURENESS: Final = """
    <{claim}> pkg:support {support}
    <{claim}> pkg:confidence {confidence}
"""
DERIVED: Final = """
    <{claim}> prov:wasDerivedFrom <{source}>
"""
FIRST_SEEN: Final = """
    <{claim}> pkg:firstSeen {first}
"""
LAST_SEEN: Final = """
    <{claim}> pkg:lastSeen {last}
"""


def rows(graph: "Graph", query: str) -> Iterator[Any]:
    """The rows of a query over the tables, fetched in batches."""
    cursor = graph.sql(query)
    while batch := cursor.fetchmany(_BATCH):
        yield from batch


def claim_shape(options: RdfOptions) -> str:
    """The triples that the node of every claim has."""
    return (REIFIES if options.statements == "rdf12" else REIFIED) + SURENESS


def evidence_shape(options: RdfOptions) -> str:
    """The triples of a claim's sentence; in named graphs also that the claim is derived from the paper."""
    return (DERIVED if options.named_graphs else "") + ANNOTATION + ATTRIBUTED + TARGET


MENTION: Final = ANNOTATION + ATTRIBUTED + IDENTIFYING + TARGET


def statements(graph: "Graph", options: RdfOptions) -> Iterator[tuple[str, bool, bool, int]]:
    """The node of each claim over all papers: text, whether it has a first and a last date, and how many sources.

    Where papers have named graphs, those hold what a claim is derived from.
    """
    base = options.base
    node = sql_shape(claim_shape(options))
    dates = [
        f"CASE WHEN {place} IS NULL THEN '' ELSE {sql_shape(part)} END"
        for place, part in (("first", FIRST_SEEN), ("last", LAST_SEEN))
    ]
    sources = f"array_to_string(list_transform(papers, lambda source: {sql_shape(DERIVED)}), '')"
    derived, count = ("''", "0") if options.named_graphs else (sources, "len(papers)")
    papers = f"list({sql.address('paper', base)} ORDER BY paper)"
    query = f"""
        SELECT concat({node}, {", ".join(dates)}, {derived}), first IS NOT NULL, last IS NOT NULL, {count} FROM (
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
    return rows(graph, query)


def evidence(graph: "Graph", options: RdfOptions) -> Iterator[tuple[str, str, str, int, int]]:
    """Each claim of a paper, by paper: paper, text without the last object, section, and span of the sentence to quote.

    The quote is left to the reader, who has the paper: sorting sentences would take much memory.
    """
    base = options.base
    shape = evidence_shape(options)
    query = f"""
        SELECT paper_id, {sql_shape(shape, until="exact")} AS text, section, sentence_start, sentence_end FROM (
            SELECT paper AS paper_id, section, sentence_start, sentence_end,
                {sql.text(base)} || identifier AS claim, {sql.text(base)} || identifier AS body,
                {sql.decimal("score")} AS confidence,
                {sql.text(base + "evidence/")} || {sql.short_hash("identifier", "paper")} AS annotation,
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
        SELECT paper_id, {sql_shape(MENTION)} FROM (
            SELECT paper AS paper_id, {sql.address("place", base)} AS annotation, {sql.address("entity", base)} AS body,
                {sql.decimal("score")} AS confidence, {sql.address("'" + EXTRACTOR + "' || extractor", base)} AS agent,
                {sql.address("paper", base)} AS source, '{expand("dcterms:")}' || section AS scope,
                {sql.integer("start")} AS start, {sql.integer('"end"')} AS "end", {sql.plain("text")} AS exact
            FROM (SELECT *, {place} AS place FROM mentions ORDER BY paper, section, start, "end")
        )
    """
    return rows(graph, query)


def _claim(base: str, table: str) -> str:
    return (
        f"{sql.text(base + 'claim/')} || {sql.short_hash(f'{table}.subject', f'{table}.predicate', f'{table}.object')}"
    )
