"""The application profile: how graphs use the ontology together with other vocabularies.

The ontology says what its own terms mean; this table adds what a graph must hold to be complete (how often, of which
form) and which terms of other vocabularies its nodes carry. Shapes, JSON-LD context and documentation are made of both.
"""

from dataclasses import dataclass
from typing import Final

from ontology.vocabulary import Vocabulary

#: Datatypes of dates, with the form of their values: validators that know a datatype only by name check the form.
DATES: Final = {
    "xsd:date": r"^\d{4}-(0[1-9]|1[0-2])-\d{2}$",
    "xsd:gYearMonth": r"^\d{4}-(0[1-9]|1[0-2])$",
    "xsd:gYear": r"^\d{4}$",
}
_STRING: Final = ("xsd:string",)
_INTEGER: Final = ("xsd:integer",)


@dataclass(frozen=True, slots=True)
class Use:
    """A property on the nodes of a class.

    `least` and `most` are cardinalities; values are literals of the `datatypes`, nodes of the `classes`, one of
    `values` (prefixed names), or any IRI where all three are empty. `inverse` reads the property from object to
    subject. `each` asks for exactly one value of each of the classes. `before` names another property of the same node
    whose value is greater. `key` is the name in JSON-LD where the local name would mislead, and
    `reverse_key` that of an inverse use.
    """

    term: str
    least: int = 0
    most: int | None = None
    datatypes: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    minimum: str | None = None
    maximum: str | None = None
    pattern: str | None = None
    not_empty: bool = False
    inverse: bool = False
    each: bool = False
    before: str | None = None
    key: str | None = None
    reverse_key: str | None = None

    @property
    def is_literal(self) -> bool:
        """Whether values are literals."""
        return bool(self.datatypes)


#: Properties of this ontology that a node of the class must have.
REQUIRED: Final = {
    "Entity": ("paperCount", "mentionCount"),
    "Result": ("value", "bound", "resultKind", "quote", "confidence"),
    "Claim": ("support", "confidence"),
    "Merge": ("mergedName", "mergeStep", "mergedInto"),
    "oa:Annotation": ("confidence",),
}

#: First parts of the identifiers of a class, where they are not its slug alone.
SLUGS: Final = {
    "Paper": ("arxiv", "doi", "paper"),
    "oa:Annotation": ("evidence", "mention"),
    "schema:Person": (r"orcid\.org",),
}

#: Pairs of dates of one node, of which the first is never later than the second.
ORDERED_DATES: Final = (("firstSeen", "lastSeen"),)


