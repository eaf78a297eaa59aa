"""Entity resolution: which mentions of which papers name the same thing."""

from kg.resolution.curation import Curation, CurationLine, UnusedLine, read_curation
from kg.resolution.resolve import ASSIGNMENT_SCHEMA, CLUSTER_SCHEMA, Resolution, resolve, resolve_tables
from kg.resolution.settle import ENTITY_SCHEMA

__all__ = [
    "ASSIGNMENT_SCHEMA",
    "CLUSTER_SCHEMA",
    "ENTITY_SCHEMA",
    "Curation",
    "CurationLine",
    "Resolution",
    "UnusedLine",
    "read_curation",
    "resolve",
    "resolve_tables",
]
