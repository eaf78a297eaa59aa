"""The tables of a graph on disk: their columns, and the way between rows and records."""

import dataclasses
from collections.abc import Iterable, Mapping
from types import UnionType
from typing import Any, Final, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

import pyarrow as pa

from extractors.records import Extraction
from kg.records import Claim, Entity, Mention, MergeStep, Paper, Reject, Result

_Record = TypeVar("_Record")

SCHEMA_VERSION: Final = 2


def arrow_type(annotation: Any) -> pa.DataType:
    """The Arrow type of a record's field: str, int, float, bool, Literal, tuples, records, and these or None."""
    origin = get_origin(annotation)
    if origin is Literal:
        return pa.string()
    if origin in (Union, UnionType):
        return arrow_type(next(a for a in get_args(annotation) if a is not type(None)))
    if origin is tuple:
        return pa.list_(arrow_type(get_args(annotation)[0]))
    if dataclasses.is_dataclass(annotation):
        return pa.struct(record_fields(annotation))
    return {str: pa.string(), int: pa.int32(), float: pa.float64(), bool: pa.bool_()}[annotation]


def record_fields(record: Any) -> list[pa.Field]:
    """The Arrow fields of a record class, in its order."""
    hints = get_type_hints(record)
    return [pa.field(f.name, arrow_type(hints[f.name])) for f in dataclasses.fields(record)]


def _stored_mention() -> list[pa.Field]:
    return [*record_fields(Mention), pa.field("cluster", pa.int32())]


def _stored_variant() -> list[pa.Field]:
    return [pa.field("paper", pa.string()), *record_fields(Paper)]


# What a manifest names; each is sorted by the keys below, so that equal graphs are equal bytes.
TABLES: Final[Mapping[str, pa.Schema]] = {
    "papers": pa.schema(record_fields(Paper)),
    "variants": pa.schema(_stored_variant()),
    "mentions": pa.schema(_stored_mention()),
    "entities": pa.schema(record_fields(Entity)),
    "claims": pa.schema(record_fields(Claim)),
    "results": pa.schema(record_fields(Result)),
    "rejects": pa.schema(record_fields(Reject)),
}
SORT_KEYS: Final[Mapping[str, tuple[str, ...]]] = {
    "papers": ("id",),
    # Those of a paper are in the order of their fields.
    "variants": ("paper",),
    "mentions": ("paper", "section", "start", "end"),
    "entities": ("id",),
    "claims": ("subject", "predicate", "object", "paper"),
    "results": ("id",),
    "rejects": ("file", "line", "scope", "reason"),
}
# SQL for the confidence of a claim over its papers: independent papers combine as 1 - prod(1 - score), as votes do.
COMBINED_CONFIDENCE: Final = "round(1 - exp(sum(ln(greatest(1 - score, 1e-6)) ORDER BY paper)), 4)"
# One row a paper text: what the extractors found in it, under a key of the text and the extractors' fingerprint.
EXTRACTION_SCHEMA: Final = pa.schema([pa.field("key", pa.string()), *record_fields(Extraction)])


def to_table(name: str, records: Iterable[Any]) -> pa.Table:
    """Records as the Arrow table of that name."""
    return pa.Table.from_pylist([dataclasses.asdict(record) for record in records], schema=TABLES[name])


def from_row(record: type[_Record], row: Mapping[str, Any]) -> _Record:
    """The record of a row, whose columns are the record's fields."""
    return record(**{name: field_value(value) for name, value in row.items()})


def field_value(value: Any) -> Any:
    """A value of a row as a field holds it: lists are tuples, structures merge steps."""
    if isinstance(value, list):
        return tuple(MergeStep(**item) if isinstance(item, dict) else item for item in value)
    return value
