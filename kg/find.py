"""Finds entities by name, and names similar ones where there is none."""

from typing import TYPE_CHECKING, Final

from kg.errors import KgError
from kg.records import Entity

if TYPE_CHECKING:
    from kg.graph_tables import GraphTables

# Of an id, or of a label or alias in any letter case; the id first, then what most papers name.
_FIND: Final = """
SELECT * FROM entities
WHERE (id = $name OR list_contains(list_transform(list_append(aliases, label), lambda n: lower(n)), lower($name)))
  AND type = coalesce($type, type)
ORDER BY id <> $name, paper_count DESC, id
LIMIT 1
"""
# Jaro-Winkler similarity favours a common beginning, as typing errors do; equal similarity goes by papers.
_SIMILAR: Final = """
WITH names AS (
    SELECT id, paper_count, unnest(list_append(aliases, label)) AS name,
        jaro_winkler_similarity(lower(name), lower($name)) AS similarity
    FROM entities WHERE type = coalesce($type, type)
)
SELECT min_by(name, (-similarity, name)) FROM names WHERE similarity >= $least
GROUP BY id ORDER BY max(similarity) DESC, any_value(paper_count) DESC, id LIMIT $count
"""
# Similarity of a typical misspelling: one wrong letter in six gives 0.9, two swapped ones 0.95.
_LEAST_SIMILARITY: Final = 0.86
_SUGGESTIONS: Final = 3
# The same measure of titles, which are longer: more of them must agree.
_SIMILAR_TITLES: Final = """
WITH titles AS (
    SELECT id, title, jaro_winkler_similarity(lower(title), lower($name)) AS similarity FROM papers
)
SELECT title FROM titles WHERE similarity >= $least ORDER BY similarity DESC, id LIMIT $count
"""
_LEAST_TITLE_SIMILARITY: Final = 0.92


def find_entity(graph: "GraphTables", name: str, type: str | None = None) -> Entity:
    """The entity of an id, label or alias (in any letter case); of several the one in most papers.

    Raises:
        KgError: there is none (of that type); the sentence names similar ones.
    """
    found = graph.select(Entity, _FIND, {"name": name, "type": type})
    if found:
        return found[0]
    what = type.lower() if type else "entity"
    near = similar_names(graph, name, type)
    hint = did_you_mean(near) if near else "`kg stats` lists frequent ones"
    raise KgError(f"no {what} is called {name!r}; {hint}")


def similar_names(graph: "GraphTables", name: str, type: str | None = None) -> list[str]:
    """Names like a name, of up to three entities, most similar first."""
    parameters = {"name": name, "type": type, "least": _LEAST_SIMILARITY, "count": _SUGGESTIONS}
    return [found for (found,) in graph.sql(_SIMILAR, parameters).fetchall()]


def similar_titles(graph: "GraphTables", name: str) -> list[str]:
    """Titles of up to three papers like a text, most similar first."""
    parameters = {"name": name, "least": _LEAST_TITLE_SIMILARITY, "count": _SUGGESTIONS}
    return [title for (title,) in graph.sql(_SIMILAR_TITLES, parameters).fetchall()]


def did_you_mean(names: list[str]) -> str:
    """The question that ends an error where similar names are known."""
    return f"did you mean {' or '.join(map(repr, names))}?"
