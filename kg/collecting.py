"""The papers of a graph collected from any number of records in bounded memory: `kg.papers.collect`, for files.

Records go to a file with their light keys. DuckDB finds the keys that share something with another, the only ones that
are held in memory; their papers are joined back, and the records, sorted by paper, are merged as they come by. Equal
sets of records give equal bytes, in whatever order and portions they were read.
"""

import dataclasses
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from itertools import chain, groupby, islice
from pathlib import Path
from typing import Any, Final

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from kg.identity import Key, key, paper_ids
from kg.papers import Variant, as_read, merge
from kg.papers_table import BATCH, paper_from_row, stored_papers
from kg.records import Paper
from kg.sql import sql_connection
from kg.tables import TABLES, record_fields, to_rows, to_table

_PAPER_COLUMNS: Final = TABLES["papers"].names
# Of a record: its fields, those of its key, a digest of the key, the paper it is if it shares nothing, and whether the
# graph had it before.
_KEY_FIELDS: Final = [pa.field(f"key_{field.name}", field.type) for field in record_fields(Key)]
_RECORDS: Final = pa.schema(
    [
        *TABLES["papers"],
        *_KEY_FIELDS,
        pa.field("digest", pa.string()),
        pa.field("own", pa.string()),
        pa.field("stored", pa.bool_()),
    ]
)
# Distinct keys that share an identifier or a title with another.
_SHARED: Final = """
WITH keys AS (SELECT DISTINCT ON (digest) digest, columns('key_.*') FROM read_parquet($records)),
names AS (
    SELECT digest, unnest([
        if(key_arxiv_id = '', NULL, 'arxiv/' || key_arxiv_id), if(key_doi = '', NULL, 'doi/' || key_doi),
        if(key_id = '', NULL, key_id), if(key_title = '', NULL, 'title/' || key_title)
    ]) AS name FROM keys
),
shared AS (SELECT name FROM names WHERE name IS NOT NULL GROUP BY name HAVING count(DISTINCT digest) > 1)
SELECT DISTINCT keys.* FROM keys JOIN names USING (digest) JOIN shared USING (name) ORDER BY digest
"""


@dataclass(frozen=True, slots=True)
class Collected:
    """The tables of papers and of variants, and the number of papers."""

    papers: Path
    variants: Path
    count: int


def collect_files(read: Path, stored: tuple[Path, Path] | None, work: Path, *, replace: bool = False) -> Collected:
    """Write the papers of a file of records and of a graph's tables.

    Args:
        read: records of a reading, in any order.
        stored: the tables of papers and of variants so far.
        work: the folder to write in.
        replace: a paper that was read stands in place of the stored one, instead of adding to it.
    """
    records = work / "records.parquet"
    before = _stored_records(*stored) if stored else iter(())
    _write_records(chain(((paper, True) for paper in before), ((p, False) for p in stored_papers(read))), records)
    with sql_connection() as sql:
        _assign(sql, records)
        if replace:
            remaining = work / "remaining.parquet"
            sql.execute(
                f"COPY (SELECT {_names(_RECORDS.names)} FROM records SEMI JOIN "
                "(SELECT paper, bool_and(stored) AS untouched FROM records GROUP BY paper) papers "
                "ON papers.paper = records.paper AND (papers.untouched OR NOT records.stored)) "
                f"TO '{str(remaining).replace(chr(39), chr(39) * 2)}' (FORMAT parquet)"
            )
            _assign(sql, remaining)
        rows = sql.sql(f"SELECT {_names(_PAPER_COLUMNS)}, paper FROM records ORDER BY paper").to_arrow_reader(BATCH)
        return _write(rows, work)


def variants_without(stored: Path, ids: Iterable[str], target: Path) -> None:
    """Write a table of variants without those of some papers."""
    gone = set(ids)
    with pq.ParquetWriter(target, TABLES["variants"], compression="zstd") as out, pq.ParquetFile(stored) as file:
        for batch in file.iter_batches(BATCH):
            kept = [row for row in batch.to_pylist() if row["paper"] not in gone]
            if kept:
                out.write_table(pa.Table.from_pylist(kept, schema=TABLES["variants"]))


