"""Writers of a graph to other formats; `EXPORTERS` is their registry, one file a family of formats."""

from exports.cypher_script import CypherScript
from exports.graphml import GraphMl
from exports.jsonl import JsonLines
from exports.leaderboard import Leaderboard
from exports.neo4j_csv import Neo4jCsv
from exports.pyvis_page import PyvisPage
from exports.rdf import NTriples, Turtle
from exports.registry import Exporter, ExporterRegistry

EXPORTERS = ExporterRegistry()
for _exporter in (Turtle(), NTriples(), JsonLines(), GraphMl(), Leaderboard(), PyvisPage(), Neo4jCsv(), CypherScript()):
    EXPORTERS.register(_exporter)

__all__ = ["EXPORTERS", "Exporter", "ExporterRegistry"]
