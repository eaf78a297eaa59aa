"""paperkg: titles and abstracts become a typed, dated knowledge graph that says where it knows things from.

>>> import kg
>>> g = kg.build("examples/four-papers.jsonl", "graph/", model="rules")
>>> sorted(method.label for method in g.entities("Method"))
['ResNet-50', 'SqueezeBlock', 'diffusion model']
>>> kg.extract("We train ResNet on ImageNet.", model="rules").entities[1].name
'ImageNet'
"""

from typing import TYPE_CHECKING, Any

from kg.errors import KgError

if TYPE_CHECKING:
    from extractors.findings import Findings
    from kg.api import build, extract
    from kg.graph import Graph
    from kg.graph import open_graph as open  # noqa: A004
    from kg.removal import remove

__all__ = ["Findings", "Graph", "KgError", "build", "extract", "open", "remove"]
__version__ = "0.1.0"

# Names are imported when first used: asking a graph needs no spaCy, whose import takes a second.
_HOMES = {
    "Findings": ("extractors.findings", "Findings"),
    "Graph": ("kg.graph", "Graph"),
    "build": ("kg.api", "build"),
    "extract": ("kg.api", "extract"),
    "remove": ("kg.removal", "remove"),
    "open": ("kg.graph", "open_graph"),
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'kg' has no attribute {name!r}")
    from importlib import import_module

    from kg.packages import check_packages

    check_packages()
    module, attribute = _HOMES[name]
    value = getattr(import_module(module), attribute)
    globals()[name] = value
    return value
