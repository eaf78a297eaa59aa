"""The explorer: a graph as one HTML file to search, filter and read the evidence in, offline."""

from exports.explorer.page import Explorer, Page, explorer_html, explorer_page
from exports.explorer.selection import MAX_NODES, Cut

__all__ = ["MAX_NODES", "Cut", "Explorer", "Page", "explorer_html", "explorer_page"]
