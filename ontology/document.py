"""Writes `docs/ontology.md`, the reference of the ontology, from the ontology and the application profile.

`python -m ontology.document` in a checkout, after either has changed.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from ontology.profile import Use, profile
from ontology.vocabulary import NAMESPACE, EntityType, Predicate, Vocabulary, load_vocabulary

PAGE: Final = Path(__file__).parents[1] / "docs" / "ontology.md"

_INTRODUCTION: Final = """\
<!-- Made by `python -m ontology.document` from ontology/paperkg.ttl and ontology/profile.py; do not edit. -->

# The ontology

What a graph says and in which terms. Version {version}; prefix `pkg:` for `{namespace}`; MIT licence.

| file | what it is |
|---|---|
| [`paperkg.ttl`](../ontology/paperkg.ttl) | the ontology: classes and properties, in OWL 2 DL |
| [`shapes.ttl`](../ontology/shapes.ttl) | SHACL shapes: what a graph must hold, as `kg validate` checks it |
| [`context.jsonld`](../ontology/context.jsonld) | a JSON-LD 1.1 context, to read and write graphs as plain JSON |

Python, the shapes, the context, the Neo4j schema and this page all take their names from the first. After a change of
it, run `python -m ontology.make_shapes`, `python -m ontology.make_context` and `python -m ontology.document`.

An alignment says how a term stands to one of another vocabulary: `rdfs:subClassOf` and `rdfs:subPropertyOf` where every
use of ours is one of theirs, `skos:closeMatch` where the two are near but not the same. Examples are in Turtle, with
identifiers as they follow the base `https://w3id.org/paperkg/`; facts are those of the shipped example where it has
any.

## Overview

```mermaid
flowchart LR
{diagram}
```
"""
_CLASSES: Final = """\
## Classes

The table of a class lists every property that its nodes have in a graph, how often, and with which values; `^` marks
one that is read from object to subject. Nodes have no other properties.
"""
_PROPERTIES: Final = """\
## Properties

The Neo4j type is that of the relationship in the property graph.
"""
_FOREIGN: Final = """\
## Terms of other vocabularies

| term | on | values |
|---|---|---|
{rows}

