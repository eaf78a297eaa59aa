"""The stream of a graph's triples: what it says, in which order, and that it loses nothing."""

from collections import Counter
from itertools import groupby
from urllib.parse import unquote

import pytest
from pyoxigraph import RdfFormat, parse

from kg.identifiers import DEFAULT_BASE, iri
from kg.rdf import PREFIXES, RdfOptions, lines, parts, term
from kg.records import Claim, Entity, Mention, MergeStep, Paper, Result
from tests.exports.hostile import hostile_graph

PROFILES = (
    RdfOptions(),
    RdfOptions(mentions=True),
    RdfOptions(statements="none"),
    RdfOptions(statements="rdf12"),
    RdfOptions(named_graphs=True, mentions=True),
)


def quads(graph, **options):
    return list(parse("".join(lines(graph, RdfOptions(**options))).encode(), format=RdfFormat.N_QUADS))


def values(found, predicate):
    return [q.object.value for q in found if q.predicate == term(predicate)]


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    return hostile_graph(tmp_path_factory.mktemp("hostile"))


@pytest.mark.parametrize("options", PROFILES, ids=str)
def test_stream_is_the_same_every_time(small_graph, options):
    assert "".join(lines(small_graph, options)) == "".join(lines(small_graph, options))


@pytest.mark.parametrize("options", PROFILES, ids=str)
def test_nothing_is_said_twice(small_graph, options):
    found = "".join(lines(small_graph, options)).splitlines()
    assert len(found) == len(set(found))


@pytest.mark.parametrize("options", PROFILES[:4], ids=str)
def test_triples_of_a_subject_stand_together(small_graph, options):
    subjects = [line.split(" ")[0] for part in parts(small_graph, options) for line in part.text.splitlines()]
    assert max(Counter(subject for subject, _ in groupby(subjects)).values()) == 1


def test_undated_papers_have_no_date(small_graph):
    assert sorted(values(quads(small_graph), "dcterms:issued")) == ["2015-12-10", "2017-06", "2019"]


def test_known_identifiers_are_stated(small_graph):
    found = quads(small_graph)
    assert values(found, "fabio:hasArXivId") == ["1512.03385"]
    assert values(found, "prism:doi") == ["10.1000/abc<1>"]


def test_url_that_is_no_iri_is_stated_as_given(small_graph):
    found = quads(small_graph)
    assert values(found, "schema:url") == ["https://arxiv.org/abs/1512.03385"]
    assert values(found, "pkg:statedUrl") == ["https://example.org/a page?x={1}|2"]


def test_every_statement_is_a_triple_and_a_node(small_graph):
    found = {(q.subject, q.predicate, q.object) for q in quads(small_graph)}
    claims = {q[0] for q in found if q[1:] == (term("rdf:type"), term("pkg:Claim"))}
    for statement in small_graph.statements():
        direct = (iri(statement.subject), PREFIXES["pkg"] + statement.predicate, iri(statement.object))
        assert direct in {(s.value, p.value, getattr(o, "value", None)) for s, p, o in found}
    assert len(claims) == len(small_graph.statements())


def test_rdf12_claims_reify_triple_terms(small_graph):
    found = quads(small_graph, statements="rdf12")
    reified = {q.object for q in found if q.predicate == term("rdf:reifies")}
    assert len(reified) == len(small_graph.statements())
    assert {str(t) for t in reified} <= {str(q.triple) for q in found}
    assert not values(found, "rdf:subject")


def test_no_statements_leaves_direct_triples_only(small_graph):
    found = quads(small_graph, statements="none")
    classes = set(values(found, "rdf:type"))
    assert PREFIXES["pkg"] + "Claim" not in classes
    assert PREFIXES["oa"] + "Annotation" not in classes
    assert values(found, "pkg:addresses")


def test_every_iri_of_the_graph_has_the_base(small_graph):
    subjects = {q.subject.value for q in quads(small_graph, base="https://example.org/kg#")}
    people = {subject for subject in subjects if subject.startswith("https://orcid.org/")}
    assert subjects > people
    assert all(subject.startswith("https://example.org/kg#") for subject in subjects - people)


