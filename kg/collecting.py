"""The papers of a graph collected from any number of records in bounded memory.

Identifiers and titles find the records that share one; `kg.identity` decides among those alone, whose keys are all that
is held in memory. DuckDB brings the records of each paper together, on disk where they exceed its memory. All others
are papers as they stand. Equal sets of records give equal bytes, in whatever order and portions they were read.
"""

from collections.abc import Collection, Iterator
from dataclasses import asdict, dataclass
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Final

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from kg.identifiers import normalise_title, paper_id
from kg.identity import Key, is_made_of_title, key, paper_ids
from kg.papers import as_read, merge
from kg.papers_table import BATCH, paper_from_row, write_papers
from kg.records import Paper
from kg.row_groups import write_rows
from kg.sql import quoted, sql_connection
from kg.tables import TABLES

_COLUMNS: Final = ", ".join(f'"{name}"' for name in TABLES["papers"].names)
# Every record under a number of its own: those that were read first, then papers of one record, then variants.
_RECORDS: Final = """
CREATE VIEW record AS
SELECT file_row_number AS number, true AS is_read, {columns}
    FROM read_parquet({read}, file_row_number = true)
UNION ALL
SELECT 1099511627776 + file_row_number, false, {columns}
    FROM read_parquet({papers}, file_row_number = true)
    WHERE id NOT IN (SELECT paper FROM read_parquet({variants})) AND id NOT IN (SELECT id FROM dropped)
UNION ALL
SELECT 2199023255552 + file_row_number, false, {columns}
    FROM read_parquet({variants}, file_row_number = true) WHERE paper NOT IN (SELECT id FROM dropped)
"""


@dataclass(frozen=True, slots=True)
class PaperFiles:
    """The tables of papers, and of the records of those that were met in several."""

    papers: Path
    variants: Path


def collect_files(
    read: Path | None,
    stored: PaperFiles | None,
    work: Path,
    *,
    replace: bool = False,
    dropped: Collection[str] = (),
) -> PaperFiles:
    """Write the papers of a file of records and of a graph's tables.

    Args:
        read: records of a reading, in any order.
        stored: the tables so far.
        work: the folder to write in.
        replace: records that were read stand in place of the stored ones of their papers, instead of adding to them.
        dropped: ids of stored papers to leave out.
    """
    found = PaperFiles(work / "papers.parquet", work / "variants.parquet")
    with sql_connection() as sql:
        _view(sql, read, stored, dropped, work)
        _find_sharing(sql)
        _assign(sql, replace)
        merged = work / "merged.parquet"
        _write_groups(sql, merged, found.variants)
        papers = sql.sql(
            f"SELECT {_COLUMNS} FROM record WHERE number NOT IN (SELECT number FROM assigned) "
            f"UNION ALL SELECT {_COLUMNS} FROM read_parquet({quoted(str(merged))}) ORDER BY id"
        )
        write_rows(papers.to_arrow_reader(BATCH), found.papers, TABLES["papers"])
    return found


def _view(
    sql: duckdb.DuckDBPyConnection,
    read: Path | None,
    stored: PaperFiles | None,
    dropped: Collection[str],
    work: Path,
) -> None:
    """Make the view `record` of all records."""
    # A file of no rows stands for one that there is not.
    nothing = work / "nothing.parquet"
    pq.write_table(TABLES["variants"].empty_table(), nothing)
    sql.from_arrow(pa.table({"id": pa.array(sorted(dropped), pa.string())})).create("dropped")
    files = {
        "read": read or nothing,
        "papers": stored.papers if stored else nothing,
        "variants": stored.variants if stored else nothing,
    }
    sql.execute(_RECORDS.format(columns=_COLUMNS, **{name: quoted(str(path)) for name, path in files.items()}))


def _find_sharing(sql: duckdb.DuckDBPyConnection) -> None:
    """Make `sharing`: the numbers of records that share a name or title, or were read with another id."""
    sql.execute("CREATE TABLE named (number BIGINT, name VARCHAR, alone BOOLEAN)")
    rows = sql.cursor().sql("SELECT number, id, title, arxiv_id, doi FROM record").to_arrow_reader(BATCH * 8)
    for batch in rows:
        numbers, names, alone = [], [], []
        columns = (column.to_pylist() for column in batch.columns)
        for number, identifier, title, arxiv_id, doi in zip(*columns, strict=True):
            made = is_made_of_title(identifier)
            own = {f"title {normalise_title(title)}", *([] if made else [identifier])}
            own |= {f"{kind}/{value}" for kind, value in (("arxiv", arxiv_id), ("doi", doi)) if value}
            numbers += [number] * len(own)
            names += sorted(own)
            # A paper that other works of its title have parted with has another id than its records.
            alone += [not made or paper_id(title) == identifier] * len(own)
        sql.register("batch", pa.table({"number": numbers, "name": names, "alone": alone}))
        sql.execute("INSERT INTO named FROM batch")
    sql.execute(
        "CREATE TABLE sharing AS SELECT DISTINCT number FROM named "
        "WHERE NOT alone OR name IN (SELECT name FROM named GROUP BY name HAVING count(*) > 1)"
    )


def _assign(sql: duckdb.DuckDBPyConnection, replace: bool) -> None:
    """Make `assigned`: the paper of each record in `sharing`, null for a record that another stands in place of."""
    chosen = f"SELECT number, is_read, {_COLUMNS} FROM record WHERE number IN (FROM sharing) ORDER BY number"
    numbers: list[int] = []
    are_read: list[bool] = []
    keys: list[Key] = []
    for batch in sql.cursor().sql(chosen).to_arrow_reader(BATCH):
        for row in batch.to_pylist():
            numbers.append(row.pop("number"))
            are_read.append(row.pop("is_read"))
            keys.append(key(paper_from_row(row)))
    papers: list[str | None] = [*paper_ids(keys)]
    if replace:
        new = {paper for paper, is_read in zip(papers, are_read, strict=True) if is_read}
        kept = [n for n, paper in enumerate(papers) if are_read[n] or paper not in new]
        papers = [None] * len(papers)
        for n, paper in zip(kept, paper_ids([keys[n] for n in kept]), strict=True):
            papers[n] = paper
    sql.register(
        "assignment", pa.table({"number": pa.array(numbers, pa.int64()), "paper": pa.array(papers, pa.string())})
    )
    sql.execute("CREATE TABLE assigned AS FROM assignment")


def _write_groups(sql: duckdb.DuckDBPyConnection, merged: Path, variants: Path) -> None:
    """Write the papers of the assigned records, and the records of those that have several."""
    query = f"SELECT paper, {_COLUMNS} FROM record JOIN assigned USING (number) WHERE paper NOTNULL ORDER BY paper"
    batches = sql.cursor().sql(query).to_arrow_reader(BATCH)
    rows = ((row.pop("paper"), as_read(paper_from_row(row))) for batch in batches for row in batch.to_pylist())

    with pq.ParquetWriter(variants, TABLES["variants"], compression="zstd") as out:
        several: list[dict[str, object]] = []

        def papers() -> Iterator[Paper]:
            for paper, same in groupby(rows, key=itemgetter(0)):
                records = sorted({record for _, record in same}, key=repr)
                if len(records) > 1:
                    several.extend({"paper": paper, **asdict(record)} for record in records)
                if len(several) >= BATCH:
                    flush()
                yield merge(paper, records)

        def flush() -> None:
            if several:
                out.write_table(pa.Table.from_pylist(several, schema=TABLES["variants"]))
                several.clear()

        write_papers(papers(), merged)
        flush()
