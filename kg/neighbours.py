"""The entities around an entity: what statements over all papers link it to."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from kg.find import find_entity
from kg.record_list import RecordList
from kg.sql import sentence_of
from kg.tables import COMBINED_CONFIDENCE

if TYPE_CHECKING:
    from kg.graph_tables import GraphTables

Direction = Literal["out", "in"]


@dataclass(frozen=True, slots=True)
class Neighbour:
    """An entity at the other end of a statement; `out`: the statement leads to it, `in`: it comes from it.

    `support`, `confidence` and dates are those of the statement, see `kg.records.Statement`; `sentence` is the surest
    one that says so, and `paper` the id of its paper.
    """

    predicate: str
    direction: Direction
    id: str
    type: str
    label: str
    support: int
    confidence: float
    first_seen: str | None
    last_seen: str | None
    sentence: str
    paper: str


_NEIGHBOURS: Final = f"""
WITH near AS (
    SELECT c.predicate, if(c.subject = $entity, 'out', 'in') AS direction,
        if(c.subject = $entity, c.object, c.subject) AS other, count(DISTINCT c.paper)::INTEGER AS support,
        {COMBINED_CONFIDENCE} AS confidence, min(p.published) AS first_seen, max(p.published) AS last_seen,
        min_by(c, (-c.score, c.paper, c.section, c.sentence_start)) AS surest
    FROM claims c JOIN papers p ON p.id = c.paper
    WHERE $entity IN (c.subject, c.object) AND c.subject <> c.paper
    GROUP BY ALL
)
SELECT n.*, e.id, e.type, e.label, p.id AS paper, {sentence_of("n.surest")} AS sentence
FROM near n JOIN entities e ON e.id = n.other JOIN papers p ON p.id = n.surest.paper
ORDER BY n.support DESC, n.confidence DESC, n.predicate, e.id
"""


def neighbours(graph: "GraphTables", entity: str) -> RecordList[Neighbour]:
    """The neighbours of an entity, given by id, label or alias, best supported first.

    Raises:
        KgError: there is no such entity.
    """
    return graph.select(Neighbour, _NEIGHBOURS, {"entity": find_entity(graph, entity).id})
