"""Tables that workers have sorted, as the files that one machine would have written."""

from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow.parquet as pq

from kg.engines.spark.mirror import Mirror
from kg.errors import EngineError
from kg.row_groups import write_rows
from kg.tables import TABLES

if TYPE_CHECKING:
    from pyspark.sql import DataFrame


def write_table(rows: "DataFrame", name: str, folder: Path, mirror: Mirror) -> Path:
    """Have the workers write sorted rows into a folder, and copy them into one file of it, some at a time.

    Raises:
        EngineError: the workers wrote to another folder of that path.
    """
    aside = folder / f"{name}-sorted"
    rows.write.mode("overwrite").parquet(mirror.address(aside))
    # Spark numbers the files in the order of the rows.
    files = mirror.receive(aside)
    if not files:
        raise EngineError(elsewhere(folder))
    batches = (batch for file in files for batch in pq.ParquetFile(file).iter_batches())
    return write_rows(batches, folder / f"{name}.parquet", TABLES[name])


def elsewhere(folder: Path) -> str:
    """What to do where workers do not see a folder of the driver."""
    return f"{folder}: the workers wrote elsewhere; give -o a folder that driver and workers see at the same path"