def _names(columns: Iterable[str]) -> str:
    return ", ".join(f'records."{name}"' for name in columns)


def _stored_records(papers: Path, variants: Path) -> Iterator[Paper]:
    """The records that a graph's papers are made of."""
    several = set(pq.read_table(variants, columns=["paper"])["paper"].to_pylist())
    yield from (paper for paper in stored_papers(papers) if paper.id not in several)
    with pq.ParquetFile(variants) as file:
        for batch in file.iter_batches(BATCH):
            for row in batch.to_pylist():
                del row["paper"]
                yield paper_from_row(row)


def _write_records(records: Iterable[tuple[Paper, bool]], path: Path) -> None:
    source = ((as_read(paper), stored) for paper, stored in records)
    with pq.ParquetWriter(path, _RECORDS, compression="zstd") as out:
        while batch := list(islice(source, BATCH)):
            rows = to_rows(paper for paper, _ in batch)
            for row, (paper, stored) in zip(rows, batch, strict=True):
                found = key(paper)
                row |= {f"key_{name}": value for name, value in asdict(found).items()}
                row |= {"digest": _digest(found), "own": paper_ids([found])[0], "stored": stored}
            out.write_table(pa.Table.from_pylist(rows, schema=_RECORDS))


def _key(values: Sequence[Any]) -> Key:
    """A key of the values of its columns."""
    fields = {field.name: value for field, value in zip(dataclasses.fields(Key), values, strict=True)}
    return Key(**{**fields, "surnames": tuple(fields["surnames"])})


def _digest(found: Key) -> str:
    return sha256(repr(found).encode(errors="surrogatepass")).hexdigest()[:32]


def _assign(sql: duckdb.DuckDBPyConnection, records: Path) -> None:
    """Make the view `records`, each with the paper that it is of."""
    values = {"records": str(records)}
    shared = sql.execute(_SHARED, values).fetchall()
    keys = [_key(row[1:]) for row in shared]
    papers = pa.table({"digest": [row[0] for row in shared], "paper": pa.array(paper_ids(keys), pa.string())})
    sql.execute("DROP VIEW IF EXISTS records")
    sql.register("assigned", papers)
    sql.from_parquet(str(records)).create_view("read_records")
    sql.execute(
        "CREATE VIEW records AS SELECT r.*, coalesce(a.paper, r.own) AS paper "
        "FROM read_records r LEFT JOIN assigned a USING (digest)"
    )


def _write(rows: Iterable[pa.RecordBatch], work: Path) -> Collected:
    """Merge records that come by paper."""
    found = Collected(work / "papers.parquet", work / "variants.parquet", 0)
    count = 0
    papers: list[Paper] = []
    variants: list[Variant] = []
    with (
        pq.ParquetWriter(found.papers, TABLES["papers"], compression="zstd") as papers_out,
        pq.ParquetWriter(found.variants, TABLES["variants"], compression="zstd") as variants_out,
    ):

        def flush() -> None:
            if papers:
                papers_out.write_table(to_table("papers", papers))
            if variants:
                stored = [{"paper": variant.paper, **asdict(variant.record)} for variant in variants]
                variants_out.write_table(pa.Table.from_pylist(stored, schema=TABLES["variants"]))
            papers.clear()
            variants.clear()

        records = ((row.pop("paper"), paper_from_row(row)) for batch in rows for row in batch.to_pylist())
        for identifier, group in groupby(records, key=lambda pair: pair[0]):
            same = {record for _, record in group}
            papers.append(merge(identifier, same))
            if len(same) > 1:
                variants += [Variant(identifier, record) for record in sorted(same, key=repr)]
            count += 1
            if len(papers) == BATCH:
                flush()
        flush()
    return Collected(found.papers, found.variants, count)
