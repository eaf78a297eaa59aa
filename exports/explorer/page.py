"""One HTML file with everything inside: the built program, the data, and a policy that admits nothing else."""

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import ClassVar, Final

import markupsafe

from exports.explorer.data import page_data
from exports.explorer.selection import Cut
from exports.html_page import source_hash, template
from exports.registry import replacing
from kg.graph import Graph

# Built by `npm run build` in web/; see its README.
_STATIC: Final = Path(__file__).with_name("static")


@dataclass(frozen=True, slots=True)
class Page:
    """A page and its Content-Security-Policy, which it also carries in itself."""

    html: str
    policy: str


def explorer_html(graph: Graph, cut: Cut | None = None) -> str:
    """The page as one file.

    Raises:
        ExportError: the focus of the cut is not in the graph, or nothing is left to show.
    """
    return explorer_page(graph, cut).html


def explorer_page(graph: Graph, cut: Cut | None = None, *, query_page: str | None = None) -> Page:
    """The page and its policy; `query_page` is the address that it links to for queries, if there is one.

    Raises:
        ExportError: the focus of the cut is not in the graph, or nothing is left to show.
    """
    data = page_data(graph, cut or Cut())
    script = _asset("explorer.js").replace("</script", "<\\/script").replace("<!--", "<\\!--")
    style = _asset("explorer.css").replace("</style", "<\\/style")
    policy = (
        f"default-src 'none'; script-src {source_hash(script)}; style-src {source_hash(style)}; img-src data: blob:; "
        "base-uri 'none'; form-action 'none'"
    )
    html = template(_STATIC, "page.html").render(
        policy=policy,
        script=markupsafe.Markup(script),
        style=markupsafe.Markup(style),
        blocks=data.blocks,
        query_page=query_page,
        title=f"paperkg: {data.papers:,} papers, {data.entities:,} entities, {data.statements:,} statements",
    )
    return Page(html, policy)


def _asset(name: str) -> str:
    return (_STATIC / name).read_text(encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Explorer:
    """The large picture: what `cut` keeps, up to 50,000 nodes."""

    cut: Cut = field(default_factory=Cut)
    name: ClassVar[str] = "explorer"
    summary: ClassVar[str] = "one HTML page to explore the graph in: search, filter, time, evidence; offline"

    def configured(self, cut: Cut) -> "Explorer":
        """The same format with another cut."""
        return replace(self, cut=cut)

    def export(self, graph: Graph, path: Path) -> list[Path]:
        """Write the page.

        Raises:
            ExportError: the focus of the cut is not in the graph, nothing is left, or the file cannot be written.
        """
        with replacing(path) as out:
            out.write(explorer_html(graph, self.cut).encode())
        return [path]
