"""All that a graph knows of one entity or of one paper, gathered for reading."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kg.compare import ComparedResult, results_where
from kg.errors import KgError
from kg.find import did_you_mean, find_entity, similar_titles
from kg.identifiers import public_id
from kg.neighbours import Neighbour, neighbours
from kg.record_list import RecordList
from kg.records import Entity, Paper
from kg.sql import sentence_of
from kg.trends import timeline

if TYPE_CHECKING:
    from kg.graph import Graph


@dataclass(frozen=True, slots=True)
class EntityCard:
    """An entity with its papers by year and by role, its neighbours with a sentence each, and its results."""

    entity: Entity
    timeline: dict[str, int]
    roles: dict[str, int]
    neighbours: RecordList[Neighbour]
    results: RecordList[ComparedResult]


@dataclass(frozen=True, slots=True)
class PaperEntity:
    """An entity of a paper, what it is to the paper, and the sentence that says so."""

    role: str
    id: str
    type: str
    label: str
    score: float
    sentence: str


@dataclass(frozen=True, slots=True)
class PaperClaim:
    """What a paper says of two entities, by label, and the sentence that says so."""

    subject: str
    predicate: str
    object: str
    score: float
    sentence: str


@dataclass(frozen=True, slots=True)
class PaperCard:
    """A paper with its entities by role, its claims and its results, surest first."""

    paper: Paper
    entities: RecordList[PaperEntity]
    claims: RecordList[PaperClaim]
    results: RecordList[ComparedResult]


_ROLES: Final = """
SELECT predicate, count(DISTINCT paper) FROM claims WHERE object = ? AND subject = paper
GROUP BY predicate ORDER BY 2 DESC, 1
"""
# The roles in which a paper's own contributions come first.
_PAPER_ENTITIES: Final = f"""
SELECT c.predicate AS role, e.id, e.type, e.label, c.score, {sentence_of("c")} AS sentence
FROM claims c JOIN papers p ON p.id = c.paper JOIN entities e ON e.id = c.object
WHERE c.paper = ? AND c.subject = c.paper
ORDER BY c.predicate <> 'introduces', c.predicate = 'mentions', c.predicate, c.score DESC, e.id
"""
_PAPER_CLAIMS: Final = f"""
SELECT s.label AS subject, c.predicate, o.label AS object, c.score, {sentence_of("c")} AS sentence
FROM claims c JOIN papers p ON p.id = c.paper
JOIN entities s ON s.id = c.subject JOIN entities o ON o.id = c.object
WHERE c.paper = ?
ORDER BY c.score DESC, c.subject, c.predicate, c.object
"""
_PAPER: Final = """
SELECT * FROM papers WHERE id IN ($name, $id) OR lower(title) = lower($name)
ORDER BY id <> $name, id IS DISTINCT FROM $id, id LIMIT 1
"""


def card(graph: "Graph", name: str) -> EntityCard | PaperCard:
    """The card of an entity, by id, label or alias, or of a paper, by id, arXiv number, DOI or title.

    Raises:
        KgError: there is neither.
    """
    papers = graph.select(Paper, _PAPER, {"name": name, "id": public_id(name)})
    if papers:
        return _paper_card(graph, papers[0])
    try:
        return _entity_card(graph, find_entity(graph, name))
    except KgError as error:
        titles = similar_titles(graph, name)
        if not titles:
            raise
        raise KgError(f"no paper or entity is called {name!r}; {did_you_mean(titles)}") from error


def _entity_card(graph: "Graph", entity: Entity) -> EntityCard:
    return EntityCard(
        entity=entity,
        timeline=timeline(graph, entity.id),
        roles=dict(graph.sql(_ROLES, [entity.id]).fetchall()),
        neighbours=neighbours(graph, entity.id),
        results=results_where(graph, "$entity IN (r.method, r.task, r.dataset, r.metric)", {"entity": entity.id}),
    )


def _paper_card(graph: "Graph", paper: Paper) -> PaperCard:
    return PaperCard(
        paper=paper,
        entities=graph.select(PaperEntity, _PAPER_ENTITIES, [paper.id]),
        claims=graph.select(PaperClaim, _PAPER_CLAIMS, [paper.id]),
        results=results_where(graph, "r.paper = $paper", {"paper": paper.id}),
    )
