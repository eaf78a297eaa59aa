"""Tables written batch by batch have bytes that depend on their rows alone."""

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from kg.row_groups import ROW_GROUP, write_rows

SCHEMA = pa.schema([("number", pa.int32())])


def batches(rows, size):
    return [pa.record_batch([list(range(n, min(n + size, rows)))], schema=SCHEMA) for n in range(0, rows, size)]


@pytest.mark.parametrize("rows", [0, 1, ROW_GROUP, ROW_GROUP + 1, 3 * ROW_GROUP - 1])
def test_batch_size_does_not_matter(tmp_path, rows):
    for size in (1_000, ROW_GROUP, 100_000, 4 * ROW_GROUP):
        write_rows(batches(rows, size), tmp_path / str(size), SCHEMA)
    assert len({path.read_bytes() for path in tmp_path.iterdir()}) == 1
    assert pq.read_table(tmp_path / "1000")["number"].to_pylist() == list(range(rows))


def test_columns_take_the_types_of_the_schema(tmp_path):
    wide = [pa.record_batch([pa.array([n, n + 1, n + 2], pa.int64())], names=["number"]) for n in (1, 4, 7)]
    written = pq.read_table(write_rows(wide, tmp_path / "file", SCHEMA, row_group=2))
    assert written.schema.equals(SCHEMA)
    assert written["number"].to_pylist() == list(range(1, 10))


def test_batch_size_does_not_matter_where_a_dictionary_is_given_up(tmp_path):
    schema = pa.schema([("name", pa.string())])
    # More than the megabyte that a dictionary may have.
    names = [f"a name of some length that no other row has: {number}" for number in range(ROW_GROUP + 1)]
    for size in (1_000, 10_000, ROW_GROUP, 100_000):
        rows = [pa.record_batch([names[n : n + size]], schema=schema) for n in range(0, len(names), size)]
        write_rows(rows, tmp_path / str(size), schema)
    assert len({path.read_bytes() for path in tmp_path.iterdir()}) == 1
