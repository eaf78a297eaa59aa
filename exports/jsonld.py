"""JSON-LD 1.1 with the terms of the ontology's context, streamed: one node a line, one object a named graph.

The context stands in the file, so that reading it needs no network.
"""

import json
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, BinaryIO, Final

from exports.rdf import RdfExporter
from exports.terms import split_literal, subjects
from kg.graph import Graph
from kg.rdf import PREFIXES, parts
from kg.rdf.terms import expand
from ontology.make_context import CONTEXT_FILE

# The prefix of the base. IRIs relative to `@base` would be as short, but PyLD resolves them only if it is told where
# the document is, and drops their triples otherwise.
_BASE_PREFIX: Final = "kg"
_NATIVE: Final = {expand("xsd:integer"), expand("xsd:boolean")}


@dataclass(frozen=True, slots=True)
class _Property:
    """A predicate's key in JSON, what its values are coerced to, and whether they are always an array."""

    key: str
    coerced: str | None = None
    is_set: bool = False


class JsonLd(RdfExporter):
    """RDF for JSON tools."""

    name = "jsonld"
    summary = "RDF in JSON-LD, with the ontology's context inside, a node a line"
    has_named_graphs = True

    def write(self, graph: Graph, out: BinaryIO) -> None:
        """Write the context, then the nodes as they come."""
        terms = _Terms(self.options.base)
        out.write(f'{{"@context":{json.dumps(terms.context, ensure_ascii=False)},"@graph":[\n'.encode())
        separator = b""
        for part in parts(graph, self.options):
            nodes = ",\n".join(terms.node(subject, pairs) for subject, pairs in subjects(part.text))
            if part.graph is not None:
                nodes = f'{{"id":{terms.identifier(part.graph)},"@graph":[\n{nodes}\n]}}'
            out.write(separator + nodes.encode())
            separator = b",\n"
        out.write(b"\n]}\n")


class _Terms:
    """The context of a base, and what it makes of IRIs, predicates and objects; all results are JSON text."""

    def __init__(self, base: str) -> None:
        shipped: dict[str, Any] = json.loads(CONTEXT_FILE.read_text(encoding="utf-8"))["@context"]
        self.base = base
        self.context = {_BASE_PREFIX: base} | PREFIXES | shipped
        self.properties: dict[str, _Property] = {}
        self.names: dict[str, str] = {}
        for key, definition in shipped.items():
            entry = {"@id": definition} if isinstance(definition, str) else definition
            if not isinstance(entry, dict) or ":" not in entry.get("@id", "") or key in PREFIXES:
                continue
            address, coerced = expand(entry["@id"]), entry.get("@type")
            if coerced and not coerced.startswith("@"):
                coerced = expand(coerced)
            self.names[address] = key
            self.properties[address] = _Property(key, coerced, entry.get("@container") == "@set")
        self.properties[expand("rdf:type")] = _Property("type", "@vocab", is_set=True)
        self.compact = lru_cache(1024)(self._compact)

    def node(self, subject: str, pairs: list[tuple[str, str]]) -> str:
        """One subject with its properties, those of several values as arrays."""
        values: dict[str, list[str]] = {}
        sets = set()
        for predicate, value in pairs:
            found = self.properties.get(predicate) or _Property(self.compact(predicate))
            values.setdefault(found.key, []).append(self._value(found.coerced, value))
            if found.is_set:
                sets.add(found.key)
        entries = [
            f'"{key}":[{",".join(several)}]' if key in sets or len(several) > 1 else f'"{key}":{several[0]}'
            for key, several in values.items()
        ]
        return f'{{"id":{self.identifier(subject)},{",".join(entries)}}}'

    def identifier(self, address: str) -> str:
        """An IRI, with the prefix of the base where it begins so."""
        if address.startswith(self.base):
            local = address[len(self.base) :]
            # What follows the colon of a compact IRI may not begin so (JSON-LD 1.1, section 4.1.5).
            if not local.startswith("//"):
                return f'"{_BASE_PREFIX}:{local}"'
        return json.dumps(address, ensure_ascii=False)

    def _value(self, coerced: str | None, object: str) -> str:
        if object.startswith("<"):
            address = object[1:-1]
            if coerced == "@vocab":
                return f'"{self.compact(address)}"'
            return self.identifier(address) if coerced == "@id" else f'{{"id":{self.identifier(address)}}}'
        # What N-Triples escapes in a string and how is also JSON.
        quoted, datatype = split_literal(object)
        if datatype == coerced:
            return quoted[1:-1] if datatype in _NATIVE else quoted
        if datatype is None:
            return f'{{"@value":{quoted}}}'
        return f'{{"@value":{quoted},"@type":"{self.compact(datatype)}"}}'

    def _compact(self, address: str) -> str:
        """A term of the context, or a prefixed name, or the IRI."""
        if address in self.names:
            return self.names[address]
        for prefix, namespace in PREFIXES.items():
            if address.startswith(namespace):
                return f"{prefix}:{address.removeprefix(namespace)}"
        return address
