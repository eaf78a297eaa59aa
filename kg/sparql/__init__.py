"""SPARQL over a graph, through a pyoxigraph index that is derived from the tables."""

from kg.sparql.answer import SparqlAnswer
from kg.sparql.engine import DEFAULT_TIMEOUT, FORMATS, query_index, run_query

__all__ = ["DEFAULT_TIMEOUT", "FORMATS", "SparqlAnswer", "query_index", "run_query"]
