"""Which clusters of which papers are one entity: the steps of entity resolution in their order."""

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final, Protocol

import pyarrow as pa

from kg.engines.local import local_session
from kg.engines.session import SqlSession
from kg.resolution.abbreviations import join_acronyms, join_expanded
from kg.resolution.apply_curation import AppliedCuration, pinned_pairs
from kg.resolution.broader import broader_entities
from kg.resolution.curation import Curation
from kg.resolution.entities import EntityDraft, draft_entities, entity_ids
from kg.resolution.lexicon_index import Entry, LexiconIndex, lexicon_index
from kg.resolution.nodes import NodeTable, join_lexicon, read_nodes
from kg.resolution.surfaces import count_names
from kg.resolution.typos import join_misspelt
from kg.resolution.variants import join_type_words, join_word_order

CLUSTER_SCHEMA: Final = pa.schema(
    [
        ("paper", pa.string()),
        ("cluster", pa.int32()),
        ("type", pa.string()),
        ("names", pa.list_(pa.string())),
        ("definitions", pa.list_(pa.struct([("short", pa.string()), ("long", pa.string())]))),
        ("score", pa.float64()),
        ("mentions", pa.int32()),
        ("published", pa.string()),
    ]
)
ENTITY_SCHEMA: Final = pa.schema(
    [
        ("id", pa.string()),
        ("type", pa.string()),
        ("label", pa.string()),
        ("aliases", pa.list_(pa.string())),
        ("merges", pa.list_(pa.struct([("name", pa.string()), ("step", pa.string()), ("into", pa.string())]))),
        ("broader", pa.list_(pa.string())),
    ]
)
ASSIGNMENT_SCHEMA: Final = pa.schema([("paper", pa.string()), ("cluster", pa.int32()), ("entity", pa.string())])

# The tables that resolution starts from, out of CLUSTER_SCHEMA; DuckDB only, since only callers on one machine have it.
_CLUSTER: Final = """
SELECT paper, cluster, type,
    CAST(round(1000 * greatest(least(coalesce(score, 1), 1), 0.001)) AS BIGINT) AS weight FROM clusters_in
"""
_CLUSTER_NAME: Final = """
SELECT paper, cluster, unnest(names) AS name, generate_subscripts(names, 1) AS position FROM clusters_in
"""
_CLUSTER_DEFINITION: Final = """
SELECT paper, cluster, d.short AS short, d.long AS long, position FROM (
    SELECT paper, cluster, unnest(definitions) AS d, generate_subscripts(definitions, 1) AS position FROM clusters_in)
"""


class HasEntries(Protocol):
    """A lexicon: anything with curated entries."""

    @property
    def entries(self) -> Iterable[Entry]:
        """The curated things."""
        ...


@dataclass(frozen=True, slots=True)
class Resolution:
    """The entities of a corpus (ENTITY_SCHEMA, sorted by id) and the entity of every cluster (ASSIGNMENT_SCHEMA).

    `unmatched` are readable notes on curation lines that were rejected or matched nothing.
    """

    entities: pa.Table
    assignment: pa.Table
    unmatched: tuple[str, ...] = ()


def resolve(clusters: pa.Table, *, lexicon: HasEntries, curation: Curation | None = None) -> Resolution:
    """Decide which clusters name the same thing, on this machine; see `resolve_tables` for how.

    Args:
        clusters: CLUSTER_SCHEMA, one row a (paper, cluster), in any order; a cluster's most frequent name comes first.
        lexicon: the curated entries.
        curation: the user's corrections, which go before everything else.

    Returns:
        The same for the same clusters, in whatever order they come.
    """
    with local_session() as session:
        session.load("clusters_in", clusters)
        session.create("cluster", _CLUSTER)
        session.create("cluster_name", _CLUSTER_NAME)
        session.create("cluster_definition", _CLUSTER_DEFINITION)
        session.drop("clusters_in")
        entities, unmatched = resolve_tables(session, lexicon=lexicon, curation=curation)
        assignment = session.table(
            "SELECT c.paper, c.cluster, a.entity FROM cluster c "
            "LEFT JOIN assignment a ON a.paper = c.paper AND a.cluster = c.cluster ORDER BY c.paper, c.cluster"
        ).cast(ASSIGNMENT_SCHEMA)
        return Resolution(entities, assignment, unmatched)


