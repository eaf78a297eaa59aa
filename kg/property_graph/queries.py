"""Where the rows of each table come from: DuckDB queries over the graph's tables, named after the ontology."""

from functools import cache
from typing import Final

from kg.property_graph.tables import END, ENTITY, PAPER, RESULT, START, NodeTable, Property, RelationshipTable, Table
from kg.records import RESULT_SLOTS
from kg.sql import sentence_of
from kg.tables import COMBINED_CONFIDENCE
from ontology import load_vocabulary


def _period(name: str) -> tuple[Property, Property]:
    return Property(name, "date"), Property(f"{name}_precision", "string")


def _period_columns(name: str, source: str) -> str:
    """SQL for a date and its precision from an ISO date that may lack the day, or the month and the day."""
    return (
        f"({source} || CASE length({source}) WHEN 4 THEN '-01-01' WHEN 7 THEN '-01' ELSE '' END)::DATE AS {name}, "
        f"CASE length({source}) WHEN 4 THEN 'year' WHEN 7 THEN 'month' END AS {name}_precision"
    )


_PAPER_PROPERTIES: Final = (
    Property("id", "string"),
    Property("title", "string"),
    Property("abstract", "string"),
    *_period("published"),
    Property("year_inferred", "boolean"),
    Property("year", "integer"),
    Property("authors", "strings"),
    Property("author_count", "integer"),
    Property("url", "string"),
    Property("source", "string"),
    Property("categories", "strings"),
    Property("doi", "string"),
    Property("arxiv_id", "string"),
    Property("orcids", "strings"),
)
_PAPERS: Final = f"""
SELECT id, title, abstract, {_period_columns("published", "published")}, year_inferred,
    published[1:4]::INTEGER AS year, authors, author_count, url, source, categories, doi, arxiv_id, orcids
FROM papers ORDER BY id
"""

_ENTITY_PROPERTIES: Final = (
    Property("id", "string"),
    Property("label", "string"),
    Property("aliases", "strings"),
    *_period("first_seen"),
    *_period("last_seen"),
    Property("paper_count", "integer"),
    Property("mention_count", "integer"),
    Property("merges", "strings"),
)
_ENTITIES: Final = f"""
SELECT id, label, aliases, {_period_columns("first_seen", "first_seen")},
    {_period_columns("last_seen", "last_seen")}, paper_count, mention_count,
    list_transform(merges, lambda m: m.name || ' -> ' || m.into || ' (' || m.step || ')') AS merges
FROM entities WHERE type = '{{type}}' ORDER BY id
"""

_RESULT_PROPERTIES: Final = (
    Property("id", "string"),
    Property("label", "string"),
    Property("value", "float"),
    Property("value_text", "string"),
    Property("unit", "string"),
    Property("bound", "string"),
    Property("kind", "string"),
    Property("section", "string"),
    Property("quote", "string"),
    Property("quote_start", "integer"),
    Property("quote_end", "integer"),
    Property("confidence", "float"),
)
_RESULTS: Final = """
SELECT id, concat_ws(' ', value, unit) AS label, value::DOUBLE AS value, value AS value_text, unit, bound, kind,
    section, quote, quote_start, quote_end, score AS confidence
FROM results ORDER BY id
"""

# `evidence` is the sentence of the surest paper; the three lists have one item a paper, the surest first.
_STATEMENT_PROPERTIES: Final = (
    Property("support", "integer"),
    Property("confidence", "float"),
    *_period("first_seen"),
    *_period("last_seen"),
    Property("evidence", "string"),
    Property("papers", "strings"),
    Property("sentences", "strings"),
    Property("scores", "floats"),
)
_STATEMENTS: Final = f"""
WITH stated AS (
    SELECT c.subject, c.object, c.paper, c.score, p.published, {sentence_of("c")} AS sentence
    FROM claims c
    JOIN entities o ON o.id = c.object AND o.type = '{{end}}'
    {{of_start}}
    JOIN papers p ON p.id = c.paper
    WHERE c.predicate = '{{predicate}}'
), joined AS (
    SELECT subject, object, count(*) AS support, {COMBINED_CONFIDENCE} AS confidence,
        min(published) AS first, max(published) AS last,
        list(paper ORDER BY score DESC, paper) AS papers,
        list(sentence ORDER BY score DESC, paper) AS sentences,
        list(score ORDER BY score DESC, paper) AS scores
    FROM stated GROUP BY subject, object
)
SELECT subject AS {START}, object AS {END}, support, confidence, {_period_columns("first_seen", "first")},
    {_period_columns("last_seen", "last")}, sentences[1] AS evidence, papers, sentences, scores
FROM joined ORDER BY {START}, {END}
"""
# What resolution knows to be broader, without any sentence, has no support.
_BROADER: Final = f"""
WITH known AS (
    SELECT e.id AS {START}, unnest(e.broader) AS {END} FROM entities e WHERE e.type = '{{type}}'
)
SELECT * FROM (({{statements}}) UNION ALL BY NAME
    (SELECT * FROM known ANTI JOIN claims c ON c.predicate = 'broader' AND c.subject = {START} AND c.object = {END})
) ORDER BY {START}, {END}
"""
_HAS_RESULT: Final = f"SELECT paper AS {START}, id AS {END} FROM results ORDER BY {START}, {END}"
_SLOT: Final = (
    f"SELECT id AS {START}, {{column}} AS {END} FROM results WHERE {{column}} IS NOT NULL ORDER BY {START}, {END}"
)


@cache
def node_tables() -> tuple[NodeTable, ...]:
    """The tables of nodes, papers first, in the order of the ontology."""
    entities = tuple(
        NodeTable((name, ENTITY), _ENTITY_PROPERTIES, _ENTITIES.format(type=name))
        for name in load_vocabulary().entity_types()
    )
    return (
        NodeTable((PAPER,), _PAPER_PROPERTIES, _PAPERS),
        *entities,
        NodeTable((RESULT,), _RESULT_PROPERTIES, _RESULTS),
    )


@cache
def relationship_tables() -> tuple[RelationshipTable, ...]:
    """The tables of relationships, one for each predicate and pair of types that the ontology allows."""
    vocabulary = load_vocabulary()
    types = vocabulary.entity_types()
    found = [
        _statement_table(name, start, end)
        for name in [*vocabulary.roles(), *vocabulary.relations()]
        for start in [PAPER, *types]
        for end in types
        if vocabulary.allows(name, start, end)
    ]
    has_result = vocabulary.predicates["hasResult"]
    found.append(RelationshipTable(has_result.neo4j_type, PAPER, RESULT, (), _HAS_RESULT))
    for name, column in RESULT_SLOTS.items():
        slot = vocabulary.predicates[name]
        found.append(RelationshipTable(slot.neo4j_type, RESULT, slot.range[0], (), _SLOT.format(column=column)))
    return tuple(found)


def all_tables() -> tuple[Table, ...]:
    """All tables in the order in which they are loaded: nodes before what joins them."""
    return (*node_tables(), *relationship_tables())


def _statement_table(predicate: str, start: str, end: str) -> RelationshipTable:
    """The table of a predicate between papers or entities of one type and entities of another."""
    of_start = "" if start == PAPER else f"JOIN entities s ON s.id = c.subject AND s.type = '{start}'"
    query = _STATEMENTS.format(predicate=predicate, of_start=of_start, end=end)
    if predicate == "broader":
        query = _BROADER.format(statements=query, type=start)
    return RelationshipTable(
        load_vocabulary().predicates[predicate].neo4j_type, start, end, _STATEMENT_PROPERTIES, query
    )
