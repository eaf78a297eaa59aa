"""Which nodes have to do with others: only these are decided about in this process.

Three names in four of a large corpus have one form that nothing else concerns. They stay in the engine, so that the
memory of this process grows with the names that can be united, and the distinct words, not with all names.
"""

from collections.abc import Iterable
from typing import Final

import pyarrow as pa

from extractors.names import name_key
from kg.engines.session import SqlSession
from kg.resolution.curation import Curation
from kg.resolution.proposals import Proposal

_PROPOSED: Final = pa.schema([("type", pa.string()), ("key", pa.string()), ("target", pa.string())])
_CURATED: Final = pa.schema([("key", pa.string())])

# Several forms; a vote on the type; a curated name; an abbreviation; another name in the same cluster; a correction of
# the user; and what is proposed, where that exists.
_RELATED: Final = """
SELECT DISTINCT n.type, n.key FROM node n JOIN (
    SELECT type, key FROM node WHERE forms > 1
    UNION ALL SELECT type, key FROM main WHERE type <> was
    UNION ALL SELECT type, key FROM lexicon_type
    UNION ALL
    SELECT m.type, d.short_key AS key FROM definition d JOIN main m ON m.paper = d.paper AND m.cluster = d.cluster
    UNION ALL
    SELECT m.type, d.long_key AS key FROM definition d JOIN main m ON m.paper = d.paper AND m.cluster = d.cluster
    UNION ALL
    SELECT m.type, m.key FROM occurrence o
    JOIN main m ON m.paper = o.paper AND m.cluster = o.cluster AND m.key <> o.key
    UNION ALL SELECT c.type, c.key FROM node c JOIN curated u ON u.key = c.key
    UNION ALL
    SELECT p.type, p.key FROM proposed p
    JOIN (SELECT type, key FROM node UNION ALL SELECT type, key FROM lexicon_type) k
        ON k.type = p.type AND k.key = p.target
    UNION ALL SELECT type, target AS key FROM proposed
) r ON r.type = n.type AND r.key = n.key
"""


def relate(session: SqlSession, proposed: Iterable[Proposal], curation: Curation) -> None:
    """Create the table `related` (type, key) of a session that holds nodes, names and `lexicon_type`."""
    pairs = [(proposal.type, proposal.key, proposal.target) for proposal in proposed]
    session.load("proposed", pa.table([[pair[i] for pair in pairs] for i in range(3)], _PROPOSED))
    keys = sorted({name_key(name) for line in curation.lines for name in (line.name, line.target) if name})
    session.load("curated", pa.table([keys], _CURATED))
    session.create("related", _RELATED)
    session.drop("proposed", "curated")
