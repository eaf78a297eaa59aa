"""Rows as pandas data frames; pandas is needed for these alone."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from kg.errors import KgError
from kg.tables import TABLES

if TYPE_CHECKING:
    import pandas as pd

    from kg.graph import Graph


def to_frame(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> "pd.DataFrame":
    """Rows under named columns.

    Raises:
        KgError: pandas is not installed.
    """
    frame: pd.DataFrame = _pandas().DataFrame(list(rows), columns=list(columns))
    return frame


def table_frame(graph: "Graph", table: str) -> "pd.DataFrame":
    """A table of a graph, or its statements, straight from Arrow: a column a field.

    Raises:
        KgError: pandas is not installed, or there is no such table.
    """
    _pandas()
    known = [*TABLES, "statements"]
    if table not in known:
        raise KgError(f"there is no table {table!r}; the tables are {', '.join(known)}")
    query = graph.statements_query if table == "statements" else f"SELECT * FROM {table}"
    frame: pd.DataFrame = graph.arrow(query).to_pandas()
    return frame


def _pandas() -> Any:
    try:
        import pandas as pd
    except ImportError as error:
        raise KgError("data frames need pandas; install it with pip install 'paperkg[pandas]'") from error
    return pd
