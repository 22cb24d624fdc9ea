"""Excel workbooks: typed cells, and containers that are none."""

import zipfile
from collections.abc import Sequence
from datetime import datetime, time
from pathlib import Path

import msoffcrypto.format.ooxml
import openpyxl
import pytest
import xlsxwriter

from pipelines.errors import InputError
from pipelines.ingest import read_excel
from pipelines.ingest.contact import ReceivedContact
from pipelines.ingest.rows import BadRow, Row
from pipelines.ingest.source import SourceColumns, SourceSpec
from tests.pipelines.ingest.one_file import contacts_of, one_contact, outcome, rows_of

HEAD = ["contact_id", "received_at", "text"]


def workbook(folder: Path, *rows: Sequence[object], name: str = "contacts.xlsx") -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    path = folder / name
    book.save(path)
    return path


def test_typed_cells_become_contacts(tmp_path: Path) -> None:
    path = workbook(tmp_path, HEAD, [123.0, datetime(2024, 3, 1, 13, 5), "音"], [4, "bad", "声"])
    [contact, bad] = contacts_of(path)
    assert isinstance(contact, ReceivedContact) and isinstance(bad, BadRow)
    assert (contact.source_contact_id, contact.received_at.isoformat()) == (
        "123",
        "2024-03-01T04:05:00+00:00",
    )
    assert (bad.number, bad.reason) == (3, "bad_date")


def test_day_numbers_are_dates(tmp_path: Path) -> None:
    contact = one_contact(workbook(tmp_path, HEAD, ["a", 45352.5451388889, "音"]))
    assert contact.received_at.isoformat() == "2024-03-01T04:05:00+00:00"


def test_date_and_time_columns_are_joined(tmp_path: Path) -> None:
    columns = SourceColumns(received_at=("日", "時"))
    path = workbook(
        tmp_path,
        ["contact_id", "日", "時", "text"],
        ["a", datetime(2024, 3, 1), time(13, 5), "音"],
    )
    contact = one_contact(path, SourceSpec(name="a", columns=columns))
    assert contact.received_at.isoformat() == "2024-03-01T04:05:00+00:00"


def test_empty_rows_and_columns_are_passed_over(tmp_path: Path) -> None:
    path = workbook(
        tmp_path, [], ["contact_id", "received_at", "text", None], [None], ["1", "2024-03-01", "音"]
    )
    assert rows_of(path) == [Row(4, {"contact_id": "1", "received_at": "2024-03-01", "text": "音"})]


def test_cells_right_of_the_header_are_kept(tmp_path: Path) -> None:
    [row] = rows_of(workbook(tmp_path, HEAD, ["1", "2024-03-01", "音", None, "余白のメモ"]))
    assert isinstance(row, Row)
    assert row.values["column_5"] == "余白のメモ"


def test_formulas_and_error_cells(tmp_path: Path) -> None:
    path = tmp_path / "contacts.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, [*HEAD, "score", "note"])
        sheet.write_row(1, 0, ["1", "2024-03-01"])
        sheet.write_formula(1, 2, '="音"&"量"', value="音量")
        sheet.write_formula(1, 3, "=1/0", value="#DIV/0!")
        sheet.write_string(1, 4, "=cmd|' /C calc'!A0")
    contact = one_contact(path)
    assert contact.turns[0].text == "音量"
    assert contact.attributes == {"note": "=cmd|' /C calc'!A0"}


def test_formula_never_calculated_is_missing(tmp_path: Path) -> None:
    assert outcome(workbook(tmp_path, HEAD, ["1", "2024-03-01", '="音"&"量"'])) == ["2:empty_text"]


def test_sheet_is_chosen_by_name(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["表紙"])
    for row in (HEAD, ["1", "2024-03-01", "音"]):
        (book["応対"] if "応対" in book.sheetnames else book.create_sheet("応対")).append(row)
    path = tmp_path / "contacts.xlsx"
    book.save(path)
    assert outcome(path, SourceSpec(name="a", sheet="応対")) == ["1 音"]
    assert outcome(path, SourceSpec(name="a", sheet="月報")) == ["!excel_no_sheet"]
    assert outcome(path) == ["!missing_columns"]


def test_wrong_stored_dimension_hides_nothing(tmp_path: Path) -> None:
    source = workbook(tmp_path, HEAD, ["1", "2024-03-01", "音"], name="whole.xlsx")
    path = tmp_path / "contacts.xlsx"
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(path, "w") as new:
        assert b'ref="A1:C2"' in old.read("xl/worksheets/sheet1.xml")
        for part in old.namelist():
            new.writestr(part, old.read(part).replace(b'ref="A1:C2"', b'ref="A1"'))
    assert outcome(path) == ["1 音"]


def test_password_is_told(tmp_path: Path) -> None:
    plain, path = workbook(tmp_path, HEAD, name="plain.xlsx"), tmp_path / "contacts.xlsx"
    with plain.open("rb") as source, path.open("wb") as target:
        msoffcrypto.format.ooxml.OOXMLFile(source).encrypt("secret", target)
    assert outcome(path) == ["!excel_encrypted"]


def test_old_format_is_told(tmp_path: Path) -> None:
    path = tmp_path / "contacts.xls"
    path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600)
    assert outcome(path) == ["!excel_old_format"]


@pytest.mark.parametrize("content", [b"", b"contact_id,received_at,text\n", b"PK\3\4broken"])
def test_no_workbook_at_all_is_told(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "contacts.xlsx"
    path.write_bytes(content)
    assert outcome(path) == ["!excel_broken"]


def test_damaged_workbooks_are_told_and_never_crash(tmp_path: Path) -> None:
    whole = workbook(tmp_path, HEAD, *[[str(n), "2024-03-01", "音"] for n in range(50)])
    content, path = whole.read_bytes(), tmp_path / "damaged.xlsx"
    whole_outcome = [f"{number} 音" for number in range(50)]
    results = set()
    for place in range(0, len(content), 97):
        path.write_bytes(content[:place] + b"\xff\x00\xff" + content[place + 3 :])
        found = outcome(path)
        results.add("read" if found == whole_outcome else found[-1])
    assert {"!excel_broken", "read"} <= results
    assert results <= {"!excel_broken", "!missing_columns", "!excel_too_large", "read"}


@pytest.mark.parametrize(
    "missing",
    ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "[Content_Types].xml"],
)
def test_missing_parts_are_told(tmp_path: Path, missing: str) -> None:
    source, path = tmp_path / "whole.xlsx", tmp_path / "contacts.xlsx"
    with xlsxwriter.Workbook(source) as book:
        book.add_worksheet().write_row(0, 0, HEAD)
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(path, "w") as new:
        assert missing in old.namelist()
        for part in old.namelist():
            if part != missing:
                new.writestr(part, old.read(part))
    assert outcome(path) == ["!excel_broken"]


def test_bomb_is_refused_unopened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read_excel, "UNPACKED_BYTES_LIMIT", 1_000)
    assert outcome(workbook(tmp_path, HEAD)) == ["!excel_too_large"]


def test_broken_message_names_the_file_only(tmp_path: Path) -> None:
    path = tmp_path / "contacts.xlsx"
    path.write_bytes(b"x")
    with pytest.raises(InputError) as caught:
        rows_of(path)
    assert caught.value.values == {"file": "contacts.xlsx"}
