"""Parquet files: typed values, damage, bytes that are no text."""

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipelines.errors import InputError
from pipelines.ingest import read_parquet
from pipelines.ingest.contact import ReceivedContact
from pipelines.ingest.turns import Turn
from tests.pipelines.ingest.one_file import contacts_of, outcome, rows_of


def saved(folder: Path, columns: dict[str, object]) -> Path:
    path = folder / "contacts.parquet"
    pq.write_table(pa.table(columns), path)
    return path


def test_typed_values_become_contacts(tmp_path: Path) -> None:
    path = saved(
        tmp_path,
        {
            "contact_id": pa.array([7], pa.int64()),
            "received_at": pa.array(
                [datetime(2024, 3, 1, 4, 5, tzinfo=UTC)], pa.timestamp("ms", "UTC")
            ),
            "turns": [[{"speaker": "operator", "text": "はい"}, {"speaker": "客", "text": "音"}]],
            "score": pa.array([float("nan")]),
            "fee": pa.array([Decimal("12.50")]),
            "tags": [["a", "b"]],
        },
    )
    [contact] = contacts_of(path)
    assert isinstance(contact, ReceivedContact)
    assert contact.source_contact_id == "7"
    assert contact.received_at == datetime(2024, 3, 1, 4, 5, tzinfo=UTC)
    assert contact.turns == [
        Turn("operator", "はい", "operator", "label", 1.0),
        Turn("customer", "音", "客", "label", 1.0),
    ]
    assert contact.attributes == {"fee": "12.50", "tags": ["a", "b"]}


def test_nanoseconds_are_cut_to_microseconds(tmp_path: Path) -> None:
    received_at = pa.array([1_709_265_900_000_000_001], pa.timestamp("ns"))
    path = saved(tmp_path, {"contact_id": ["1"], "received_at": received_at, "text": ["音"]})
    [contact] = contacts_of(path)
    assert isinstance(contact, ReceivedContact)
    assert contact.received_at.isoformat() == "2024-02-29T19:05:00+00:00"


def test_rows_are_numbered_over_batches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read_parquet, "_BATCH_ROWS", 2)
    path = saved(
        tmp_path,
        {"contact_id": list("abcde"), "received_at": ["2024-03-01"] * 5, "text": ["音"] * 5},
    )
    assert [row.number for row in rows_of(path)] == [1, 2, 3, 4, 5]


def test_bytes_that_are_no_text_cost_their_row(tmp_path: Path) -> None:
    broken = pa.array([b"ok", b"\xff", b"fine"], pa.binary()).view(pa.string())
    path = saved(
        tmp_path, {"contact_id": list("abc"), "received_at": ["2024-03-01"] * 3, "text": broken}
    )
    assert outcome(path) == ["a ok", "2:undecodable_bytes", "c fine"]


def test_missing_columns_are_refused(tmp_path: Path) -> None:
    assert outcome(saved(tmp_path, {"contact_id": ["1"]})) == ["!missing_columns"]


def test_damage_is_told(tmp_path: Path) -> None:
    path = saved(tmp_path, {"contact_id": ["1"], "received_at": ["2024-03-01"], "text": ["音"]})
    content = path.read_bytes()
    for damaged in (b"", b"PAR1", content[:-9], content[20:], b"\xff" * 40 + content[40:]):
        path.write_bytes(damaged)
        with pytest.raises(InputError) as caught:
            rows_of(path)
        assert caught.value.key == "parquet_broken"
        assert caught.value.values == {"file": "contacts.parquet"}
