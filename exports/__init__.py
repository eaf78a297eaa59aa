"""Writers of a graph to other formats; `EXPORTERS` is their registry, one file a family of formats."""

from exports.cypher_script import CypherScript
from exports.explorer import Explorer
from exports.graphml import GraphMl
from exports.jsonl import JsonLines
from exports.jsonld import JsonLd
from exports.leaderboard import Leaderboard
from exports.neo4j_csv import Neo4jCsv
from exports.pyvis_page import PyvisPage
from exports.rdf import NQuads, NTriples, TriG, Turtle
from exports.rdf_xml import RdfXml
from exports.registry import Exporter, ExporterRegistry

_SHIPPED = (
    *(Turtle(), TriG(), NTriples(), NQuads(), JsonLd(), RdfXml()),
    *(JsonLines(), GraphMl(), Neo4jCsv(), CypherScript(), Leaderboard()),
    *(PyvisPage(), Explorer()),
)
EXPORTERS = ExporterRegistry()
for _exporter in _SHIPPED:
    EXPORTERS.register(_exporter)

__all__ = ["EXPORTERS", "Exporter", "ExporterRegistry"]
