"""SHACL validation of a graph's RDF: `validate(graph)`."""

from kg.validation.report import BrokenRule, ValidationReport, Violation
from kg.validation.validate import validate, validate_store

__all__ = ["BrokenRule", "ValidationReport", "Violation", "validate", "validate_store"]
