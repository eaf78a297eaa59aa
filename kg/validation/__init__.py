"""SHACL validation of a graph's RDF: `validate(graph)`."""

from kg.validation.formats import FORMATS
from kg.validation.report import BrokenRule, ValidationReport, Violation
from kg.validation.validate import SHAPES_FILE, validate, validate_store

__all__ = [
    "FORMATS",
    "SHAPES_FILE",
    "BrokenRule",
    "ValidationReport",
    "Violation",
    "validate",
    "validate_store",
]
