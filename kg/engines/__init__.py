"""Where a graph is built: on this machine, or on a Spark cluster."""

from kg.engines.registry import ENGINES, LOCAL, SPARK, check_local, has_scheme

__all__ = ["ENGINES", "LOCAL", "SPARK", "check_local", "has_scheme"]
