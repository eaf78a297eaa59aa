"""The child process that makes a database: `python -m kg.cypher.loader FOLDER`, of the Parquet files in the folder."""

import sys
from pathlib import Path

import ladybug
import pyarrow.parquet as pq

from kg.cypher.index import DATABASE
from kg.cypher.schema import copy_statement, create_statements, file_name
from kg.property_graph import all_tables

# Enough to load 10,000 abstracts without spilling, and within what a build may take.
_MEMORY = 512 * 2**20


def main(folder: Path) -> int:
    """Make the database and load every table."""
    # A checkpoint after each of some forty statements would take most of the time; there is one at the end.
    database = ladybug.Database(folder / DATABASE, buffer_pool_size=_MEMORY, auto_checkpoint=False)
    connection = ladybug.Connection(database)
    for statement in create_statements():
        connection.execute(statement)
    for table in all_tables():
        path = folder / file_name(table)
        if pq.read_metadata(path).num_rows:
            connection.execute(copy_statement(table, str(path)))
    connection.execute("CHECKPOINT")
    connection.close()
    database.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
