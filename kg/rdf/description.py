"""The description of a dump inside it: VoID (https://www.w3.org/TR/void/), DCAT 3 and PROV-O.

It depends on the graph and the profile alone, so that equal graphs are equal bytes: there is no time of writing. Its
name is schema:name, since queries for papers ask for dcterms:title.
"""

from collections import Counter
from typing import TYPE_CHECKING, Final

from kg import __version__
from kg.identifiers import iri
from kg.rdf.evidence import EXTRACTOR
from kg.rdf.options import RdfOptions
from kg.rdf.shapes import shape, triples_of
from kg.rdf.terms import PREFIXES, date, expand, integer, plain, triple
from ontology import load_vocabulary
from ontology.vocabulary import NAMESPACE, ONTOLOGY_IRI

if TYPE_CHECKING:
    from kg.graph import Graph

DUMP: Final = "dump"
_TYPE = f"<{expand('rdf:type')}>"
# The vocabularies that every dump uses for its data.
_VOCABULARIES: Final = ("skos", "dcterms", "dc", "prov", "oa")
# rdf:_1, rdf:_2, ...: the members of lists are no properties worth a partition each.
_MEMBER: Final = expand("rdf:_")
_RIGHTS = "Titles and abstracts are quoted from the papers and remain under the terms of their publishers."
_ABOUT = "Methods, datasets, metrics, tasks and stated results of papers, extracted from titles and abstracts."

_DATASET = shape("""
    <{dump}> rdf:type void:Dataset
    <{dump}> rdf:type dcat:Dataset
    <{dump}> schema:name {title}
    <{dump}> dcterms:description {about}
    <{dump}> dcterms:rights {rights}
    <{dump}> dcterms:conformsTo <{ontology}>
    <{dump}> void:uriSpace {base}
    <{dump}> void:triples {triples}
    <{dump}> void:entities {entities}
    <{dump}> void:classes {classes}
    <{dump}> void:properties {properties}
    <{dump}> prov:wasGeneratedBy <{dump}/build>
    <{dump}> void:vocabulary <{namespace}>
""")
_BUILD = shape("""
    <{dump}/build> rdf:type prov:Activity
    <{dump}/build> prov:wasAssociatedWith <{dump}/paperkg>
    <{dump}/build> prov:wasAssociatedWith <{dump}/model>
    <{dump}/paperkg> rdf:type prov:SoftwareAgent
    <{dump}/paperkg> schema:name "paperkg"
    <{dump}/paperkg> schema:softwareVersion {version}
    <{dump}/model> rdf:type prov:SoftwareAgent
    <{dump}/model> schema:name {model}
    <{dump}/model> schema:softwareVersion {fingerprint}
""")
_PERIOD = shape("""
    <{dump}/period> rdf:type dcterms:PeriodOfTime
    <{dump}/period> dcat:startDate {first}
    <{dump}/period> dcat:endDate {last}
""")
_CLASS = shape("""
    <{part}> void:class <{name}>
    <{part}> void:entities {count}
""")
_PROPERTY = shape("""
    <{part}> void:property <{name}>
    <{part}> void:triples {count}
""")
_AGENT = shape("""
    <{agent}> rdf:type prov:SoftwareAgent
    <{agent}> rdfs:label {name}
""")


class Tally:
    """Counts of triples by predicate, and of instances by class; keys are in N-Triples."""

    def __init__(self) -> None:
        self.predicates: Counter[str] = Counter()
        self.classes: Counter[str] = Counter()

    def add(self, text: str) -> None:
        """Count the triples of whole lines."""
        triples = [line.split(" ", 2) for line in text.split("\n")[:-1]]
        self.predicates.update([predicate for _, predicate, _ in triples])
        self.classes.update([value[:-2] for _, predicate, value in triples if predicate == _TYPE])

    def add_rows(self, shape: str, rows: int) -> None:
        """Count the triples of so many rows of a shape, whose text need not be read."""
        for predicate, value in triples_of(shape) if rows else ():
            self.predicates[predicate] += rows
            if predicate == _TYPE:
                self.classes[value] += rows