def test_author_with_an_orcid_is_a_person(small_graph):
    found = {(q.subject.value, q.predicate, q.object.value) for q in quads(small_graph)}
    ada = "https://orcid.org/0000-0002-1825-0097"
    assert (iri("arxiv/1512.03385"), term("dcterms:creator"), ada) in found
    assert (ada, term("rdf:type"), PREFIXES["schema"] + "Person") in found
    assert (ada, term("schema:name"), "Ada Example") in found


def test_named_graph_of_a_paper_holds_all_that_the_paper_says(small_graph):
    found = quads(small_graph, named_graphs=True, mentions=True)
    graphs = {q.graph_name.value for q in found if hasattr(q.graph_name, "value")}
    assert graphs == {f"{iri('graph/' + paper.id)}" for paper in small_graph.papers()}
    sources = [q for q in found if q.predicate in {term("oa:hasSource"), term("prov:wasDerivedFrom")}]
    assert sources
    assert all(q.graph_name.value == q.object.value.replace(DEFAULT_BASE, f"{DEFAULT_BASE}graph/") for q in sources)


def test_named_graphs_add_only_what_graphs_are_about(small_graph):
    def content(**options):
        found = {
            q.triple for q in quads(small_graph, **options) if not q.subject.value.startswith(f"{DEFAULT_BASE}dump")
        }
        return {t for t in found if t.predicate != term("foaf:primaryTopic")}

    assert content(named_graphs=True) == content()


@pytest.mark.parametrize("options", PROFILES, ids=str)
def test_description_counts_what_is_there(small_graph, options):
    found = list(parse("".join(lines(small_graph, options)).encode(), format=RdfFormat.N_QUADS))
    about = {(q.subject.value, q.predicate): getattr(q.object, "value", None) for q in found}
    dump = f"{DEFAULT_BASE}dump"
    assert about[dump, term("void:triples")] == str(len(found))
    assert about[dump, term("void:properties")] == str(len({q.predicate for q in found}))
    counted = Counter(q.predicate.value for q in found)
    partitions = {s: v for (s, p), v in about.items() if p == term("void:property")}
    assert {name: about[node, term("void:triples")] for node, name in partitions.items()} == {
        name: str(count) for name, count in counted.items() if not name.startswith(PREFIXES["rdf"] + "_")
    }


def test_description_names_a_licence_that_is_given(small_graph):
    licence = "https://creativecommons.org/publicdomain/zero/1.0/"
    assert values(quads(small_graph, license=licence), "dcterms:license") == [licence]