def resolve_tables(
    session: SqlSession, *, lexicon: HasEntries, curation: Curation | None = None
) -> tuple[pa.Table, tuple[str, ...]]:
    """Decide which clusters of a session name the same thing.

    Steps, each recorded in `merges` with its name: the normalised form (`case`, `hyphen`, `notation`, `spelling`,
    `plural`); the vote on the type (`type`); the papers' own definitions (`abbreviation`); the `lexicon`;
    a `type word` left out and `word order`; misspellings (`fuzzy`); and the user's `curation`. A merge that would
    join different numbers, two lexicon entries or two types is not made.

    What depends on single mentions, clusters or papers is SQL; what depends on distinct names happens in this process.

    Args:
        session: holds the tables that `surfaces.count_names` starts from; gets `assignment` (paper, cluster, entity,
            type), one row a cluster that has an entity.
        lexicon: the curated entries.
        curation: the user's corrections, which go before everything else.

    Returns:
        The entities (ENTITY_SCHEMA, sorted by id), and notes on curation lines that matched nothing.
    """
    index = lexicon_index(lexicon.entries)
    lines = curation or Curation()
    count_names(session, index.types)
    with _without_collector():
        return _resolve_names(session, index, lines)


@contextmanager
def _without_collector() -> Iterator[None]:
    """No search for cycles meanwhile: there are none among names, and it would visit all of them again and again."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _resolve_names(session: SqlSession, index: LexiconIndex, lines: Curation) -> tuple[pa.Table, tuple[str, ...]]:
    """The steps of resolution that work on distinct names."""
    table = read_nodes(session, index, pinned_pairs(session, lines))
    unions = table.unions
    join_acronyms(session, table, unions, index)
    join_lexicon(table)
    join_expanded(session, table, unions, index)
    join_type_words(table, unions, index)
    join_word_order(table, unions)
    join_misspelt(table, unions, index)
    # The steps since may have met further names of an entry.
    join_lexicon(table)
    applied = AppliedCuration(session, table, lines)
    applied.merge()
    drafts = applied.rename(draft_entities(session, table))
    dropped = applied.dropped()
    kept = [draft for draft in drafts if unions.root(draft.nodes[0]) not in dropped]
    return _settle(session, table, kept), applied.notes()


def _settle(session: SqlSession, table: NodeTable, drafts: list[EntityDraft]) -> pa.Table:
    """Assign the clusters to the entities of drafts; the table of the entities."""
    ids = entity_ids(drafts)
    named = {number: entity for entity, draft in zip(ids, drafts, strict=True) for number in draft.nodes}
    owners = {pair: named[number] for pair, number in table.index.items() if number in named}
    broader = broader_entities(
        {entity: draft.label for entity, draft in zip(ids, drafts, strict=True)},
        {entity: draft.type for entity, draft in zip(ids, drafts, strict=True)},
        owners,
    )
    owner_table = pa.table(
        {
            "type": pa.array([kind for kind, _ in owners], pa.string()),
            "key": pa.array([key for _, key in owners], pa.string()),
            "entity": pa.array(list(owners.values()), pa.string()),
        }
    )
    session.load("owner", owner_table)
    session.create(
        "assignment",
        "SELECT m.paper, m.cluster, o.entity, m.type FROM main m JOIN owner o ON o.type = m.type AND o.key = m.key",
    )
    session.drop("owner", "main", "definition", "occurrence")
    order = sorted(range(len(ids)), key=ids.__getitem__)
    return _entity_table([(ids[i], drafts[i]) for i in order], broader)


def _entity_table(entities: list[tuple[str, EntityDraft]], broader: dict[str, str]) -> pa.Table:
    """ENTITY_SCHEMA of entities, in their order."""
    # Iterators, so that no column stands in memory as Python lists too.
    columns: list[Iterator[object]] = [
        (entity for entity, _ in entities),
        (draft.type for _, draft in entities),
        (draft.label for _, draft in entities),
        (draft.aliases for _, draft in entities),
        ([{"name": m.name, "step": m.step, "into": m.into} for m in draft.merges] for _, draft in entities),
        ([broader[entity]] if entity in broader else () for entity, _ in entities),
    ]
    arrays = [
        pa.array(column, field.type, size=len(entities)) for column, field in zip(columns, ENTITY_SCHEMA, strict=True)
    ]
    return pa.table(arrays, ENTITY_SCHEMA)
