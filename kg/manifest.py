"""The manifest of a graph directory: what the committed graph consists of."""

import hashlib
import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Final

from kg.errors import NewerGraphError, StoreError
from kg.tables import SCHEMA_VERSION, TABLES

MANIFEST: Final = "manifest.json"
#: What a manifest is called until it takes its place.
ASIDE: Final = MANIFEST + ".tmp"
# Of a correction: action, type, name, target, file, line.
_CURATION_FIELDS: Final = 6


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a committed graph consists of: relative file and row count by table, and what made it.

    `curation` holds the user's corrections that the tables follow, as lists of the fields of a `CurationLine`.
    """

    schema: int
    ontology: str
    model: str
    fingerprint: str
    tables: dict[str, str]
    rows: dict[str, int]
    curation: list[list[str | int]] = field(default_factory=list)

    @property
    def stamp(self) -> str:
        """A digest that changes whenever the tables do, for derived indexes."""
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()[:16]


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a graph directory.

    Raises:
        StoreError: there is no graph here, or it is damaged or of another schema.
    """
    path = folder / MANIFEST
    if not path.is_file():
        raise StoreError(f"{folder}: there is no graph here; build one with `kg build SOURCE -o {folder}`")
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        schema = data["schema"]
        if type(schema) is not int:
            raise TypeError("its schema is no number")
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise StoreError(
            f"{path}: the manifest is damaged ({error}); restore it, or build the graph anew with --fresh"
        ) from error
    if schema > SCHEMA_VERSION:
        raise NewerGraphError(
            f"{folder}: made by a newer paperkg (schema {schema}, this one reads {SCHEMA_VERSION}); upgrade"
        )
    if schema < SCHEMA_VERSION:
        raise StoreError(
            f"{folder}: made by an older paperkg (schema {schema}, this one reads {SCHEMA_VERSION}); build it "
            f"anew from its own papers with `kg build {folder} -o NEW_FOLDER`"
        )
    try:
        manifest = Manifest(**data)
        if not _is_well_formed(manifest):
            raise TypeError("a value of another kind")
        missing = [name for name in TABLES if not (folder / manifest.tables[name]).is_file()]
    except (TypeError, KeyError, ValueError, OSError) as error:
        raise StoreError(
            f"{path}: the manifest is damaged ({error}); restore it or build the graph anew with --fresh"
        ) from error
    if missing:
        raise StoreError(
            f"{folder}: the file of table {missing[0]!r} is missing; restore it from a copy, or build the graph "
            "anew from all its sources with --fresh"
        )
    return manifest


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Put a manifest in the place of the one before, at once, its bytes being on the disk.

    Raises:
        OSError: the disk refuses; the one before stays.
    """
    text = json.dumps(asdict(manifest), indent=2, sort_keys=True) + "\n"
    aside = folder / ASIDE
    with aside.open("w", encoding="utf-8") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    os.replace(aside, folder / MANIFEST)


def _is_well_formed(manifest: Manifest) -> bool:
    """Whether the values of a manifest, as they came from JSON, are of the kinds that they must be."""
    texts, lines = (manifest.ontology, manifest.model, manifest.fingerprint), manifest.curation
    return (
        all(isinstance(text, str) for text in texts)
        and isinstance(manifest.tables, dict)
        and isinstance(manifest.rows, dict)
        and manifest.tables.keys() == manifest.rows.keys() == TABLES.keys()
        and all(isinstance(file, str) for file in manifest.tables.values())
        and all(type(count) is int for count in manifest.rows.values())
        and isinstance(lines, list)
        and all(isinstance(line, list) and len(line) == _CURATION_FIELDS for line in lines)
    )
