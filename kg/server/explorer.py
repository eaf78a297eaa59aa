"""The explorer page of the served graph, made anew when the graph is rebuilt."""

import asyncio
from collections.abc import Callable
from pathlib import Path

from kg.graph import Graph, open_graph

#: Makes the page of a graph and its Content-Security-Policy; given by whoever starts the server, since exporters build
#: on this package.
MakePage = Callable[[Graph], tuple[str, str]]


class ExplorerPage:
    """Makes the page at the first request and keeps it as long as the tables stay."""

    def __init__(self, path: Path, make: MakePage) -> None:
        self._path, self._make = path, make
        self._making = asyncio.Lock()
        self._stamp = ""
        self._page = "", ""

    async def page(self) -> tuple[str, str]:
        """The page and its policy, of the tables that are committed at that moment.

        Raises:
            StoreError: the graph is damaged or gone.
            ExportError: the graph holds nothing to show.
        """
        async with self._making:
            graph = open_graph(self._path)
            if graph.manifest.stamp != self._stamp:
                self._page = await asyncio.to_thread(self._make, graph)
                self._stamp = graph.manifest.stamp
            return self._page
