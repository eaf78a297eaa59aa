"""A Spark cluster as an engine: extraction on its Python workers, resolution and linking as the same SQL."""

from kg.engines.spark.engine import spark_engine

__all__ = ["spark_engine"]
