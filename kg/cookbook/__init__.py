"""Questions that people ask of such a graph, each in SPARQL and in Cypher."""

from kg.cookbook.questions import Question, load_cookbook

__all__ = ["Question", "load_cookbook"]
