"""What docs/rdf.md shows of the shipped example."""

import re
from pathlib import Path

import pyoxigraph as ox

from exports.rdf import kind_prefixes
from kg.identifiers import DEFAULT_BASE
from kg.rdf import PREFIXES, lines

DOCUMENT = Path(__file__).parents[3] / "docs" / "rdf.md"


def test_the_triples_shown_are_in_the_shipped_example(example_graph):
    prefixes = PREFIXES | kind_prefixes(DEFAULT_BASE)
    head = "".join(f"@prefix {name}: <{namespace}> .\n" for name, namespace in prefixes.items())
    blocks = re.findall(r"```turtle\n(.*?)```", DOCUMENT.read_text(encoding="utf-8"), re.DOTALL)
    shown = {str(quad) for quad in ox.parse("".join([head, *blocks]).encode(), format=ox.RdfFormat.TURTLE)}
    exported = {str(quad) for quad in ox.parse("".join(lines(example_graph)).encode(), format=ox.RdfFormat.N_QUADS)}
    assert shown
    assert shown <= exported
