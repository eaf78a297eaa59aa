"""`python -m kg.cookbook GRAPH > docs/queries.md`: the cookbook with the answers of the shipped example."""

import sys

from kg.cookbook.document import document
from kg.graph import open_graph

if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.stdout.write(document(open_graph(sys.argv[1])))
