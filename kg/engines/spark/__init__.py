"""The graph built on a Spark cluster: papers and extraction on the executors, resolution and claims as the same SQL."""

from kg.engines.spark.build import build_on_spark

__all__ = ["build_on_spark"]
