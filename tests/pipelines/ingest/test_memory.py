"""A file is never held in memory."""

import json
import tracemalloc
from pathlib import Path

import pytest

from pipelines.ingest.contact import to_contact
from pipelines.ingest.read import read_rows, scan_source_file
from pipelines.ingest.rows import Row
from pipelines.ingest.source import SourceSpec
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


def peak_of(path: Path, spec: SourceSpec) -> tuple[int, int]:
    tracemalloc.start()
    rows = read_rows(path, spec, scan_source_file(path, spec).encoding)
    count = sum(isinstance(row, Row) for row in rows)
    _, peak_bytes = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return count, peak_bytes


def test_peak_of_a_large_mbox(tmp_path: Path) -> None:
    path = tmp_path / "mails.mbox"
    mail = (
        "From a@x.example Sun Mar  1 09:00:00 2026\nSubject: x\n\n"
        + ("長い話です。" * 20 + "\n") * 50
    )
    with path.open("w", encoding="utf-8") as stream:
        stream.writelines(mail + "\n" for _ in range(900))
    assert path.stat().st_size > 2 * PEAK_BYTES
    count, peak_bytes = peak_of(path, SourceSpec(name="mail"))
    assert count == 900
    assert peak_bytes < PEAK_BYTES


def test_peak_of_a_large_json_array(tmp_path: Path) -> None:
    path = tmp_path / "contacts.json"
    line = json.dumps({"contact_id": 1, "text": "長い話" * 300}, ensure_ascii=False)
    path.write_text("[" + ",\n".join([line] * 7_000) + "]", "utf-8")
    assert path.stat().st_size > 2 * PEAK_BYTES
    count, peak_bytes = peak_of(path, TABLE)
    assert count == 7_000
    assert peak_bytes < PEAK_BYTES
