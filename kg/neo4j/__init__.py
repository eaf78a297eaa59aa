"""Neo4j: loading a graph into a server, keeping it in step, and asking it in Cypher.

What is in the database is told apart from other people's data by a marker: every node has the label `PaperKG` beside
those of its type, every relationship the property `origin: 'paperkg'`. Nodes are merged on `(:PaperKG {id})`, which a
uniqueness constraint guards, so a stranger's `(:Paper {id: ...})` is never met, changed or removed; constraints on
labels that strangers may use as well, which could break their writes, are never made. `snapshot` on both names the
content that was pushed last, and whatever has another snapshot is what pruning removes.
"""

from kg.neo4j.connection import DEFAULT_DATABASE, DEFAULT_USER, Login, connect
from kg.neo4j.push import PushReport, push
from kg.neo4j.query import Neo4jCypher

__all__ = ["DEFAULT_DATABASE", "DEFAULT_USER", "Login", "Neo4jCypher", "PushReport", "connect", "push"]
