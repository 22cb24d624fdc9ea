"""Parquet, batch by batch."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.errors import InputError
from pipelines.ingest.header import checked_header
from pipelines.ingest.rows import BadRow, Row, reject
from pipelines.ingest.source import SourceSpec

if TYPE_CHECKING:
    import pyarrow as pa

_BATCH_ROWS = 2_000


def read_parquet(path: Path, spec: SourceSpec) -> Iterator[Row | BadRow]:
    """Yield the rows of a Parquet file, numbered from 1, with Python values.

    Raises InputError `parquet_broken`, also in the middle of a damaged file, and as
    `checked_header` does.
    """
    import pyarrow.parquet as pq

    with _broken_is_input_error(path.name), path.open("rb") as stream:
        file = pq.ParquetFile(stream)
        header = checked_header(file.schema_arrow.names, spec.columns, path.name)
        number = 0
        for batch in file.iter_batches(batch_size=_BATCH_ROWS):
            yield from _rows(batch, header, number)
            number += batch.num_rows


@contextmanager
def _broken_is_input_error(file_name: str) -> Iterator[None]:
    import pyarrow as pa

    try:
        yield
    except (pa.ArrowException, OSError):
        raise InputError("parquet_broken", file=file_name) from None


def _rows(
    batch: "pa.RecordBatch", header: tuple[str, ...], number_before: int
) -> Iterator[Row | BadRow]:
    try:
        columns = [_python_values(column) for column in batch.columns]
    except UnicodeDecodeError:
        yield from _rows_one_by_one(batch, header, number_before)
        return
    for offset, cells in enumerate(zip(*columns, strict=True), 1):
        yield Row(number_before + offset, dict(zip(header, cells, strict=True)))


def _rows_one_by_one(
    batch: "pa.RecordBatch", header: tuple[str, ...], number_before: int
) -> Iterator[Row | BadRow]:
    for offset in range(batch.num_rows):
        number, one = number_before + offset + 1, batch.slice(offset, 1)
        try:
            cells = [_python_values(column)[0] for column in one.columns]
        except UnicodeDecodeError:
            yield reject(number, "undecodable_bytes", "")
        else:
            yield Row(number, dict(zip(header, cells, strict=True)))


def _python_values(column: "pa.Array") -> list[object]:
    import pyarrow as pa

    if pa.types.is_timestamp(column.type) and column.type.unit == "ns":
        # Python's datetime has no nanoseconds; pyarrow refuses instead of cutting them off.
        column = column.cast(pa.timestamp("us", column.type.tz), safe=False)
    values: list[object] = column.to_pylist()
    return values
