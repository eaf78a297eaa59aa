"""Writes `context.jsonld`, a JSON-LD 1.1 context, from the ontology and the application profile.

`python -m ontology.make_context` after either has changed. Keys are local names; a property of another vocabulary whose
local name would mislead has a key of its own in the profile.
"""

import json
from pathlib import Path
from typing import Final

from ontology.names import local_name, prefixed
from ontology.profile import Use, profile
from ontology.vocabulary import Vocabulary, load_vocabulary

CONTEXT_FILE: Final = Path(__file__).with_name("context.jsonld")

Definition = str | dict[str, str]


def main() -> None:
    """Write the context beside the ontology."""
    CONTEXT_FILE.write_text(context_text(load_vocabulary()), encoding="utf-8")


def context_text(vocabulary: Vocabulary) -> str:
    """The context as JSON, one term a line."""
    lines = [
        f"    {json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}" for key, value in context(vocabulary).items()
    ]
    return '{\n  "@context": {\n' + ",\n".join(lines) + "\n  }\n}\n"


def context(vocabulary: Vocabulary) -> dict[str, object]:
    """The terms: prefixes, `id` and `type`, classes, then properties.

    A property with one datatype or with nodes as values is coerced; dates of three precisions keep their type in the
    data. Properties with any number of values are sets, so that one value is an array too.
    """
    uses = profile(vocabulary)
    forward = {use.term: use for class_uses in uses.values() for use in class_uses if not use.inverse}
    backward = {use.term: use for class_uses in uses.values() for use in class_uses if use.inverse}
    terms: dict[str, object] = {"@version": 1.1}
    for prefix in sorted({name.partition(":")[0] for name in [*forward, *uses] if ":" in name} | {"xsd"}):
        terms[prefix] = vocabulary.prefixes[prefix]
    terms["id"], terms["type"] = "@id", {"@id": "@type", "@container": "@set"}
    for name in [*(name for name in vocabulary.types), *(name for name in uses if ":" in name)]:
        terms[local_name(name)] = prefixed(name)
    for name, use in forward.items():
        terms[use.key or local_name(name)] = _definition(use)
    for name, use in backward.items():
        if name in forward and use.reverse_key:
            terms[use.reverse_key] = {"@reverse": name, "@type": "@id", "@container": "@set"}
    return terms


def _definition(use: Use) -> Definition:
    definition = {"@id": use.term}
    if not use.is_literal:
        # The values of an enumeration are terms of vocabularies: `outperforms` rather than an IRI.
        definition["@type"] = "@vocab" if use.values else "@id"
    elif len(use.datatypes) == 1 and use.datatypes[0] != "xsd:string":
        definition["@type"] = use.datatypes[0]
    if use.most is None or use.each:
        definition["@container"] = "@set"
    return definition if len(definition) > 1 else use.term


if __name__ == "__main__":
    main()
