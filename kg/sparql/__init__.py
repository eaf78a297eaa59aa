"""SPARQL over a graph, through a pyoxigraph index that is derived from the tables."""

from kg.sparql.answer import SparqlAnswer
from kg.sparql.engine import FORMATS, query_index, run_job, run_query
from kg.sparql.job import DEFAULT_TIMEOUT, QueryJob

__all__ = ["DEFAULT_TIMEOUT", "FORMATS", "QueryJob", "SparqlAnswer", "query_index", "run_job", "run_query"]
