"""Excel workbooks (.xlsx), row by row; formulas give the value that Excel stored."""

import warnings
import zlib
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, TypeAlias
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile, ZipFile

from pipelines.errors import InputError
from pipelines.ingest.header import checked_header
from pipelines.ingest.plain import is_missing
from pipelines.ingest.rows import Row
from pipelines.ingest.source import SourceSpec

if TYPE_CHECKING:
    from openpyxl.cell.read_only import EmptyCell, ReadOnlyCell
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet

    Cell: TypeAlias = ReadOnlyCell | EmptyCell

# A full sheet of long texts stays below this; a decompression bomb does not.
UNPACKED_BYTES_LIMIT = 4 << 30

_ROWS_AT_A_TIME = 500
_SEARCH_BLOCK_BYTES = 1 << 20
_OLE_MAGIC = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED_MARK = "EncryptedPackage".encode("utf-16-le")
# What openpyxl and zipfile raise on damaged files; NotImplementedError is zipfile's word for a
# compression it does not know.
_BROKEN = (
    BadZipFile, KeyError, IndexError, ValueError, TypeError, AttributeError, ParseError,
    OSError, EOFError, zlib.error, NotImplementedError,
)  # fmt: skip


def read_excel(path: Path, spec: SourceSpec) -> Iterator[Row]:
    """Yield the rows below the first non-empty row of the sheet, numbered as Excel shows them.

    Reads the sheet that the source names, else the first one. Error cells (#N/A) and formulas
    that were never calculated are missing (None); empty rows are passed over. Cells to the right
    of the header come as column_<position>. Raises InputError `excel_encrypted`,
    `excel_old_format`, `excel_broken`, `excel_too_large`, `excel_no_sheet`, and as
    `checked_header` does.
    """
    with path.open("rb") as stream:
        _refuse_other_containers(stream, path.name)
        header: tuple[str, ...] | None = None
        for number, cells in _sheet_rows(stream, spec.sheet, path.name):
            if header is None:
                header = checked_header(_without_empty_tail(cells), spec.columns, path.name)
            else:
                yield Row(number, _named(cells, header))


def _refuse_other_containers(stream: BinaryIO, file_name: str) -> None:
    head = stream.read(len(_OLE_MAGIC))
    if head == _OLE_MAGIC:
        key = "excel_encrypted" if _holds_encrypted_package(stream) else "excel_old_format"
        raise InputError(key, file=file_name)
    stream.seek(0)
    try:
        with ZipFile(stream) as archive:
            unpacked_bytes = sum(part.file_size for part in archive.infolist())
    except _BROKEN:
        raise InputError("excel_broken", file=file_name) from None
    if unpacked_bytes > UNPACKED_BYTES_LIMIT:
        raise InputError("excel_too_large", file=file_name)
    stream.seek(0)


def _holds_encrypted_package(stream: BinaryIO) -> bool:
    tail = b""
    while block := stream.read(_SEARCH_BLOCK_BYTES):
        if _ENCRYPTED_MARK in tail + block:
            return True
        tail = block[-len(_ENCRYPTED_MARK) :]
    return False


def _sheet_rows(
    stream: BinaryIO, sheet: str | None, file_name: str
) -> Iterator[tuple[int, list[object]]]:
    workbook = _open_workbook(stream, file_name)
    worksheet = _worksheet(workbook, sheet, file_name)
    # The stored dimension is often wrong (A1); unset, every row is read.
    worksheet.reset_dimensions()
    rows, number = worksheet.iter_rows(), 0
    while chunk := _next_rows(rows, file_name):
        for cells in chunk:
            number += 1
            values = [_value(cell) for cell in cells]
            if not all(is_missing(value) for value in values):
                yield number, values
    workbook.close()


def _open_workbook(stream: BinaryIO, file_name: str) -> "Workbook":
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with warnings.catch_warnings():
            # About styles and validations, which are not read.
            warnings.simplefilter("ignore")
            return load_workbook(stream, read_only=True, data_only=True, keep_links=False)
    except (*_BROKEN, InvalidFileException):
        raise InputError("excel_broken", file=file_name) from None


def _worksheet(workbook: "Workbook", sheet: str | None, file_name: str) -> "ReadOnlyWorksheet":
    worksheets = {found.title: found for found in workbook.worksheets}
    if not worksheets:
        raise InputError("excel_broken", file=file_name)
    if sheet is None:
        return next(iter(worksheets.values()))
    if sheet not in worksheets:
        raise InputError("excel_no_sheet", file=file_name, sheet=sheet)
    return worksheets[sheet]


def _next_rows(rows: "Iterator[tuple[Cell, ...]]", file_name: str) -> "list[tuple[Cell, ...]]":
    try:
        with warnings.catch_warnings():
            # About dates out of range, which come as error cells.
            warnings.simplefilter("ignore")
            return list(islice(rows, _ROWS_AT_A_TIME))
    except _BROKEN:
        raise InputError("excel_broken", file=file_name) from None


def _value(cell: "Cell") -> object:
    return None if cell.data_type == "e" else cell.value


def _without_empty_tail(cells: Sequence[object]) -> list[object]:
    kept = list(cells)
    while kept and is_missing(kept[-1]):
        kept.pop()
    return kept


def _named(cells: Sequence[object], header: tuple[str, ...]) -> dict[str, object]:
    values: dict[str, object] = dict.fromkeys(header)
    values.update(zip(header, cells, strict=False))
    for position, cell in enumerate(cells[len(header) :], len(header) + 1):
        if not is_missing(cell):
            values[f"column_{position}"] = cell
    return values
