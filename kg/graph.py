"""A graph that has been built: its records, its views as networkx and rdflib graphs, and its answers to queries."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from kg.cypher import DEFAULT_LIMIT, CypherAnswer, EmbeddedCypher, Value, open_embedded
from kg.errors import KgError
from kg.records import Claim, Entity, Mention, MergeStep, Paper, Reject, Result, Statement
from kg.sparql import DEFAULT_TIMEOUT, SparqlAnswer, query_index
from kg.sql import connect
from kg.store import GraphStore, Manifest
from kg.tables import COMBINED_CONFIDENCE
from kg.trends import Period, timeline
from ontology import load_vocabulary

if TYPE_CHECKING:
    import networkx
    import pyarrow as pa
    import rdflib

    from exports.explorer.notebook import NotebookPage

# DuckDB spills to disk beyond it: reading a graph of any size stays within the 500 MB that an export may take.
_SQL_MEMORY = "256MB"
# Aggregation over papers: support counts them.
_STATEMENTS = f"""
SELECT c.subject, c.predicate, c.object, count(DISTINCT c.paper)::INTEGER AS support,
    {COMBINED_CONFIDENCE} AS confidence,
    min(p.published) AS first_seen, max(p.published) AS last_seen
FROM claims c JOIN papers p ON p.id = c.paper
GROUP BY c.subject, c.predicate, c.object
ORDER BY c.subject, c.predicate, c.object
"""


def open_graph(path: str | Path) -> "Graph":
    """The graph in a directory.

    Raises:
        StoreError: there is none, or it is damaged or of another schema.
    """
    return Graph(Path(path))


class Graph:
    """Read access to a committed graph directory."""

    def __init__(self, path: Path) -> None:
        self.store = GraphStore(path)
        self.manifest: Manifest = self.store.manifest()

    def __repr__(self) -> str:
        counts = ", ".join(
            f"{self.manifest.rows[name]:,} {name}" for name in ("papers", "entities", "claims", "results")
        )
        return f"<Graph {str(self.store.path)!r}: {counts}>"

    def papers(self) -> list[Paper]:
        """All papers, by id."""
        return list(self._records("papers", Paper))

    def entities(self, type: str | None = None) -> list[Entity]:
        """All entities, or those of a type, by id.

        Raises:
            KgError: the ontology has no such type.
        """
        known = load_vocabulary().entity_types()
        if type is not None and type not in known:
            raise KgError(f"there is no entity type {type!r}; the types are {', '.join(known)}")
        return [entity for entity in self._records("entities", Entity) if type is None or entity.type == type]

    def find_entity(self, name: str) -> Entity:
        """The entity of an id, label or alias (in any letter case); of several the one in most papers.

        Raises:
            KgError: there is none.
        """
        wanted = name.casefold()
        found = [
            entity
            for entity in self.entities()
            if name == entity.id or wanted in {entity.label.casefold(), *(alias.casefold() for alias in entity.aliases)}
        ]
        if not found:
            raise KgError(f"no entity is called {name!r}; `kg stats` lists frequent ones")
        return min(found, key=lambda e: (e.id != name, -e.paper_count, e.id))

    def timeline(self, entity: str, by: Period = "year") -> dict[str, int]:
        """Papers that name an entity, by year or month; see `kg.trends.timeline`."""
        return timeline(self, entity, by)

    def mentions(self) -> list[Mention]:
        """All mentions, in the order of papers and text."""
        return list(self._records("mentions", Mention))

    def claims(self) -> list[Claim]:
        """All claims, one for each paper that makes it."""
        return list(self._records("claims", Claim))

    def results(self) -> list[Result]:
        """All stated results."""
        return list(self._records("results", Result))

    def rejects(self) -> list[Reject]:
        """What of the sources could not be used."""
        return list(self._records("rejects", Reject))

    def statements(self) -> list[Statement]:
        """The claims over all papers, with support, confidence and dates."""
        return [Statement(*row) for row in self.sql(_STATEMENTS).fetchall()]

    @property
    def statements_query(self) -> str:
        """The SQL of `statements`, whose columns are the fields of a `Statement`."""
        return _STATEMENTS

    def sql(self, query: str, parameters: Sequence[object] = ()) -> duckdb.DuckDBPyConnection:
        """The answer to a DuckDB query over the tables (`papers mentions entities claims results rejects`).

        Each answer has a cursor of its own, so several can be read side by side, in batches, with bounded memory.
        """
        return self._connection.cursor().execute(query, list(parameters))

    def batches(self, query: str, size: int) -> "Iterator[pa.RecordBatch]":
        """The rows of a DuckDB query over the tables as Arrow batches of at most `size`, computed as they are read."""
        yield from self._connection.cursor().sql(query).to_arrow_reader(size)

    def sparql(self, query: str, *, timeout: float = DEFAULT_TIMEOUT) -> SparqlAnswer:
        """The answer to a SPARQL 1.1 query; the index is made on first use and whenever the tables have changed.

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

    def _records(self, table: str, record: Any) -> Iterator[Any]:
        names = [field.name for field in fields(record)]
        for row in self.store.read(table, self.manifest).select(names).to_pylist():
            yield _to_record(record, row)

    @cached_property
    def _cypher(self) -> EmbeddedCypher:
        return open_embedded(self)

    @cached_property
    def _connection(self) -> duckdb.DuckDBPyConnection:
        connection = connect(_SQL_MEMORY)
        for name, relative in self.manifest.tables.items():
            place = self.store.path / relative
            path = str(place / "*.parquet" if place.is_dir() else place).replace("'", "''")
            connection.execute(f"CREATE VIEW {name} AS SELECT * FROM read_parquet('{path}', hive_partitioning=false)")
        return connection


def _to_record(record: Any, row: dict[str, Any]) -> Any:
    """A table row as its record: lists become tuples, merge steps records."""
    for name, value in row.items():
        if isinstance(value, list):
            row[name] = tuple(MergeStep(**item) if isinstance(item, dict) else item for item in value)
    return record(**row)