def describe(graph: "Graph", options: RdfOptions, content: Tally) -> str:
    """The description of a dump of so much content; what it counts includes itself.

    Its own triples change what it counts and so, at first, how many it has: it is made until nothing changes.
    """
    own = Tally()
    while True:
        text = _description(graph, options, content.predicates + own.predicates, content.classes + own.classes)
        again = Tally()
        again.add(text)
        if (again.predicates, again.classes) == (own.predicates, own.classes):
            return text
        own = again


def _description(graph: "Graph", options: RdfOptions, predicates: Counter[str], classes: Counter[str]) -> str:
    base, dump = options.base, options.base + DUMP
    vocabulary = load_vocabulary()
    things = [f"<{vocabulary.types[name].iri}>" for name in ("Paper", *vocabulary.entity_types(), "Result")]
    lines = [
        _DATASET(
            dump=dump,
            title=plain("paperkg graph"),
            about=plain(_ABOUT),
            rights=plain(_RIGHTS),
            ontology=f"{ONTOLOGY_IRI}/{graph.manifest.ontology}",
            namespace=NAMESPACE,
            base=plain(base),
            triples=integer(predicates.total()),
            entities=integer(sum(classes[name] for name in things)),
            classes=integer(len(classes)),
            properties=integer(len(predicates)),
        )
    ]
    lines += [triple(dump, "void:vocabulary", f"<{PREFIXES[prefix]}>") for prefix in _VOCABULARIES]
    if options.license:
        lines.append(triple(dump, "dcterms:license", f"<{options.license}>"))
    lines += [triple(dump, "void:exampleResource", f"<{address}>") for address in _examples(graph, base)]
    parts = _partitions(dump, classes, "class")
    lines += [triple(dump, "void:classPartition", f"<{part}>") for part, _, _ in parts]
    shares = _partitions(dump, predicates, "property")
    lines += [triple(dump, "void:propertyPartition", f"<{part}>") for part, _, _ in shares]
    period = _period(graph)
    if period:
        lines += [triple(dump, "dcterms:temporal", f"<{dump}/period>"), _PERIOD(dump=dump, **period)]
    lines += [_CLASS(part=part, name=name, count=integer(count)) for part, name, count in parts]
    lines += [_PROPERTY(part=part, name=name, count=integer(count)) for part, name, count in shares]
    lines.append(
        _BUILD(
            dump=dump,
            version=plain(__version__),
            model=plain(graph.manifest.model),
            fingerprint=plain(graph.manifest.fingerprint),
        )
    )
    lines += [_AGENT(agent=f"{base}{EXTRACTOR}{name}", name=plain(name)) for name in _extractors(graph, options)]
    return "".join(lines)


def _partitions(dump: str, counts: Counter[str], kind: str) -> list[tuple[str, str, int]]:
    """The node of each class or property, its IRI and its count: `dump/class/pkg-Method`."""
    found = []
    for name, count in sorted(counts.items()):
        address = name[1:-1]
        if address.startswith(_MEMBER):
            continue
        prefix = next((p for p, namespace in PREFIXES.items() if address.startswith(namespace)), "other")
        local = address.removeprefix(PREFIXES.get(prefix, ""))
        found.append((f"{dump}/{kind}/{prefix}-{local}", address, count))
    return found


def _examples(graph: "Graph", base: str) -> list[str]:
    """The entity in most papers, and the first paper that names it."""
    query = (
        "SELECT entity, min(paper) FROM mentions WHERE entity = "
        "(SELECT id FROM entities ORDER BY paper_count DESC, id LIMIT 1) GROUP BY entity"
    )
    found = graph.sql(query).fetchone() or ()
    return [iri(identifier, base) for identifier in found]


def _period(graph: "Graph") -> dict[str, str] | None:
    """The first and last date of the papers."""
    row = graph.sql("SELECT min(published), max(published) FROM papers").fetchone()
    return {"first": date(row[0]), "last": date(row[1])} if row and row[0] else None


def _extractors(graph: "Graph", options: RdfOptions) -> list[str]:
    """The extractors that claims and mentions of the dump are attributed to."""
    tables = [*(["claims"] if options.statements != "none" else []), *(["mentions"] if options.mentions else [])]
    query = " UNION ".join(f"SELECT DISTINCT extractor FROM {table}" for table in tables)
    return sorted(row[0] for row in graph.sql(query).fetchall()) if tables else []
