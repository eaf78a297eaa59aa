"""What is fuzzed: for each target what it does with some bytes, and inputs to begin with."""

import io
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pyoxigraph as ox

from exports.cypher_script import literal
from extractors.abbreviations import find_definitions
from extractors.pipeline import extract
from extractors.result_parts.quantities import find_quantities
from kg.cypher.dialect import translate
from kg.cypher.guard import check_reads_only
from kg.cypher.tokens import tokenise
from kg.errors import KgError
from kg.manifest import MANIFEST, read_manifest
from kg.rdf import terms
from kg.sources import SOURCES, ReadOptions
from kg.sources.inputs import Input
from tests.kg.sources.test_mutated_input import SAMPLES, assert_papers_or_rejects

TEXTS = (
    "We introduce Sparrow Counting Network (SCN), which improves accuracy by up to 4.3% on CIFAR-10 and CIFAR-100.",
    "It is 45x and 6150x faster on GPU, respectively (37.2 -> 23.3), R^2=0.90, 95% CI [0.506, 0.509], 10^{-3}.",
    "Reduces memory from 16 GB to 4 GB; twice as fast, an order of magnitude, $\\alpha$-divergence (αD).",
)
QUERIES = ("MATCH (p:Paper)-[:USES]->(m) WHERE m.label = 'a\\'b' RETURN count(*) AS n", "CALL db.labels() //x")
MANIFESTS = ('{"schema": 2, "tables": {"papers": "tables/papers-0.parquet"}}',)


@dataclass(frozen=True, slots=True)
class Target:
    """What is done with bytes, raising if it does it wrongly, and the inputs to begin with."""

    run: Callable[[bytes], None]
    seeds: tuple[bytes, ...]


def targets() -> dict[str, Target]:
    """All targets by name."""
    found = {f"source-{name}": Target(partial(read_source, name), seeds) for name, seeds in _samples()}
    texts = tuple(text.encode() for text in TEXTS)
    return found | {
        "abbreviations": Target(find_abbreviations, texts),
        "quantities": Target(find_numbers, texts),
        "rules": Target(extract_by_rules, texts),
        "rdf-literal": Target(write_rdf, texts),
        "cypher-literal": Target(write_cypher, texts),
        "cypher-guard": Target(guard_cypher, tuple(query.encode() for query in QUERIES)),
        "manifest": Target(open_manifest, tuple(text.encode() for text in MANIFESTS)),
    }


def _samples() -> Iterator[tuple[str, tuple[bytes, ...]]]:
    for name in SOURCES.names():
        yield name, tuple(sample for reader, sample in SAMPLES.values() if reader == name)


def read_source(format: str, data: bytes) -> None:
    """Papers and rejects, never an error."""
    items = SOURCES.get(format).read(Input("input", data[:65_536], io.BytesIO(data)), ReadOptions())
    assert_papers_or_rejects(items)


def find_abbreviations(data: bytes) -> None:
    """Definitions lie inside the text, the long form apart from the short one."""
    text = _text(data)
    for found in find_definitions(text):
        assert text[found.short_start : found.short_end].strip()
        assert text[found.long_start : found.long_end].strip()
        assert found.long_end <= found.short_start or found.short_end <= found.long_start


def find_numbers(data: bytes) -> None:
    """Quantities lie inside the text, in order."""
    text = _text(data)
    end = 0
    for found in find_quantities(text):
        assert end <= found.start < found.end <= len(text)
        end = found.start


def extract_by_rules(data: bytes) -> None:
    """Mentions are what stands at their places."""
    title, _, abstract = _text(data).partition("\n")
    (found,) = extract([(title, abstract)], "rules")
    for mention in found.mentions:
        assert {"title": title, "abstract": abstract}[mention.section][mention.start : mention.end] == mention.text


def write_rdf(data: bytes) -> None:
    """A literal is read back as it was."""
    text = _text(data)
    line = f"<a:s> <a:p> {terms.plain(text)} .\n"
    (triple,) = ox.parse(line.encode(), format=ox.RdfFormat.N_TRIPLES)
    assert triple.object == ox.Literal(text)


def write_cypher(data: bytes) -> None:
    """A literal is one token of the query."""
    (token, *_) = tokenise(literal(_text(data)))
    assert token.end == len(literal(_text(data)))


def guard_cypher(data: bytes) -> None:
    """A query is translated or refused."""
    with suppress(KgError):
        tokens = tokenise(_text(data))
        check_reads_only(tokens)
        translate(_text(data), tokens)


def open_manifest(data: bytes) -> None:
    """A manifest is read or refused."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / MANIFEST).write_bytes(data)
        with suppress(KgError):
            read_manifest(Path(folder))


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")
