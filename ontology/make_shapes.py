"""Writes `shapes.ttl`, the SHACL shapes of a graph, from the ontology and the application profile.

`python -m ontology.make_shapes` after either has changed. SHACL Core only (https://www.w3.org/TR/shacl/), which
validators run much faster than SPARQL constraints.
"""

import textwrap
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from ontology.profile import DATES, ORDERED_DATES, SLUGS, Use, profile
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
    used |= {"owl", "dcterms", "shapes", *(t.partition(":")[0] for name in uses for t in _types(vocabulary, name))}
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
        blocks += [block for use in class_uses for block in _property_shapes(vocabulary, name, use)]
    return "\n".join(blocks)


def _typed_nodes(vocabulary: Vocabulary, uses: dict[str, tuple[Use, ...]]) -> list[str]:
    """Whatever has a property of the ontology has a known type: then the shape of its class applies."""
    subjects = [f"pkg:{name}" for name in sorted(vocabulary.predicates)]
    known = dict.fromkeys(known for name in uses for known in _types(vocabulary, name))
    rule = "a node with properties of the ontology has a type, one that graphs have nodes of"
    listed = textwrap.fill(" ".join(known), 100, initial_indent="        ", subsequent_indent="        ")
    return [
        _block(
            "TypedNode",
            ["a sh:NodeShape", _wrapped("sh:targetSubjectsOf", subjects), "sh:property shapes:TypedNode-type"],
        ),
        _block(
            "TypedNode-type",
            ["a sh:PropertyShape", "sh:path rdf:type", "sh:minCount 1", f"sh:in (\n{listed}\n    )", _message(rule)],
        ),
    ]


def _node_shapes(vocabulary: Vocabulary, name: str, uses: Iterable[Use]) -> list[str]:
    """Of a class: its properties and no others, the form of its identifiers, its types, the order of its dates."""
    key, target = _key(name), f"sh:targetClass {_prefixed(name)}"
    properties = [f"{key}-type", *(f"{key}-{part}" for use in uses for part in _all_parts(vocabulary, use))]
    blocks = [
        _block(
            key,
            [
                "a sh:NodeShape",
                target,
                _wrapped("sh:property", [f"shapes:{name}" for name in properties]),
                "sh:closed true",
                _message(f"a node of {_prefixed(name)} has no other properties than those of its class"),
            ],
        )
    ]
    slugs = SLUGS.get(name, (vocabulary.types[name].slug,) if name in vocabulary.types else ())
    if slugs:
        # A base may end in any of the three; the identifiers of papers hold slashes of their own.
        first = slugs[0] if len(slugs) == 1 else f"({'|'.join(slugs)})"
        pattern = f"[/#:]{first}/[^/]+$" if _is_flat(vocabulary, name) else f"[/#:]{first}/.+$"
        rule = f"the IRI of a node of {_prefixed(name)} has the form {pattern}"
        lines = ["a sh:NodeShape", target, "sh:nodeKind sh:IRI", f"sh:pattern {_quoted(pattern)}", _message(rule)]
        blocks.append(_block(f"{key}-identifier", lines))
    types = _types(vocabulary, name)
    rule = f"a node of {_prefixed(name)} has no type that is foreign to its class or disjoint with it"
    lines = ["a sh:PropertyShape", "sh:path rdf:type", f"sh:in ( {' '.join(types)} )", _message(rule)]
    blocks.append(_block(f"{key}-type", lines))
    for first, last in ORDERED_DATES:
        if {f"pkg:{first}", f"pkg:{last}"} <= {use.term for use in uses}:
            rule = f"pkg:{first} is not later than pkg:{last}"
            lines = ["a sh:NodeShape", target, _dates_in_order(f"pkg:{first}", f"pkg:{last}"), _message(rule)]
            blocks.append(_block(f"{key}-dates", lines))
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


def _property_shapes(vocabulary: Vocabulary, name: str, use: Use) -> list[str]:
    """The shape of a property on a class, and of the classes of its values where it wants one of each."""
    path = f"[ sh:inversePath {use.term} ]" if use.inverse else use.term
    own = vocabulary.predicates.get(use.term.removeprefix("pkg:"))
    lines = ["a sh:PropertyShape", f"sh:path {path}"]
    if own and not use.inverse:
        lines += [f"sh:name {_quoted(own.label)}@en", f"sh:description {_quoted(own.definition)}@en"]
    if use.least:
        lines.append(f"sh:minCount {use.least}")
    if use.most is not None:
        lines.append(f"sh:maxCount {use.most}")
    typed = _typed_steps(vocabulary, use)
    lines += _literal_lines(use) if use.is_literal else _node_lines(use, [] if typed else _members(vocabulary, use))
    lines.append(_message(_rule(name, use)))
    blocks = [_block(f"{_key(name)}-{_part(use)}", lines)]
    for part, wanted in typed:
        listed = (" and " if use.each else " or ").join(_prefixed(cls) for cls in use.classes)
        rule = f"the values of {use.term} on a node of {_prefixed(name)} are of {listed}"
        lines = ["a sh:PropertyShape", f"sh:path ( {use.term} rdf:type )", *wanted, _message(rule)]
        blocks.append(_block(f"{_key(name)}-{part}", lines))
    return blocks


