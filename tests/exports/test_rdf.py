"""Every RDF format as other tools read it: the same graph, whatever names and texts hold."""

import gzip
import json
import xml.etree.ElementTree as ET

import pyoxigraph as ox
import pytest
import rdflib
from pyld import jsonld

import kg
from exports import EXPORTERS
from kg.errors import ExportError
from kg.rdf import PREFIXES, RdfOptions, lines
from tests.exports.hostile import TITLES
from tests.support import json_lines

# rdflib's own readers and writers of datasets use what it deprecates.
pytestmark = pytest.mark.filterwarnings(r"ignore:(Dataset|ConjunctiveGraph):DeprecationWarning:rdflib")

# Our name, pyoxigraph's format, rdflib's name.
FORMATS = {
    "nt": (ox.RdfFormat.N_TRIPLES, "nt"),
    "nquads": (ox.RdfFormat.N_QUADS, "nquads"),
    "turtle": (ox.RdfFormat.TURTLE, "turtle"),
    "trig": (ox.RdfFormat.TRIG, "trig"),
    "jsonld": (ox.RdfFormat.JSON_LD, "json-ld"),
    "rdfxml": (ox.RdfFormat.RDF_XML, "xml"),
}
WITH_GRAPHS = ("nquads", "trig", "jsonld")
WITH_TRIPLE_TERMS = ("nt", "nquads", "turtle", "trig")
# Quotes, escapes, right-to-left text and emoji, line ends of all kinds, and a character beyond the basic plane.
ODD = ('"Quoted" \\ and \\u0041', "שלום עולם 🤖 naïve", "a\ttab, a\nline, a\r\nWindows line", "𝒳-Net & <b>", "it's {x}")


@pytest.fixture(scope="module")
def odd_graph(tmp_path_factory):
    folder = tmp_path_factory.mktemp("odd")
    papers = [
        {
            "title": t,
            "abstract": f"We study ImageNet. {t} has an accuracy.",
            "authors": [t, t],
            "categories": [t, "b", "a"],
        }
        for t in (*TITLES, *ODD)
    ]
    (folder / "odd.jsonl").write_text(json_lines(papers), encoding="utf-8")
    kg.build(folder / "odd.jsonl", folder / "graph", model="rules")
    return kg.open(folder / "graph")


def exported(graph, name, path, **options):
    (written,) = EXPORTERS.get(name).configured(RdfOptions(**options)).export(graph, path / f"x.{name}")
    return written


def by_pyoxigraph(path, name):
    return {str(quad) for quad in ox.parse(path=path, format=FORMATS[name][0])}


def by_rdflib(path, name):
    """The quads as pyoxigraph shows them, without blank nodes: equal sets are equal graphs."""
    dataset = rdflib.Dataset()
    dataset.parse(data=path.read_bytes(), format=FORMATS[name][1])
    found = ox.parse(dataset.serialize(format="nquads", encoding="utf-8"), format=ox.RdfFormat.N_QUADS)
    return {str(quad) for quad in found}


def expected(graph, **options):
    text = "".join(lines(graph, RdfOptions(**options)))
    return {str(quad) for quad in ox.parse(text.encode(), format=ox.RdfFormat.N_QUADS)}


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("source", ["small_graph", "odd_graph"])
def test_both_libraries_read_the_same_graph(name, source, request, tmp_path):
    graph = request.getfixturevalue(source)
    path = exported(graph, name, tmp_path, mentions=True)
    assert by_pyoxigraph(path, name) == expected(graph, mentions=True)
    assert by_rdflib(path, name) == expected(graph, mentions=True)


@pytest.mark.parametrize("name", WITH_GRAPHS)
def test_both_libraries_read_the_same_named_graphs(name, odd_graph, tmp_path):
    path = exported(odd_graph, name, tmp_path, named_graphs=True)
    assert by_pyoxigraph(path, name) == expected(odd_graph, named_graphs=True)
    assert by_rdflib(path, name) == expected(odd_graph, named_graphs=True)


@pytest.mark.parametrize("name", WITH_TRIPLE_TERMS)
def test_triple_terms_are_read_back(name, odd_graph, tmp_path):
    path = exported(odd_graph, name, tmp_path, statements="rdf12")
    assert by_pyoxigraph(path, name) == expected(odd_graph, statements="rdf12")


