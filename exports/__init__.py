"""Writers of a graph to other formats; `EXPORTERS` is their registry, one file a family of formats."""

from exports.explorer import Explorer
from exports.graphml import GraphMl
from exports.jsonl import JsonLines
from exports.leaderboard import Leaderboard
from exports.pyvis_page import PyvisPage
from exports.rdf import NTriples, Turtle
from exports.registry import Exporter, ExporterRegistry

EXPORTERS = ExporterRegistry()
for _exporter in (Turtle(), NTriples(), JsonLines(), GraphMl(), Leaderboard(), PyvisPage(), Explorer()):
    EXPORTERS.register(_exporter)

__all__ = ["EXPORTERS", "Exporter", "ExporterRegistry"]
