"""Writes `shapes.ttl`, the SHACL shapes of a graph, from the ontology and the application profile.

`python -m ontology.make_shapes` after either has changed. SHACL Core only (https://www.w3.org/TR/shacl/), which
validators run much faster than SPARQL constraints.
"""

import textwrap
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from ontology.names import local_name, prefixed
from ontology.profile import DATES, ORDERED_DATES, SLUGS, Use, profile
from ontology.property_shapes import all_parts, property_shapes, types_of
from ontology.turtle import block, message, quoted, wrapped
from ontology.vocabulary import ONTOLOGY_IRI, Vocabulary, load_vocabulary

SHAPES_FILE: Final = Path(__file__).with_name("shapes.ttl")
SHAPES_IRI: Final = "https://w3id.org/paperkg/shapes"
_HEADER: Final = "# Made by `python -m ontology.make_shapes` from paperkg.ttl and profile.py; do not edit.\n"


def main() -> None:
    """Write the shapes beside the ontology."""
    SHAPES_FILE.write_text(shapes(load_vocabulary()), encoding="utf-8")


def shapes(vocabulary: Vocabulary) -> str:
    """The shapes as Turtle."""
    uses = profile(vocabulary)
    names = {"rdf:type", *(use.term for class_uses in uses.values() for use in class_uses), *uses, "sh:x", "xsd:x"}
    prefixes = {**vocabulary.prefixes, "sh": "http://www.w3.org/ns/shacl#", "shapes": SHAPES_IRI + "#"}
    used = {name.partition(":")[0] if ":" in name else "pkg" for name in names}
    used |= {"owl", "dcterms", "shapes", *(t.partition(":")[0] for name in uses for t in types_of(vocabulary, name))}
    blocks = [
        _HEADER,
        "".join(f"@prefix {name}: <{prefixes[name]}> .\n" for name in sorted(used)),
        f'<{SHAPES_IRI}>\n    a owl:Ontology ;\n    dcterms:title "Shapes of paperkg graphs"@en ;\n'
        f"    dcterms:source <{ONTOLOGY_IRI}> ;\n"
        f'    owl:versionInfo "{vocabulary.version}" .\n',
        *_typed_nodes(vocabulary, uses),
    ]
    for name, class_uses in uses.items():
        blocks += _node_shapes(vocabulary, name, class_uses)
        blocks += [shape for use in class_uses for shape in property_shapes(vocabulary, name, use)]
    return "\n".join(blocks)


def _typed_nodes(vocabulary: Vocabulary, uses: dict[str, tuple[Use, ...]]) -> list[str]:
    """Whatever has a property of the ontology has a known type: then the shape of its class applies."""
    subjects = [f"pkg:{name}" for name in sorted(vocabulary.predicates)]
    known = dict.fromkeys(known for name in uses for known in types_of(vocabulary, name))
    rule = "a node with properties of the ontology has a type, one that graphs have nodes of"
    listed = textwrap.fill(" ".join(known), 100, initial_indent="        ", subsequent_indent="        ")
    return [
        block(
            "TypedNode",
            ["a sh:NodeShape", wrapped("sh:targetSubjectsOf", subjects), "sh:property shapes:TypedNode-type"],
        ),
        block(
            "TypedNode-type",
            ["a sh:PropertyShape", "sh:path rdf:type", "sh:minCount 1", f"sh:in (\n{listed}\n    )", message(rule)],
        ),
    ]


def _node_shapes(vocabulary: Vocabulary, name: str, uses: Iterable[Use]) -> list[str]:
    """Of a class: its properties and no others, the form of its identifiers, its types, the order of its dates."""
    key, target = local_name(name), f"sh:targetClass {prefixed(name)}"
    properties = [f"{key}-type", *(f"{key}-{part}" for use in uses for part in all_parts(vocabulary, use))]
    blocks = [
        block(
            key,
            [
                "a sh:NodeShape",
                target,
                wrapped("sh:property", [f"shapes:{name}" for name in properties]),
                "sh:closed true",
                message(f"a node of {prefixed(name)} has no other properties than those of its class"),
            ],
        )
    ]
    slugs = SLUGS.get(name, (vocabulary.types[name].slug,) if name in vocabulary.types else ())
    if slugs:
        # A base may end in any of the three; the identifiers of papers hold slashes of their own.
        first = slugs[0] if len(slugs) == 1 else f"({'|'.join(slugs)})"
        pattern = f"[/#:]{first}/[^/]+$" if _is_flat(vocabulary, name) else f"[/#:]{first}/.+$"
        rule = f"the IRI of a node of {prefixed(name)} has the form {pattern}"
        lines = ["a sh:NodeShape", target, "sh:nodeKind sh:IRI", f"sh:pattern {quoted(pattern)}", message(rule)]
        blocks.append(block(f"{key}-identifier", lines))
    types = types_of(vocabulary, name)
    rule = f"a node of {prefixed(name)} has no type that is foreign to its class or disjoint with it"
    lines = ["a sh:PropertyShape", "sh:path rdf:type", f"sh:in ( {' '.join(types)} )", message(rule)]
    blocks.append(block(f"{key}-type", lines))
    for first, last in ORDERED_DATES:
        if {f"pkg:{first}", f"pkg:{last}"} <= {use.term for use in uses}:
            rule = f"pkg:{first} is not later than pkg:{last}"
            lines = ["a sh:NodeShape", target, _dates_in_order(f"pkg:{first}", f"pkg:{last}"), message(rule)]
            blocks.append(block(f"{key}-dates", lines))
    return blocks


def _is_flat(vocabulary: Vocabulary, name: str) -> bool:
    """Whether identifiers of a class are its slug and one more part."""
    return name in vocabulary.types and (vocabulary.types[name].is_entity or name == "Claim")


def _dates_in_order(first: str, last: str) -> str:
    """Dates of one precision are in order; others have none. pySHACL orders literals of all datatypes, hence the list
    of cases, and fails at sh:lessThanOrEquals between years, hence the negation.
    """
    alternatives = [
        f"[ sh:not [ sh:path {last} ; sh:lessThan {first} ] ]",
        f"[ sh:path {first} ; sh:maxCount 0 ]",
        f"[ sh:path {last} ; sh:maxCount 0 ]",
    ]
    for datatype in DATES:
        other = f"[ sh:path {last} ; sh:not [ sh:datatype {datatype} ] ]"
        alternatives.append(f"[ sh:property [ sh:path {first} ; sh:datatype {datatype} ] , {other} ]")
    listed = "\n        ".join(alternatives)
    return f"sh:or (\n        {listed}\n    )"


if __name__ == "__main__":
    main()
