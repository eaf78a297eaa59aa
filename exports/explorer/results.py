"""The stated results that concern what the page shows, for its leaderboards and cards."""

from typing import Any, Final

from kg.graph import Graph

SLOTS: Final = ("method", "task", "dataset", "metric")


def result_rows(graph: Graph, paper_of: dict[str, int], node_of: dict[str, int]) -> dict[str, Any]:
    """Results of the page's papers about at least one node shown: a list of names, and rows that refer to it.

    A name is label, type and the number of its node, -1 if it is not shown.
    """
    labels = {entity.id: (entity.label, entity.type) for entity in graph.entities()}
    names: list[list[Any]] = []
    number: dict[str, int] = {}

    def name_of(identifier: str | None) -> int:
        if identifier is None:
            return -1
        if identifier not in number:
            number[identifier] = len(names)
            label, type_name = labels[identifier]
            names.append([label, type_name, node_of.get(identifier, -1)])
        return number[identifier]

    rows = []
    for result in graph.results():
        slots = [getattr(result, slot) for slot in SLOTS]
        paper = paper_of.get(result.paper)
        if paper is None or not any(slot in node_of for slot in slots):
            continue
        rows.append(
            [
                *(name_of(slot) for slot in slots),
                paper,
                result.value,
                result.unit or "",
                result.bound,
                result.kind,
                result.quote,
                round(result.score, 2),
            ]
        )
    fields = [*SLOTS, "paper", "value", "unit", "bound", "kind", "quote", "score"]
    return {"fields": fields, "names": names, "rows": rows}
