"""A graph whose papers try to run code in a page that shows them."""

import kg
from tests.support import json_lines

TITLES = (
    "<script>alert(1)</script> ResNet-50",
    "</script><script>alert(2)</script> in Titles",
    '<a href="javascript:alert(3)">href</a> Considered',
    "<img src=x onerror=alert(4)> and Images",
    "{{ 7 * 7 }} {% raw %} ${alert(5)} Templates",
    "<!--<script> Comments",
    "\u2028 Separators \u2029 & Ampersands &lt; \\u003c",
)


def hostile_graph(folder):
    """The graph, built under a folder."""
    source = folder / "hostile.jsonl"
    source.write_text(
        json_lines({"title": title, "abstract": f"We study ImageNet. {title} has an accuracy."} for title in TITLES)
    )
    kg.build(source, folder / "graph", model="rules")
    return kg.open(folder / "graph")
