"""What the site has beyond docs/: the project's own pages, the files of the repository that pages link to, a table.

A link like `../ontology/paperkg.ttl` leads to the file in the repository; the site has a copy of it under `files/`.
"""

import posixpath
import re
from pathlib import Path
from typing import Final

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

ROOT: Final = Path(__file__).parent.parent.parent
#: Pages of the top level, and where the site has them.
TOP_PAGES: Final = {"CHANGELOG.md": "changelog.md", "CONTRIBUTING.md": "contributing.md", "SECURITY.md": "security.md"}
_LINK: Final = re.compile(r"(\]\()([^)#\s]+)(#[^)\s]*)?(\))")
_MERMAID: Final = re.compile(r"^```mermaid\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_EDGE: Final = re.compile(r'^ *(\w+) -->\|"([^"]+)"\| (\w+)$', re.MULTILINE)


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages of the top level, and every file outside docs/ that a page links to."""
    for name, page in TOP_PAGES.items():
        files.append(File.generated(config, page, abs_src_path=str(ROOT / name)))
    for page in list(files.documentation_pages()):
        for match in _LINK.finditer(page.content_string):
            target = _outside(page.src_uri, match[2])
            if target and f"files/{target}" not in files.src_uris:
                files.append(File.generated(config, f"files/{target}", abs_src_path=str(ROOT / target)))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Links out of docs/ lead to the copies; the diagram of the ontology becomes a table."""

    def moved(match: re.Match[str]) -> str:
        uri, fragment = match[2], match[3] or ""
        if "://" in uri:
            return match[0]
        if page.file.src_uri in TOP_PAGES.values():
            uri = uri.removeprefix("docs/") if uri.startswith("docs/") else TOP_PAGES.get(uri, uri)
        target = _outside(page.file.src_uri, match[2])
        if target in TOP_PAGES:
            uri = TOP_PAGES[target]
        elif target:
            uri = f"files/{target}"
        return f"{match[1]}{uri}{fragment}{match[4]}"

    return _MERMAID.sub(_table, _LINK.sub(moved, markdown))


def _outside(page: str, link: str) -> str | None:
    """The path from the top level of a file that a page links to and that is not in docs/."""
    if "://" in link or link.startswith("mailto:"):
        return None
    base = "" if page in TOP_PAGES.values() else posixpath.join("docs", posixpath.dirname(page))
    target = posixpath.normpath(posixpath.join(base, link))
    return None if target.startswith(("docs/", "..")) or not (ROOT / target).is_file() else target


def _table(diagram: re.Match[str]) -> str:
    """The labelled edges of a Mermaid flow chart, which browsers can draw only with a program from elsewhere."""
    rows = [f"| {start} | {label} | {end} |" for start, label, end in _EDGE.findall(diagram[1])]
    return "\n".join(["| from | property | to |", "|---|---|---|", *rows])
