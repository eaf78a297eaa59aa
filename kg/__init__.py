"""paperkg: titles and abstracts become a typed, dated knowledge graph that says where it knows things from.

>>> import kg  # doctest: +SKIP
>>> kg.build("page.txt", "graph/")  # doctest: +SKIP
>>> kg.open("graph/").entities(type="Method")  # doctest: +SKIP
"""

from typing import TYPE_CHECKING, Any

from kg.errors import KgError

if TYPE_CHECKING:
    from kg.builder import build
    from kg.graph import Graph
    from kg.graph import open_graph as open  # noqa: A004
    from kg.removal import remove

__all__ = ["Graph", "KgError", "build", "open", "remove"]
__version__ = "0.1.0"

# Names are imported when first used: asking a graph needs no spaCy, whose import takes a second.
_HOMES = {
    "build": ("kg.builder", "build"),
    "remove": ("kg.removal", "remove"),
    "Graph": ("kg.graph", "Graph"),
    "open": ("kg.graph", "open_graph"),
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'kg' has no attribute {name!r}")
    from importlib import import_module

    module, attribute = _HOMES[name]
    value = getattr(import_module(module), attribute)
    globals()[name] = value
    return value
