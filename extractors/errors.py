"""Errors of the extractors: what a caller can catch.

ExtractorError
└── ModelError      a weight file is missing, damaged or of another kind
"""


class ExtractorError(Exception):
    """Base of every error an extractor raises on purpose; its text is one readable sentence."""


class ModelError(ExtractorError):
    """A tagger's weights are missing, damaged, or do not fit the component that reads them."""