@pytest.mark.parametrize(
    "base", ["https://example.org/a/", "https://example.org/kg#", "urn:kg:", "https://e.org/it's/"]
)
@pytest.mark.parametrize("name", ["turtle", "jsonld", "rdfxml"])
def test_identifiers_under_any_base_are_read_back(name, base, small_graph, tmp_path):
    path = exported(small_graph, name, tmp_path, base=base)
    assert by_pyoxigraph(path, name) == expected(small_graph, base=base)


def test_no_node_is_blank(small_graph):
    assert not any("_:" in quad.partition('"')[0] for quad in expected(small_graph, mentions=True))


@pytest.mark.parametrize("name", sorted(set(FORMATS) - set(WITH_GRAPHS)))
def test_formats_of_triples_refuse_named_graphs(name):
    with pytest.raises(ExportError, match=f"{name} has no named graphs; nquads, trig and jsonld have"):
        EXPORTERS.get(name).configured(RdfOptions(named_graphs=True))


@pytest.mark.parametrize("name", sorted(set(FORMATS) - set(WITH_TRIPLE_TERMS)))
def test_formats_without_triple_terms_refuse_them(name):
    with pytest.raises(ExportError, match=r"no RDF 1\.2 triple terms"):
        EXPORTERS.get(name).configured(RdfOptions(statements="rdf12"))


@pytest.mark.parametrize("name", FORMATS)
def test_name_in_gz_is_compressed_to_the_same_bytes(name, small_graph, tmp_path):
    for number in (1, 2):
        EXPORTERS.get(name).export(small_graph, tmp_path / f"{number}.gz")
    plain = exported(small_graph, name, tmp_path).read_bytes()
    packed = (tmp_path / "1.gz").read_bytes()
    assert gzip.decompress(packed) == plain
    assert packed == (tmp_path / "2.gz").read_bytes()


def test_rdf_xml_replaces_what_xml_cannot_hold(tmp_path):
    from exports.rdf_xml import _property
    from exports.terms import read_object

    title = read_object('"a\\u0000b\\u0008\\u000B\\uFFFE\\r\\n\\tc"')
    text = _property(PREFIXES["dcterms"] + "title", title)
    (element,) = ET.fromstring(f'<x xmlns:dcterms="{PREFIXES["dcterms"]}">{text.strip()}</x>')
    assert element.text == "a\ufffdb\ufffd\ufffd\ufffd\r\n\tc"


def test_turtle_is_written_with_prefixes_for_terms_and_kinds(small_graph, tmp_path):
    text = exported(small_graph, "turtle", tmp_path).read_text(encoding="utf-8")
    assert "\nmethod:resnet-50 a pkg:Method ;\n\tskos:prefLabel " in text


def test_json_ld_has_the_terms_of_the_context(small_graph, tmp_path):
    document = json.loads(exported(small_graph, "jsonld", tmp_path).read_text(encoding="utf-8"))
    nodes = {node["id"]: node for node in document["@graph"]}
    paper = nodes["kg:arxiv/1512.03385"]
    assert paper["type"] == ["Paper"]
    assert paper["issued"] == {"@value": "2015-12-10", "@type": "xsd:date"}
    assert paper["author"] == ["Ada Example", "Bo Sample"]
    assert "kg:task/image-classification" in paper["addresses"]
    assert isinstance(nodes["kg:task/image-classification"]["paperCount"], int)


@pytest.mark.parametrize("named_graphs", [False, True])
@pytest.mark.parametrize("source", ["small_graph", "odd_graph"])
def test_json_ld_is_read_by_pyld_which_is_told_no_base(source, named_graphs, request, tmp_path):
    graph = request.getfixturevalue(source)
    path = exported(graph, "jsonld", tmp_path, named_graphs=named_graphs)
    document = json.loads(path.read_text(encoding="utf-8"))
    quads = jsonld.to_rdf(document, {"format": "application/n-quads"})
    found = {str(quad) for quad in ox.parse(quads.encode(), format=ox.RdfFormat.N_QUADS)}
    assert found == expected(graph, named_graphs=named_graphs)


def test_dates_are_valid_for_their_type(small_graph):
    dates = list(small_graph.to_rdflib().objects(None, rdflib.DCTERMS.issued))
    assert {str(d.datatype).rpartition("#")[2] for d in dates} == {"date", "gYearMonth", "gYear"}
    assert not any(d.ill_typed for d in dates)
