"""A graph that has been built: its records, its views as networkx and rdflib graphs, and its answers to queries."""

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from kg.compare import ComparedResult, compare
from kg.cypher import DEFAULT_LIMIT, CypherAnswer, EmbeddedCypher, Value, open_embedded
from kg.find import find_entity
from kg.graph_tables import GraphTables
from kg.html_table import html_table
from kg.neighbours import Neighbour, neighbours
from kg.record_list import RecordList
from kg.records import BuildReport, Entity
from kg.sparql import DEFAULT_TIMEOUT, SparqlAnswer, query_index
from kg.trends import Period, timeline
from ontology import load_vocabulary

if TYPE_CHECKING:
    import networkx
    import pandas as pd
    import rdflib

    from exports.explorer.notebook import NotebookPage
    from kg.cards import EntityCard, PaperCard

# Entities of a type named in a notebook.
_SHOWN_ENTITIES = 5


def open_graph(path: str | Path) -> "Graph":
    """The graph in a directory.

    >>> len(kg.open("graph/").papers())
    4

    Raises:
        StoreError: there is none, or it is damaged or of another schema.
    """
    return Graph(Path(path))


class Graph(GraphTables):
    """Read access to a committed graph directory; `report` says what the build did that has just made it."""

    def __init__(self, path: Path, report: BuildReport | None = None) -> None:
        super().__init__(path)
        self.report = report

    def __repr__(self) -> str:
        counts = ", ".join(
            f"{self.manifest.rows[name]:,} {name}" for name in ("papers", "entities", "claims", "results")
        )
        return f"<Graph {str(self.store.path)!r}: {counts}>"

    def _repr_html_(self) -> str:
        types = load_vocabulary().entity_types()
        found = {name: self.entities(name) for name in types}
        rows = [
            (name, f"{len(found[name]):,}", [entity.label for entity in found[name].top(_SHOWN_ENTITIES)])
            for name in types
        ]
        return html_table(("type", "entities", "in most papers"), rows, repr(self), len(rows))

    def find_entity(self, name: str, type: str | None = None) -> Entity:
        """The entity of an id, label or alias (in any letter case); of several the one in most papers.

        >>> g.find_entity("fid").label
        'Fréchet inception distance'

        Raises:
            KgError: there is none (of that type); the sentence names similar ones.
        """
        return find_entity(self, name, type)

    def timeline(self, entity: str, by: Period = "year") -> dict[str, int]:
        """Papers that name an entity, by year or month; see `kg.trends.timeline`.

        >>> g.timeline("ImageNet")
        {'2015': 1, '2016': 0, '2017': 1}
        """
        return timeline(self, entity, by)

    def neighbours(self, entity: str) -> RecordList[Neighbour]:
        """The entities that statements link to an entity, best supported first; see `kg.neighbours`.

        >>> {near.label for near in g.neighbours("SqueezeBlock") if near.predicate == "outperforms"}
        {'ResNet-50'}

        Raises:
            KgError: there is no such entity.
        """
        return neighbours(self, entity)

    def compare(
        self, *, task: str | None = None, dataset: str | None = None, metric: str | None = None
    ) -> RecordList[ComparedResult]:
        """The stated results on a task, dataset or metric, best first by metric; see `kg.compare`.

        >>> [(row.method, row.value) for row in g.compare(dataset="ImageNet", metric="top-1 accuracy")]
        [('SqueezeBlock', '78.4'), ('ResNet-50', '76.1')]

        Raises:
            KgError: none of the three is given, or there is no such task, dataset or metric.
        """
        return compare(self, task=task, dataset=dataset, metric=metric)

    def card(self, name: str) -> "EntityCard | PaperCard":
        """What the graph knows of one entity, by id, label or alias, or of one paper, by id or title.

        >>> g.card("CIFAR-10").roles
        {'evaluatesOn': 2}

        Raises:
            KgError: there is neither.
        """
        from kg.cards import card

        return card(self, name)

    def sparql(self, query: str, *, timeout: float = DEFAULT_TIMEOUT) -> SparqlAnswer:
        """The answer to a SPARQL 1.1 query; the index is made on first use and whenever the tables have changed.

        >>> list(g.sparql("SELECT ?d { ?x a pkg:Dataset ; skos:prefLabel ?d } ORDER BY ?d"))
        [{'d': 'CIFAR-10'}, {'d': 'ImageNet'}]

        Raises:
            QueryError: the query does not parse, is refused, or takes longer than `timeout` seconds.
        """
        return query_index(self, query, timeout=timeout)

    def cypher(
        self,
        query: str,
        parameters: Mapping[str, Value] | None = None,
        *,
        timeout: float = DEFAULT_TIMEOUT,
        limit: int = DEFAULT_LIMIT,
    ) -> CypherAnswer:
        """The answer to a Cypher query that reads the graph; the index is made as that of SPARQL is.

        `parameters` are the values of `$name` in the query; of more than `limit` rows the first come.

        >>> list(g.cypher("MATCH (d:Dataset) WHERE d.label < $letter RETURN d.label AS label", {"letter": "D"}))
        [{'label': 'CIFAR-10'}]

        Raises:
            QueryError: the query does not run, is refused, or takes longer than `timeout` seconds.
        """
        return self._cypher.query(query, parameters, timeout=timeout, limit=limit)

    def show(
        self,
        *,
        focus: str | None = None,
        hops: int = 2,
        since: str | None = None,
        min_support: int = 1,
        top: int | None = None,
        height: int = 640,
    ) -> "NotebookPage":
        """The explorer page for a notebook, which shows it if this is the last line of a cell.

        Arguments are those of `kg explore`; `height` is in pixels.

        Raises:
            ExportError: the focus is not in the graph, or nothing is left to show.
        """
        from exports.explorer import MAX_NODES, Cut, explorer_html
        from exports.explorer.notebook import NotebookPage

        return NotebookPage(explorer_html(self, Cut(focus, hops, since, min_support, top or MAX_NODES)), height)

    def to_pandas(self, table: str) -> "pd.DataFrame":
        """A table (`papers mentions entities claims results rejects`) or the `statements`, a column a field.

        >>> g.to_pandas("papers").published.max()
        '2022-10-05'

        Raises:
            KgError: pandas is not installed, or there is no such table.
        """
        from kg.frames import table_frame

        return table_frame(self, table)

    def to_networkx(self) -> "networkx.MultiDiGraph[str]":
        """Papers, entities and results as nodes, statements as edges keyed by predicate."""
        from kg.network import to_networkx

        return to_networkx(self)

    def to_rdflib(self) -> "rdflib.Graph":
        """The graph as an rdflib Graph, with the triples of the Turtle export."""
        import rdflib

        from kg.rdf import PREFIXES, lines

        result = rdflib.Graph(bind_namespaces="none")
        for prefix, namespace in PREFIXES.items():
            result.bind(prefix, namespace)
        result.parse(data="".join(lines(self)), format="nt")
        return result

    @cached_property
    def _cypher(self) -> EmbeddedCypher:
        return open_embedded(self)