A claim names its subject, predicate and object by RDF reification, and the shapes expect it so. OWL 2 DL reserves
`rdf:Statement` and its properties, and has no `xsd:date`, `xsd:gYearMonth` or `xsd:gYear`: the ontology mentions them
in annotations only and is in OWL 2 DL, a graph with claims and dates is in OWL 2 Full. A reasoner for OWL 2 RL, as
owlrl, takes both.
"""


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(load_vocabulary()), encoding="utf-8")


def page(vocabulary: Vocabulary) -> str:
    """The page as Markdown."""
    uses = profile(vocabulary)
    parts = [
        _INTRODUCTION.format(version=vocabulary.version, namespace=NAMESPACE, diagram=diagram(vocabulary)),
        _CLASSES,
        *(
            _class_section(vocabulary, entity_type, uses.get(name, ()))
            for name, entity_type in vocabulary.types.items()
        ),
        _PROPERTIES,
        *(_property_section(vocabulary, predicate) for predicate in vocabulary.predicates.values()),
        _FOREIGN.format(rows="\n".join(_foreign_rows(uses))),
    ]
    return "\n".join(parts)


def diagram(vocabulary: Vocabulary) -> str:
    """Classes and the relations between them in Mermaid, one arrow for all relations of a pair."""
    arrows: dict[tuple[str, str], list[str]] = {}
    for predicate in vocabulary.predicates.values():
        if predicate.is_relation:
            pairs = [(head, tail) for head in predicate.domain for tail in predicate.range if tail in vocabulary.types]
            for pair in pairs:
                arrows.setdefault(pair, []).append(predicate.name)
    lines = [f'    {name}["{entity_type.label}"]' for name, entity_type in vocabulary.types.items()]
    lines += [f'    {head} -->|"{", ".join(names)}"| {tail}' for (head, tail), names in arrows.items()]
    lines += [
        f'    {name} -.->|"is a"| {parent}'
        for name, entity_type in vocabulary.types.items()
        for parent in entity_type.parents
        if parent in vocabulary.types
    ]
    return "\n".join(lines)


def _class_section(vocabulary: Vocabulary, entity_type: EntityType, uses: Iterable[Use]) -> str:
    lines = [f"### {entity_type.name}", "", entity_type.definition, ""]
    lines += [f"- IRI: `{entity_type.iri}`"]
    own = [parent for parent in entity_type.parents if parent in vocabulary.types]
    lines += [f"- subclass of: {_linked(own)}"] if own else []
    lines += _alignments(entity_type.alignments) + _example(entity_type.example)
    rows = [f"| `{'^' if use.inverse else ''}{use.term}` | {_number(use)} | {_values(use)} |" for use in uses]
    if rows:
        lines += ["", "| property | number | values |", "|---|---|---|", *rows]
    return "\n".join(lines) + "\n"


def _property_section(vocabulary: Vocabulary, predicate: Predicate) -> str:
    lines = [f"### {predicate.name}", "", predicate.definition, ""]
    lines += [f"- IRI: `{predicate.iri}`", f"- from: {_linked(predicate.domain)}"]
    if predicate.literals:
        literals = predicate.literals
        lines.append(f"- values: {_literals(predicate.range, literals.values, literals.minimum, literals.maximum)}")
    else:
        lines.append(f"- to: {_linked(predicate.range)}")
    if predicate.parent:
        lines.append(f"- sub-property of: {_linked([predicate.parent])}")
    if predicate.functional:
        lines.append("- at most one value")
    if predicate.name in vocabulary.edges():
        lines.append(f"- Neo4j type: `{predicate.neo4j_type}`")
    return "\n".join([*lines, *_alignments(predicate.alignments), *_example(predicate.example)]) + "\n"


def _foreign_rows(uses: dict[str, tuple[Use, ...]]) -> list[str]:
    """One row a term of another vocabulary and its values, with the classes that have it."""
    on: dict[tuple[str, str], list[str]] = {}
    for name, class_uses in uses.items():
        for use in class_uses:
            if not use.term.startswith("pkg:") and not use.inverse:
                on.setdefault((use.term, _values(use)), []).append(name)
    return [f"| `{term}` | {_linked(names)} | {values} |" for (term, values), names in on.items()]


def _alignments(pairs: Iterable[tuple[str, str]]) -> list[str]:
    names: dict[str, list[str]] = {}
    for relation, name in pairs:
        names.setdefault(relation, []).append(name)
    return [f"- {relation}: {_linked(found)}" for relation, found in names.items()]


def _example(example: str) -> list[str]:
    return ["", "```turtle", example, "```"] if example else []


def _number(use: Use) -> str:
    if use.most is None:
        return f"{use.least} or more"
    return str(use.least) if use.least == use.most else f"{use.least} to {use.most}"


def _values(use: Use) -> str:
    if use.is_literal:
        text = _literals(use.datatypes, use.values, use.minimum, use.maximum)
        return text + (f", less than `{use.before}`" if use.before else "")
    if use.classes:
        return (" and " if use.each else " or ").join(_linked([name]) for name in use.classes)
    # A table of all predicates would repeat this page.
    few = 3
    return (
        ", ".join(f"`{value}`" for value in use.values)
        if 0 < len(use.values) <= few
        else ("a property of this ontology" if use.values else "IRI")
    )


def _literals(datatypes: Iterable[str], values: Iterable[str], minimum: str | None, maximum: str | None) -> str:
    text = ", ".join(f"`{value}`" for value in values) or " or ".join(f"`{datatype}`" for datatype in datatypes)
    if minimum is not None:
        text += f" from {minimum}" if maximum is not None else f" of at least {minimum}"
    return text + (f" to {maximum}" if maximum is not None else "")


def _linked(names: Iterable[str]) -> str:
    """Own names as links within the page, others as code."""
    return ", ".join(f"`{name}`" if ":" in name else f"[{name}](#{name.lower()})" for name in names)


if __name__ == "__main__":
    main()
