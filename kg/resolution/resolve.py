"""Which clusters of which papers are one entity: the steps of entity resolution in their order."""

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final, Protocol

import pyarrow as pa

from kg.engines.local import local_session
from kg.engines.session import SqlSession
from kg.resolution.abbreviations import join_acronyms
from kg.resolution.apply_curation import AppliedCuration, pinned_pairs
from kg.resolution.curation import Curation
from kg.resolution.entities import draft_entities
from kg.resolution.lexicon_index import Entry, LexiconIndex, lexicon_index
from kg.resolution.nodes import count_nodes, join_lexicon, read_nodes
from kg.resolution.proposals import join_proposed, proposals
from kg.resolution.related import relate
from kg.resolution.settle import ENTITY_SCHEMA, settle
from kg.resolution.surfaces import count_names

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
        unmatched = resolve_tables(session, lexicon=lexicon, curation=curation)
        entities = session.table("SELECT * FROM resolved ORDER BY id").cast(ENTITY_SCHEMA)
        assignment = session.table(
            "SELECT c.paper, c.cluster, a.entity FROM cluster c "
            "LEFT JOIN assignment a ON a.paper = c.paper AND a.cluster = c.cluster ORDER BY c.paper, c.cluster"
        ).cast(ASSIGNMENT_SCHEMA)
        return Resolution(entities, assignment, unmatched)


def resolve_tables(session: SqlSession, *, lexicon: HasEntries, curation: Curation | None = None) -> tuple[str, ...]:
    """Decide which clusters of a session name the same thing.

    Steps, each recorded in `merges` with its name: the normalised form (`case`, `hyphen`, `notation`, `spelling`,
    `plural`); the vote on the type (`type`); the papers' own definitions (`abbreviation`); the `lexicon`;
    a `type word` left out and `word order`; misspellings (`fuzzy`); and the user's `curation`. A merge that would
    join different numbers, two lexicon entries or two types is not made.

    What depends on single mentions, clusters or papers is SQL, and so is what becomes of names that no other has to do
    with; what depends on the others happens in this process.

    Args:
        session: holds the tables that `surfaces.count_names` starts from; gets `resolved` (ENTITY_SCHEMA), the
            entities, and `assignment` (paper, cluster, entity, type), one row a cluster that has an entity.
        lexicon: the curated entries.
        curation: the user's corrections, which go before everything else.

    Returns:
        Notes on curation lines that matched nothing.
    """
    index = lexicon_index(lexicon.entries)
    lines = curation or Curation()
    count_names(session, index.types)
    count_nodes(session)
    with _without_collector():
        notes = _resolve_names(session, index, lines)
    session.drop("related", "node_word", "described", "node", "form")
    session.drop("main", "definition", "occurrence", "lexicon_type")
    return notes


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


def _resolve_names(session: SqlSession, index: LexiconIndex, lines: Curation) -> tuple[str, ...]:
    """The steps of resolution that work on distinct names."""
    proposed = proposals(session, index)
    relate(session, proposed, lines)
    table = read_nodes(session, index, pinned_pairs(session, lines))
    join_acronyms(session, table, index)
    join_lexicon(table)
    join_proposed(table, proposed)
    # The steps since may have met further names of an entry.
    join_lexicon(table)
    applied = AppliedCuration(session, table, lines)
    applied.merge()
    drafts = applied.rename(draft_entities(session, table))
    dropped = applied.dropped()
    settle(session, table, [draft for draft in drafts if table.unions.root(draft.nodes[0]) not in dropped])
    return applied.notes()
