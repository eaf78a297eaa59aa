"""GraphML for Gephi, yEd, Cytoscape and networkx."""

from pathlib import Path

import networkx as nx

from exports.registry import replacing
from exports.xml_text import xml_text
from kg.graph import Graph


class GraphMl:
    """Papers, entities and results with their edges."""

    name = "graphml"
    summary = "GraphML for Gephi, yEd, Cytoscape, networkx"

    def export(self, graph: Graph, path: Path) -> list[Path]:
        """Write one GraphML file."""
        network = graph.to_networkx()
        for _, attributes in network.nodes(data=True):
            _clean(attributes)
        for _, _, attributes in network.edges(data=True):
            _clean(attributes)
        with replacing(path) as out:
            nx.write_graphml_xml(network, out, named_key_ids=True)
        return [path]


def _clean(attributes: dict[str, object]) -> None:
    for name, value in attributes.items():
        if isinstance(value, str):
            attributes[name] = xml_text(value)
