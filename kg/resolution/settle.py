"""Entities of nodes: their ids, which cluster is which entity, and which entity is broader than which.

Drafts are what was decided in this process; every other node is an entity as it is.
"""

from collections.abc import Sequence
from typing import Final

import pyarrow as pa

from extractors.names import short_hash, slug
from kg.engines.session import SqlSession
from kg.resolution.broader import HEAD, closing_cycles, head_keys
from kg.resolution.entities import EntityDraft
from kg.resolution.nodes import NodeTable

#: The columns of the table `resolved`.
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
_DRAFT: Final = pa.schema(
    [
        ("draft", pa.int32()),
        ("type", pa.string()),
        ("key", pa.string()),
        ("label", pa.string()),
        ("slug", pa.string()),
        ENTITY_SCHEMA.field("aliases"),
        ENTITY_SCHEMA.field("merges"),
    ]
)
_DRAFT_NODE: Final = pa.schema([("draft", pa.int32()), ("type", pa.string()), ("key", pa.string())])
_HASHED: Final = pa.schema([("type", pa.string()), ("key", pa.string()), ("hash", pa.string())])

_NAMED: Final = """
SELECT n.draft, n.type, n.key, n.label, t.slug || '/' || n.slug AS id,
    count(*) OVER (PARTITION BY t.slug, n.slug) AS sharing
FROM (
    SELECT draft, type, key, label, slug FROM draft
    UNION ALL
    SELECT NULL AS draft, o.type, o.key, o.name AS label, d.slug FROM node o
    JOIN described d ON d.name = o.name
    WHERE NOT EXISTS (SELECT 1 FROM related r WHERE r.type = o.type AND r.key = o.key)) n
JOIN type_slug t ON t.type = n.type
"""
# The hash depends on the entity alone, and all that share a slug get one, so ids do not depend on any order.
_ENTITY: Final = """
SELECT n.draft, n.type, n.key, n.label, CASE WHEN h.hash IS NULL THEN n.id ELSE n.id || '-' || h.hash END AS id
FROM named n LEFT JOIN hashed h ON h.type = n.type AND h.key = n.key
"""
_OWNER: Final = """
SELECT type, key, id AS entity FROM entity WHERE draft IS NULL
UNION ALL
SELECT d.type, d.key, e.id AS entity FROM draft_node d JOIN entity e ON e.draft = d.draft
"""
_ASSIGNMENT: Final = """
SELECT m.paper, m.cluster, o.entity, m.type FROM main m JOIN owner o ON o.type = m.type AND o.key = m.key
"""
_LONGEST_HEAD: Final = """
SELECT id, broader FROM (
    SELECT e.id, o.entity AS broader, row_number() OVER (PARTITION BY e.id ORDER BY h.position) AS place
    FROM entity e JOIN head h ON h.label = e.label JOIN owner o ON o.type = e.type AND o.key = h.key
    WHERE o.entity <> e.id)
WHERE place = 1
"""
# An edge of a cycle goes out from a broader entity and leads to a narrower one; all others are left in the engine.
_INNER: Final = """
SELECT b.id, b.broader FROM longest_head b
WHERE b.id IN (SELECT broader FROM longest_head) AND b.broader IN (SELECT id FROM longest_head) ORDER BY id
"""
_RESOLVED: Final = """
SELECT e.id, e.type, e.label, coalesce(d.aliases, n.aliases) AS aliases, coalesce(d.merges, n.merges) AS merges,
    CASE WHEN b.broader IS NULL THEN n.broader ELSE [b.broader] END AS broader
FROM entity e CROSS JOIN nothing n LEFT JOIN draft d ON d.draft = e.draft
LEFT JOIN (SELECT h.id, h.broader FROM longest_head h WHERE h.id NOT IN (SELECT c.id FROM closing c)) b ON b.id = e.id
"""


def settle(session: SqlSession, table: NodeTable, drafts: Sequence[EntityDraft]) -> None:
    """Create the tables `resolved` (ENTITY_SCHEMA) and `assignment` (paper, cluster, entity, type) of a session.

    Args:
        session: holds the tables of names and nodes, and `related`; what is made of them on the way is dropped.
        table: of the related nodes.
        drafts: the entities of those that are one.
    """
    _load_drafts(session, table, drafts)
    session.view("named", _NAMED)
    session.apply("hashed", "SELECT type, key FROM named WHERE sharing > 1", _hashes, _HASHED)
    session.create("entity", _ENTITY)
    session.view("owner", _OWNER)
    session.create("assignment", _ASSIGNMENT)
    session.derive("head", "SELECT DISTINCT label FROM entity", head_keys, HEAD)
    session.create("longest_head", _LONGEST_HEAD)
    closing = closing_cycles((narrower, broader) for narrower, broader in session.rows(_INNER))
    session.load("closing", pa.table([closing], pa.schema([("id", pa.string())])))
    session.create("resolved", _RESOLVED)
    session.drop("closing", "longest_head", "head", "entity", "hashed")
    session.drop("nothing", "type_slug", "draft_node", "draft")


def _load_drafts(session: SqlSession, table: NodeTable, drafts: Sequence[EntityDraft]) -> None:
    columns = [
        range(len(drafts)),
        (draft.type for draft in drafts),
        (draft.key for draft in drafts),
        (draft.label for draft in drafts),
        (slug(draft.label) for draft in drafts),
        (draft.aliases for draft in drafts),
        ([{"name": m.name, "step": m.step, "into": m.into} for m in draft.merges] for draft in drafts),
    ]
    # Iterators, so that no column stands in memory as Python lists too.
    arrays = [pa.array(column, field.type, size=len(drafts)) for column, field in zip(columns, _DRAFT, strict=True)]
    session.load("draft", pa.table(arrays, _DRAFT))
    nodes = table.unions.nodes
    members = [
        (number, nodes[node].type, nodes[node].key) for number, draft in enumerate(drafts) for node in draft.nodes
    ]
    session.load("draft_node", pa.table([[member[i] for member in members] for i in range(3)], _DRAFT_NODE))
    types = sorted({kind for (kind,) in session.rows("SELECT DISTINCT type FROM node")})
    session.load(
        "type_slug",
        pa.table(
            {"type": pa.array(types, pa.string()), "slug": pa.array(map(slug, types), pa.string(), size=len(types))}
        ),
    )
    lists = pa.schema([ENTITY_SCHEMA.field(name) for name in ("aliases", "merges", "broader")])
    session.load("nothing", pa.table([pa.array([[]], field.type) for field in lists], lists))


def _hashes(pairs: pa.Table) -> pa.Table:
    """A hash of type and key for entities that share a slug."""
    rows = zip(pairs["type"].to_pylist(), pairs["key"].to_pylist(), strict=True)
    hashes = pa.array([short_hash(f"{kind} {key}") for kind, key in rows], pa.string())
    return pa.table([pairs["type"], pairs["key"], hashes], _HASHED)