def foreign_uses(vocabulary: Vocabulary) -> dict[str, tuple[Use, ...]]:
    """The terms of other vocabularies on the nodes of each class, and own ones whose values are theirs."""
    relations = tuple(f"pkg:{name}" for name in [*vocabulary.roles(), *vocabulary.relations()])
    return {
        "Paper": (
            Use("dcterms:title", 1, 1, _STRING, not_empty=True),
            Use("dcterms:abstract", 0, 1, _STRING, not_empty=True),
            Use("dcterms:issued", 0, 1, tuple(DATES)),
            Use("dc:creator", 0, None, _STRING, not_empty=True, key="author"),
            Use("dcterms:creator", 0, None, classes=("schema:Person",)),
            Use("bibo:authorList", 0, 1, classes=("rdf:Seq",)),
            Use("pkg:orcidList", 0, 1, classes=("rdf:Seq",)),
            Use("dc:subject", 0, None, _STRING, not_empty=True, key="category"),
            Use("pkg:categoryList", 0, 1, classes=("rdf:Seq",)),
            Use("dc:source", 0, 1, _STRING, not_empty=True),
            Use("fabio:hasArXivId", 0, 1, _STRING, pattern=r"^(\d{4}\.\d{4,5}|[a-z-]+/\d{7})$"),
            Use("prism:doi", 0, 1, _STRING, pattern=r"^10\.\d{4,9}/\S+$"),
            Use("schema:url", 0, 1),
        ),
        "schema:Person": (Use("schema:name", 1, None, _STRING, not_empty=True),),
        "Entity": (
            Use("skos:prefLabel", 1, 1, _STRING, not_empty=True),
            Use("skos:altLabel", 0, None, _STRING, not_empty=True),
        ),
        "Result": (Use("oa:hasBody", 1, None, classes=("oa:Annotation",), inverse=True, reverse_key="evidence"),),
        "Claim": (
            Use("rdf:subject", 1, 1, classes=("Paper", "Entity")),
            Use("rdf:predicate", 1, 1, values=relations),
            Use("rdf:object", 1, 1, classes=("Entity",)),
            Use("prov:wasDerivedFrom", 1, None, classes=("Paper",)),
            Use("oa:hasBody", 1, None, classes=("oa:Annotation",), inverse=True, reverse_key="evidence"),
        ),
        "oa:Annotation": (
            Use("oa:hasBody", 1, 1, classes=("Claim", "Result", "Entity")),
            Use("oa:hasTarget", 1, 1, classes=("oa:SpecificResource",)),
            Use("oa:motivatedBy", 0, 1, values=("oa:identifying",)),
            Use("prov:wasAttributedTo", 0, 1, classes=("prov:SoftwareAgent",)),
        ),
        "oa:SpecificResource": (
            Use("oa:hasSource", 1, 1, classes=("Paper",)),
            Use("oa:hasScope", 1, 1, values=("dcterms:title", "dcterms:abstract")),
            Use("oa:hasSelector", 2, 2, classes=("oa:TextPositionSelector", "oa:TextQuoteSelector"), each=True),
        ),
        "oa:TextPositionSelector": (
            Use("oa:start", 1, 1, _INTEGER, minimum="0", before="oa:end"),
            Use("oa:end", 1, 1, _INTEGER, minimum="1"),
        ),
        "oa:TextQuoteSelector": (Use("oa:exact", 1, 1, _STRING, not_empty=True),),
    }


def profile(vocabulary: Vocabulary) -> dict[str, tuple[Use, ...]]:
    """All properties of the nodes of each class that graphs have nodes of, own ones first."""
    foreign = foreign_uses(vocabulary)
    leaves = [name for name in vocabulary.types if name != "Entity"]
    names = [*leaves, *(name for name in foreign if ":" in name)]
    found = {}
    for name in names:
        others = foreign.get(_general(vocabulary, name), ())
        stated = {use.term for use in others}
        found[name] = (*(use for use in _own_uses(vocabulary, name) if use.term not in stated), *others)
    return found


def _general(vocabulary: Vocabulary, name: str) -> str:
    """`Entity` for its subclasses: they have the same properties."""
    return "Entity" if name in vocabulary.types and vocabulary.types[name].is_entity else name


def _own_uses(vocabulary: Vocabulary, name: str) -> tuple[Use, ...]:
    """The ontology's properties whose domain admits a class, and those that must lead to it."""
    general = _general(vocabulary, name)
    uses = []
    for predicate in vocabulary.predicates.values():
        if not {name, general} & set(predicate.domain):
            continue
        literals = predicate.literals
        narrowed = vocabulary.types[name].only if name in vocabulary.types else ()
        only = tuple(cls for restricted, cls in narrowed if restricted == predicate.name)
        uses.append(
            Use(
                f"pkg:{predicate.name}",
                int(predicate.name in REQUIRED.get(general, ())),
                1 if predicate.functional else None,
                datatypes=literals.datatypes if literals else (),
                classes=() if literals else only or predicate.range,
                values=literals.values if literals else (),
                minimum=literals.minimum if literals else None,
                maximum=literals.maximum if literals else None,
            )
        )
    uses += [
        Use(f"pkg:{p.name}", 1, 1, classes=p.domain, inverse=True)
        for p in vocabulary.predicates.values()
        if p.inverse_functional and name in p.range
    ]
    return tuple(uses)
