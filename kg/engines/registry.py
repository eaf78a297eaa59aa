"""The names of the engines, and what tells a path from a URL that only Spark reads."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from kg.errors import EngineError

LOCAL: Final = "local"
SPARK: Final = "spark"
ENGINES: Final = (LOCAL, SPARK)

# A drive letter is no scheme.
_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:/")


def has_scheme(place: str) -> bool:
    """Whether a source or output is a URL, such as s3a://bucket/folder, hdfs:///folder or file:///folder."""
    return bool(_SCHEME.match(place))


def check_local(engine: str, places: Iterable[str | Path]) -> None:
    """Refuse what the local engine cannot do.

    Raises:
        EngineError: another engine is meant, or a place is a URL.
    """
    if engine != LOCAL:
        raise EngineError(f"unknown engine {engine!r}; known are {', '.join(ENGINES)}")
    for place in places:
        if isinstance(place, str) and has_scheme(place):
            raise EngineError(f"{place}: only the spark engine reads and writes URLs; add --engine spark")
