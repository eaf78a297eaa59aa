"""Profiles: bases and licences that make valid IRIs."""

import pytest

from kg.errors import ExportError
from kg.rdf import RdfOptions


@pytest.mark.parametrize("base", ["https://example.org/", "https://example.org/kg#", "urn:example:"])
def test_bases_that_identifiers_can_follow_are_taken(base):
    assert RdfOptions(base=base).base == base


@pytest.mark.parametrize("base", ["", "kg/", "/kg/", "https://e.org/a b/", "https://e.org/{x}/"])
def test_base_that_is_no_absolute_iri_is_refused(base):
    with pytest.raises(ExportError, match="is no absolute IRI"):
        RdfOptions(base=base)


@pytest.mark.parametrize("base", ["https://example.org", "https://e.org/?id=/", "https://e.org/#a/"])
def test_base_that_identifiers_cannot_follow_is_refused(base):
    with pytest.raises(ExportError, match="must end in"):
        RdfOptions(base=base)


def test_license_must_be_an_iri():
    with pytest.raises(ExportError, match="license 'MIT' is no absolute IRI"):
        RdfOptions(license="MIT")
