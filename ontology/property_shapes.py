"""The shapes of properties: how often a node of a class has one, of which values, and the same in words."""

from ontology.names import local_name, prefixed
from ontology.profile import DATES, Use
from ontology.turtle import block, message, quoted
from ontology.vocabulary import Vocabulary


def property_shapes(vocabulary: Vocabulary, name: str, use: Use) -> list[str]:
    """The shape of a property on a class, and of the classes of its values where it wants one of each."""
    path = f"[ sh:inversePath {use.term} ]" if use.inverse else use.term
    own = vocabulary.predicates.get(use.term.removeprefix("pkg:"))
    lines = ["a sh:PropertyShape", f"sh:path {path}"]
    if own and not use.inverse:
        lines += [f"sh:name {quoted(own.label)}@en", f"sh:description {quoted(own.definition)}@en"]
    if use.least:
        lines.append(f"sh:minCount {use.least}")
    if use.most is not None:
        lines.append(f"sh:maxCount {use.most}")
    typed = _typed_steps(vocabulary, use)
    lines += _literal_lines(use) if use.is_literal else _node_lines(use, [] if typed else _members(vocabulary, use))
    lines.append(message(_rule(name, use)))
    blocks = [block(f"{local_name(name)}-{_part(use)}", lines)]
    for part, wanted in typed:
        listed = (" and " if use.each else " or ").join(prefixed(cls) for cls in use.classes)
        rule = f"the values of {use.term} on a node of {prefixed(name)} are of {listed}"
        lines = ["a sh:PropertyShape", f"sh:path ( {use.term} rdf:type )", *wanted, message(rule)]
        blocks.append(block(f"{local_name(name)}-{part}", lines))
    return blocks


def _typed_steps(vocabulary: Vocabulary, use: Use) -> list[tuple[str, list[str]]]:
    """Shapes of the types of a property's values, by the last part of their names: where one of each class is due, and
    where the one value may be of several classes. Validators are much slower at the sh:or that would say the same.
    """
    members = _members(vocabulary, use)
    if use.each:
        return [(f"{_part(use)}-{local_name(member)}", [f"sh:hasValue {member}"]) for member in members]
    if len(members) > 1 and use.least == use.most == 1 and not use.inverse:
        types = dict.fromkeys(
            name for cls in use.classes for leaf in vocabulary.members(cls) for name in types_of(vocabulary, leaf)
        )
        return [(f"{_part(use)}-type", ["sh:minCount 1", f"sh:in ( {' '.join(types)} )"])]
    return []


def _members(vocabulary: Vocabulary, use: Use) -> list[str]:
    """The classes that the values of a property are of."""
    return [prefixed(leaf) for cls in use.classes for leaf in vocabulary.members(cls)]


def all_parts(vocabulary: Vocabulary, use: Use) -> list[str]:
    """The last parts of the names of all shapes that `property_shapes` makes."""
    return [_part(use), *(part for part, _ in _typed_steps(vocabulary, use))]


def _part(use: Use) -> str:
    """The last part of the name of a property's shape."""
    return (use.key or local_name(use.term)) + ("-of" if use.inverse else "")


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
        what = " or ".join(use.datatypes) if not use.values else " or ".join(map(quoted, use.values))
        bounds = [("of at least", use.minimum), ("of at most", use.maximum), ("of the form", use.pattern)]
        what += "".join(f" {words} {value}" for words, value in bounds if value is not None)
        what += " that is not empty" if use.not_empty else ""
        what += f" that is less than {use.before}" if use.before else ""
    else:
        joiner = " and " if use.each else " or "
        what = joiner.join(prefixed(cls) for cls in use.classes) or ("a predicate" if len(use.values) > 2 else "")
        what = what or " or ".join(use.values) or "IRI"
    path = f"^{use.term}" if use.inverse else use.term
    return f"a node of {prefixed(name)} has {number} {path}: {what}"


def _literal_lines(use: Use) -> list[str]:
    lines = []
    if use.values:
        return [f"sh:in ( {' '.join(quoted(value) for value in use.values)} )"]
    if len(use.datatypes) == 1:
        lines.append(f"sh:datatype {use.datatypes[0]}")
    else:
        listed = "\n        ".join(
            f"[ sh:datatype {name} ; sh:pattern {quoted(DATES[name])} ]" for name in use.datatypes
        )
        lines.append(f"sh:or (\n        {listed}\n    )")
    if use.minimum is not None:
        lines.append(f"sh:minInclusive {use.minimum}")
    if use.maximum is not None:
        lines.append(f"sh:maxInclusive {use.maximum}")
    if use.not_empty:
        lines.append("sh:minLength 1")
    if use.pattern:
        lines.append(f"sh:pattern {quoted(use.pattern)}")
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


def types_of(vocabulary: Vocabulary, name: str) -> list[str]:
    """The types that a node of a class may state: the class, its superclasses, and classes it is aligned with."""
    if name not in vocabulary.types:
        return [prefixed(name)]
    found = [prefixed(name)]
    for parent in vocabulary.types[name].parents:
        found += types_of(vocabulary, parent)
    return list(dict.fromkeys(found))
