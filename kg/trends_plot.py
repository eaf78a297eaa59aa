"""Trends as a picture: a row of bars for each entity, all on the same scales. Needs matplotlib."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from kg.errors import ExportError
from kg.trends import Trend

#: Entities drawn: more rows than this are too thin to read on one page.
MAX_ROWS: Final = 20
# Colour-blind safe blue of Okabe and Ito, as the pictures of the graph have it.
_COLOUR: Final = "#0072B2"


def plot_trends(found: Sequence[Trend], path: Path) -> None:
    """Draw the papers of up to 20 entities by period into a .png or .svg file; equal trends give equal bytes.

    Raises:
        ExportError: matplotlib is missing, there is nothing to draw, or the file cannot be written.
    """
    try:
        import matplotlib as mpl
    except ImportError as error:
        raise ExportError("drawing needs matplotlib; install it with pip install 'paperkg[plot]'") from error
    if not found:
        raise ExportError("no entity is in enough dated papers to be drawn; build the graph from more papers")
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure
    from matplotlib.ticker import MaxNLocator

    rows = found[:MAX_ROWS]
    periods = list(rows[0].counts)
    figure = Figure(figsize=(9, 0.8 + 0.42 * len(rows)), layout="constrained")
    FigureCanvasAgg(figure)
    most = max(max(trend.counts.values()) for trend in rows)
    for axes, trend in zip(figure.subplots(len(rows), 1, sharex=True, squeeze=False)[:, 0], rows, strict=True):
        axes.bar(range(len(periods)), list(trend.counts.values()), width=0.8, color=_COLOUR)
        axes.set_ylim(0, most)
        axes.set_yticks([])
        axes.spines[["top", "left", "right"]].set_visible(False)
        axes.set_ylabel(trend.label.replace("$", r"\$"), rotation=0, ha="right", va="center", fontsize=9)
        axes.annotate(f"{trend.papers:,}", (1.01, 0.5), xycoords="axes fraction", va="center", fontsize=9)
    axes.xaxis.set_major_locator(MaxNLocator(min(len(periods), 12), integer=True))
    axes.xaxis.set_major_formatter(lambda place, _: periods[int(place)] if 0 <= place < len(periods) else "")
    figure.suptitle(f"Papers by period, at most {most:,} in one; the sum on the right", fontsize=10)
    try:
        with mpl.rc_context({"svg.hashsalt": "paperkg"}):
            figure.savefig(path, metadata={"Date": None} if path.suffix == ".svg" else None)
    except (OSError, ValueError) as error:
        raise ExportError(f"{path}: the plot cannot be written ({error}); name a .png or .svg file") from error
