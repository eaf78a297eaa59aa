"""Where the files of a build are: the sources as the user names them, their copies on this machine, and the graph."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

_ADDRESS: Final = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Places:
    """The sources of a build, the files of this machine that hold those of them that are elsewhere, and the graph."""

    sources: Sequence[str]
    graph: Path
    copies: Mapping[str, Path] = field(default_factory=dict)


def is_address(place: str) -> bool:
    """Whether what the user names is an address (hdfs://...), not a path of this machine."""
    return _ADDRESS.match(place) is not None
