"""The graph as a labelled property graph: the nodes, relationships and properties that every Cypher engine gets.

Labels and relationship types come from the ontology. The embedded engine, the Neo4j loader and the Neo4j exports read
the same rows from here, so that one question has one answer everywhere.

A date whose day is not known is the first day of its month or year, and `..._precision` beside it says `month` or
`year`; where that property is missing, the day is known.
"""

from kg.property_graph.queries import all_tables, node_tables, relationship_tables
from kg.property_graph.tables import END, ENTITY, START, NodeTable, Property, RelationshipTable, Table, count, rows

__all__ = [
    "END",
    "ENTITY",
    "START",
    "NodeTable",
    "Property",
    "RelationshipTable",
    "Table",
    "all_tables",
    "count",
    "node_tables",
    "relationship_tables",
    "rows",
]
