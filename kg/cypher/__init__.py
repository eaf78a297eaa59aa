"""Cypher over a graph, through a ladybug database that is derived from the tables."""

from kg.cypher.answer import CypherAnswer, CypherEngine, Value
from kg.cypher.embedded import DEFAULT_LIMIT, DEFAULT_TIMEOUT, EmbeddedCypher, open_embedded

__all__ = [
    "DEFAULT_LIMIT",
    "DEFAULT_TIMEOUT",
    "CypherAnswer",
    "CypherEngine",
    "EmbeddedCypher",
    "Value",
    "open_embedded",
]
