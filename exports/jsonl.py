"""JSON Lines: a folder with one file a table, one object a line, fields named as the records'."""

import dataclasses
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from exports.registry import replacing, require_folder
from kg.graph import Graph


class JsonLines:
    """papers, entities, mentions, claims and results, as other tools read them."""

    name = "jsonl"
    summary = "a folder of JSON Lines files, one a table"

    def export(self, graph: Graph, path: Path) -> list[Path]:
        """Write the five files into a folder.

        Raises:
            ExportError: the path is a file.
        """
        require_folder(path, "jsonl")
        tables: dict[str, Sequence[Any]] = {
            "papers": graph.papers(),
            "entities": graph.entities(),
            "mentions": graph.mentions(),
            "claims": graph.claims(),
            "results": graph.results(),
        }
        written = []
        for name, records in tables.items():
            target = path / f"{name}.jsonl"
            with replacing(target) as out:
                for record in records:
                    out.write(json.dumps(dataclasses.asdict(record), ensure_ascii=False).encode() + b"\n")
            written.append(target)
        return written