def _typed_steps(vocabulary: Vocabulary, use: Use) -> list[tuple[str, list[str]]]:
    """Shapes of the types of a property's values, by the last part of their names: where one of each class is due, and
    where the one value may be of several classes. Validators are much slower at the sh:or that would say the same.
    """
    members = _members(vocabulary, use)
    if use.each:
        return [(f"{_part(use)}-{_key(member)}", [f"sh:hasValue {member}"]) for member in members]
    if len(members) > 1 and use.least == use.most == 1 and not use.inverse:
        types = dict.fromkeys(
            name for cls in use.classes for leaf in vocabulary.members(cls) for name in _types(vocabulary, leaf)
        )
        return [(f"{_part(use)}-type", ["sh:minCount 1", f"sh:in ( {' '.join(types)} )"])]
    return []


def _members(vocabulary: Vocabulary, use: Use) -> list[str]:
    """The classes that the values of a property are of."""
    return [_prefixed(leaf) for cls in use.classes for leaf in vocabulary.members(cls)]


def _all_parts(vocabulary: Vocabulary, use: Use) -> list[str]:
    return [_part(use), *(part for part, _ in _typed_steps(vocabulary, use))]


def _part(use: Use) -> str:
    """The last part of the name of a property's shape."""
    return (use.key or _key(use.term)) + ("-of" if use.inverse else "")


def _rule(name: str, use: Use) -> str:
    """What a property shape asks for, in words."""
    most = "" if use.most is None else str(use.most)
    if str(use.least) == most:
        number = f"exactly {most}"
    elif most:
        number = f"at most {most}"
    else:
        number = f"at least {use.least}" if use.least else "any number of"
    if use.is_literal:
        what = " or ".join(use.datatypes) if not use.values else " or ".join(map(_quoted, use.values))
        bounds = [("of at least", use.minimum), ("of at most", use.maximum), ("of the form", use.pattern)]
        what += "".join(f" {words} {value}" for words, value in bounds if value is not None)
        what += " that is not empty" if use.not_empty else ""
        what += f" that is less than {use.before}" if use.before else ""
    else:
        joiner = " and " if use.each else " or "
        what = joiner.join(_prefixed(cls) for cls in use.classes) or ("a predicate" if len(use.values) > 2 else "")
        what = what or " or ".join(use.values) or "IRI"
    path = f"^{use.term}" if use.inverse else use.term
    return f"a node of {_prefixed(name)} has {number} {path}: {what}"


def _literal_lines(use: Use) -> list[str]:
    lines = []
    if use.values:
        return [f"sh:in ( {' '.join(_quoted(value) for value in use.values)} )"]
    if len(use.datatypes) == 1:
        lines.append(f"sh:datatype {use.datatypes[0]}")
    else:
        listed = "\n        ".join(
            f"[ sh:datatype {name} ; sh:pattern {_quoted(DATES[name])} ]" for name in use.datatypes
        )
        lines.append(f"sh:or (\n        {listed}\n    )")
    if use.minimum is not None:
        lines.append(f"sh:minInclusive {use.minimum}")
    if use.maximum is not None:
        lines.append(f"sh:maxInclusive {use.maximum}")
    if use.not_empty:
        lines.append("sh:minLength 1")
    if use.pattern:
        lines.append(f"sh:pattern {_quoted(use.pattern)}")
    if use.before:
        lines.append(f"sh:lessThan {use.before}")
    return lines


def _node_lines(use: Use, members: list[str]) -> list[str]:
    if use.values:
        return [f"sh:in ( {' '.join(use.values)} )"]
    if not members:
        return ["sh:nodeKind sh:IRI"]
    if len(members) == 1:
        return [f"sh:class {members[0]}"]
    return [f"sh:or ( {' '.join(f'[ sh:class {name} ]' for name in members)} )"]


def _types(vocabulary: Vocabulary, name: str) -> list[str]:
    """The types that a node of a class may state: the class, its superclasses, and classes it is aligned with."""
    if name not in vocabulary.types:
        return [_prefixed(name)]
    found = [_prefixed(name)]
    for parent in vocabulary.types[name].parents:
        found += _types(vocabulary, parent)
    return list(dict.fromkeys(found))


def _prefixed(name: str) -> str:
    return name if ":" in name else f"pkg:{name}"


def _key(name: str) -> str:
    """The local name, for the name of a shape."""
    return name.rpartition(":")[2]


def _message(rule: str) -> str:
    return f"sh:message {_quoted(rule)}@en"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _wrapped(start: str, items: list[str]) -> str:
    """A list of objects, several a line."""
    return textwrap.fill(f"{start} {', '.join(items)}", 110, subsequent_indent="        ", break_on_hyphens=False)


def _block(name: str, lines: list[str]) -> str:
    return f"shapes:{name}\n    " + " ;\n    ".join(lines) + " .\n"


if __name__ == "__main__":
    main()