class Reader:
    """Reads the records of a graph back out of its lossless RDF."""

    def __init__(self, found):
        self.said = {}
        for q in found:
            self.said.setdefault(q.subject.value, {}).setdefault(q.predicate, []).append(q.object.value)

    def nodes(self, name):
        return [s for s, said in self.said.items() if term(name).value in said.get(term("rdf:type"), [])]

    def all(self, subject, predicate):
        return self.said.get(subject, {}).get(term(predicate), [])

    def one(self, subject, predicate):
        return next(iter(self.all(subject, predicate)), None)

    def sequence(self, subject, predicate):
        items = self.said.get(self.one(subject, predicate), {})
        numbered = {int(p.value.rpartition("_")[2]): v[0] for p, v in items.items() if "#_" in p.value}
        return tuple(numbered[number] for number in sorted(numbered))

    def orcids(self, node, authors):
        numbered = self.said.get(self.one(node, "pkg:orcidList"), {})
        known = {
            int(p.value.rpartition("_")[2]): v[0].rpartition("/")[2] for p, v in numbered.items() if "#_" in p.value
        }
        return tuple(known.get(number, "") for number in range(1, authors + 1)) if known else ()

    def paper(self, node):
        published = self.one(node, "dcterms:issued")
        count = self.one(node, "pkg:authorCount")
        return Paper(
            id=identifier(node),
            title=self.one(node, "dcterms:title"),
            abstract=self.one(node, "dcterms:abstract") or "",
            published=published,
            published_precision={4: "year", 7: "month", 10: "day"}[len(published)] if published else None,
            year_inferred=self.one(node, "pkg:yearInferred") == "true",
            authors=self.sequence(node, "bibo:authorList"),
            author_count=int(count) if count else None,
            url=self.one(node, "schema:url") or self.one(node, "pkg:statedUrl"),
            source=self.one(node, "dc:source") or "",
            categories=self.sequence(node, "pkg:categoryList"),
            doi=self.one(node, "prism:doi"),
            arxiv_id=self.one(node, "fabio:hasArXivId"),
            orcids=self.orcids(node, len(self.sequence(node, "bibo:authorList"))),
        )

    def entity(self, node):
        merges = self.all(node, "pkg:hasMerge")
        return Entity(
            id=identifier(node),
            type=next(iter(self.all(node, "rdf:type"))).rpartition("#")[2],
            label=self.one(node, "skos:prefLabel"),
            aliases=tuple(self.all(node, "skos:altLabel")),
            first_seen=self.one(node, "pkg:firstSeen"),
            last_seen=self.one(node, "pkg:lastSeen"),
            paper_count=int(self.one(node, "pkg:paperCount")),
            mention_count=int(self.one(node, "pkg:mentionCount")),
            merges=tuple(
                MergeStep(*(self.one(m, f"pkg:{name}") for name in ("mergedName", "mergeStep", "mergedInto")))
                for m in merges
            ),
            broader=tuple(identifier(other) for other in self.all(node, "pkg:broader")),
        )

    def annotation(self, node):
        target = self.one(node, "oa:hasTarget")
        position, quote = self.all(target, "oa:hasSelector")
        return {
            "paper": identifier(self.one(target, "oa:hasSource")),
            "section": self.one(target, "oa:hasScope").rpartition("/")[2],
            "start": int(self.one(position, "oa:start")),
            "end": int(self.one(position, "oa:end")),
            "quote": self.one(quote, "oa:exact"),
            "score": float(self.one(node, "pkg:confidence")),
            "extractor": (self.one(node, "prov:wasAttributedTo") or "").rpartition("/")[2],
            "body": self.one(node, "oa:hasBody"),
        }

    def annotations(self, name):
        bodies = set(self.nodes(name))
        found = [self.annotation(node) for node in self.nodes("oa:Annotation")]
        return [annotation for annotation in found if annotation["body"] in bodies]

    def claim(self, a):
        terms = (self.one(a["body"], f"rdf:{name}") for name in ("subject", "predicate", "object"))
        subject, predicate, other = terms
        return Claim(
            *(identifier(subject), predicate.rpartition("#")[2], identifier(other)),
            *(a["paper"], a["section"], a["start"], a["end"], a["score"], a["extractor"]),
        )

    def mention(self, a):
        kind = self.one(a["body"], "rdf:type").rpartition("#")[2]
        return Mention(
            *(a["paper"], a["section"], a["start"], a["end"], a["quote"], kind, a["score"], a["extractor"]),
            identifier(a["body"]),
        )

    def result(self, a):
        node = a["body"]
        slots = (self.one(node, f"pkg:{name}") for name in ("ofMethod", "forTask", "onDataset", "inMetric"))
        return Result(
            *(identifier(node), a["paper"]),
            *(identifier(slot) if slot else None for slot in slots),
            *(self.one(node, f"pkg:{name}") for name in ("value", "unit", "bound", "resultKind")),
            *(a["section"], a["start"], a["end"], self.one(node, "pkg:quote")),
            float(self.one(node, "pkg:confidence")),
        )


def identifier(address):
    return unquote(address.removeprefix(DEFAULT_BASE))


@pytest.mark.parametrize("named_graphs", [False, True])
@pytest.mark.parametrize("name", ["small_graph", "hostile"])
def test_every_record_is_read_back_from_rdf_with_mentions(name, named_graphs, request):
    graph = request.getfixturevalue(name)
    reader = Reader(quads(graph, mentions=True, named_graphs=named_graphs))
    types = ("Method", "Dataset", "Metric", "Task")
    assert {reader.paper(node) for node in reader.nodes("pkg:Paper")} == set(graph.papers())
    assert {reader.entity(node) for t in types for node in reader.nodes(f"pkg:{t}")} == set(graph.entities())
    assert {reader.claim(a) for a in reader.annotations("pkg:Claim")} == set(graph.claims())
    assert {reader.result(a) for a in reader.annotations("pkg:Result")} == set(graph.results())
    mentions = [a for t in types for a in reader.annotations(f"pkg:{t}")]
    assert {reader.mention(a) for a in mentions} == set(graph.mentions())
