"""Which clusters of which papers are one entity: the steps of entity resolution in their order."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Protocol

import duckdb
import pyarrow as pa

from kg.resolution import surfaces
from kg.resolution.abbreviations import join_acronyms, join_expanded
from kg.resolution.apply_curation import AppliedCuration, pinned_pairs
from kg.resolution.broader import broader_entities
from kg.resolution.curation import Curation
from kg.resolution.entities import EntityDraft, draft_entities, entity_ids
from kg.resolution.lexicon_index import Entry, lexicon_index
from kg.resolution.nodes import NodeTable, join_lexicon, read_nodes
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

# Half of the two gigabytes that resolution may take; DuckDB spills to disk beyond it.
_MEMORY_LIMIT: Final = "1GB"


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
    """Decide which clusters name the same thing.

    Steps, each recorded in `merges` with its name: the normalised form (`case`, `hyphen`, `notation`, `spelling`,
    `plural`); the vote on the type (`type`); the papers' own definitions (`abbreviation`); the `lexicon`;
    a `type word` left out and `word order`; misspellings (`fuzzy`); and the user's `curation`. A merge that would
    join different numbers, two lexicon entries or two types is not made.

    Args:
        clusters: CLUSTER_SCHEMA, one row a (paper, cluster), in any order; a cluster's most frequent name comes first.
        lexicon: the curated entries.
        curation: the user's corrections, which go before everything else.

    Returns:
        The same for the same clusters, in whatever order they come.
    """
    index = lexicon_index(lexicon.entries)
    lines = curation or Curation()
    with duckdb.connect(":memory:", config={"memory_limit": _MEMORY_LIMIT}) as connection:
        surfaces.load(connection, clusters, index.types)
        table = read_nodes(connection, index, pinned_pairs(connection, lines))
        unions = table.unions
        join_acronyms(connection, table, unions, index)
        join_lexicon(table)
        join_expanded(connection, table, unions, index)
        join_type_words(table, unions, index)
        join_word_order(table, unions)
        join_misspelt(table, unions, index)
        # The steps since may have met further names of an entry.
        join_lexicon(table)
        applied = AppliedCuration(connection, table, lines)
        applied.merge()
        drafts = applied.rename(draft_entities(connection, table))
        dropped = applied.dropped()
        kept = [draft for draft in drafts if table.unions.root(draft.nodes[0]) not in dropped]
        return _resolution(connection, table, kept, applied.notes())


def _resolution(
    connection: duckdb.DuckDBPyConnection, table: NodeTable, drafts: list[EntityDraft], notes: tuple[str, ...]
) -> Resolution:
    ids = entity_ids(drafts)
    owners = {
        (table.unions.nodes[number].type, table.unions.nodes[number].key): entity
        for entity, draft in zip(ids, drafts, strict=True)
        for number in draft.nodes
    }
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
    connection.register("owner", owner_table)
    assignment = (
        connection.sql(
            "SELECT c.paper, c.cluster, o.entity FROM cluster c LEFT JOIN main m USING (row) "
            "LEFT JOIN owner o ON o.type = m.type AND o.key = m.key ORDER BY c.paper, c.cluster"
        )
        .to_arrow_table()
        .cast(ASSIGNMENT_SCHEMA)
    )
    order = sorted(range(len(ids)), key=ids.__getitem__)
    return Resolution(_entity_table([(ids[i], drafts[i]) for i in order], broader), assignment, notes)


def _entity_table(entities: list[tuple[str, EntityDraft]], broader: dict[str, str]) -> pa.Table:
    """ENTITY_SCHEMA of entities, in their order."""
    columns: list[list[object]] = [
        [entity for entity, _ in entities],
        [draft.type for _, draft in entities],
        [draft.label for _, draft in entities],
        [draft.aliases for _, draft in entities],
        [[{"name": m.name, "step": m.step, "into": m.into} for m in draft.merges] for _, draft in entities],
        [[broader[entity]] if entity in broader else [] for entity, _ in entities],
    ]
    arrays = [pa.array(column, field.type) for column, field in zip(columns, ENTITY_SCHEMA, strict=True)]
    return pa.table(arrays, ENTITY_SCHEMA)
