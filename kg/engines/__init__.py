"""Where a graph is built: on this machine, or on a Spark cluster."""

from kg.engines.places import Places, is_address
from kg.engines.registry import ENGINES, LOCAL, SPARK, Engine, check_engine, open_engine

__all__ = ["ENGINES", "LOCAL", "SPARK", "Engine", "Places", "check_engine", "is_address", "open_engine"]
