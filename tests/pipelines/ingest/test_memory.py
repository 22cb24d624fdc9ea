"""A file is never held in memory."""

import tracemalloc
from pathlib import Path

import pytest

from pipelines.ingest.contact import to_contact
from pipelines.ingest.read import read_rows, scan_source_file
from pipelines.ingest.rows import Row
from tests.pipelines.ingest.one_file import LATEST, TABLE

PEAK_BYTES = 8_000_000


@pytest.mark.parametrize("encoding", ["utf-8", "cp932"])
def test_peak_stays_far_below_the_size_of_the_file(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "contacts.csv"
    lines = (f"{number},2024-03-01,{'長い話' * 300}\n" for number in range(10_000))
    with path.open("w", encoding=encoding) as stream:
        stream.write("contact_id,received_at,text\n")
        stream.writelines(lines)
    assert path.stat().st_size > 2 * PEAK_BYTES
    tracemalloc.start()
    rows = read_rows(path, TABLE, scan_source_file(path, TABLE).encoding)
    count = sum(
        not isinstance(to_contact(row, TABLE, LATEST), str) for row in rows if isinstance(row, Row)
    )
    _, peak_bytes = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 10_000
    assert peak_bytes < PEAK_BYTES
