"""The explorer: a graph as one HTML file to search, filter and read the evidence in, offline."""

from exports.explorer.page import Explorer, explorer_html
from exports.explorer.selection import MAX_NODES, Cut

__all__ = ["MAX_NODES", "Cut", "Explorer", "explorer_html"]
