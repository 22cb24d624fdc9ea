"""The sheet of themes: written for people who work in Excel, and read back."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from flows.curating import carry_out_all, opened
from flows.errors import FrontDoorError
from flows.home import Home
from flows.messages import in_both
from pipelines.errors import InputError
from pipelines.ingest.read import read_rows, scan_source_file
from pipelines.ingest.rows import BadRow, Row
from pipelines.ingest.source import SourceColumns, SourceSpec
from pipelines.themes.confirm_room import write_rejects
from pipelines.themes.decide_room import Asked, try_out
from pipelines.themes.decisions import Decision
from pipelines.themes.desk_room import Desk
from pipelines.themes.sheet import COLUMNS, CheckedSheet, Listed, check_sheet, status_of
from warehouse.statements import Connection, rows

EXAMPLES = 3
# Excel takes a cell that begins so for a formula.
_FORMULA = ("=", "+", "-", "@", "\t")
_SHEET = SourceSpec(
    name="themes",
    columns=SourceColumns(contact_id=("theme_id",), received_at=("theme_id",), text=("theme_id",)),
)
_WIDTHS = {"theme_name": 28, "category_name": 20, "example_1": 50, "example_2": 50, "example_3": 50}


@dataclass(frozen=True)
class Imported:
    """What came of a sheet: decisions, how many themes they change, and what became of bad rows."""

    made: list[Decision]
    count_changed: int
    count_bad: int
    rejects: Path | None


def read_themes(con: Connection) -> list[Listed]:
    """Return all themes as the sheet shows them: living ones first, the most heard on top."""
    said: dict[str, list[str]] = {}
    for theme_id, _, _, _, text in rows(con, "themes_examples", theme_id=None):
        said.setdefault(theme_id, []).append(text)
    return [
        Listed(
            theme_id,
            name or "",
            category or "",
            status_of(status, approved_on, merged_into),
            merged_into or "",
            (contacts, customers, first, last, *_three(said.get(theme_id, []))),
        )
        for theme_id, name, category, status, approved_on, merged_into, contacts, customers,
        first, last in rows(con, "themes_list")
    ]  # fmt: skip


def _three(texts: list[str]) -> list[str]:
    return (texts + [""] * EXAMPLES)[:EXAMPLES]


def export_themes(home: Home, path: Path) -> int:
    """Write the sheet as CSV or Excel by the file's ending; returns how many themes it holds."""
    with opened(home) as con:
        listed = read_themes(con)
    table = [one.row() for one in listed]
    try:
        if path.suffix.lower() == ".xlsx":
            _write_excel(path, table)
        elif path.suffix.lower() == ".csv":
            path.write_text(_csv(table), "utf-8-sig", newline="")
        else:
            raise FrontDoorError("sheet_format", file=path.name)
    except OSError:
        raise FrontDoorError("sheet_not_writable", file=path) from None
    return len(listed)


def _csv(table: Sequence[tuple[object, ...]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    writer.writerows([_harmless(cell) for cell in row] for row in table)
    return out.getvalue()


def _harmless(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def _write_excel(path: Path, table: Sequence[tuple[object, ...]]) -> None:
    from openpyxl import Workbook
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.active
    sheet.title = "themes"
    sheet.append(COLUMNS)
    for row in table:
        sheet.append(row)
        for cell in sheet[sheet.max_row]:
            if cell.data_type == "f":
                cell.data_type = "s"
    for number, name in enumerate(COLUMNS, start=1):
        sheet.cell(1, number).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(number)].width = _WIDTHS.get(name, 14)
    sheet.freeze_panes = "C2"
    sheet.auto_filter.ref = sheet.dimensions
    book.save(path)


def import_themes(
    home: Home, path: Path, by: str, reason: str, *, is_dry_run: bool = False
) -> Imported:
    """Turn the changed rows of a sheet into decisions; all of them, or none when one is refused."""
    found = _read(path)
    checked: list[CheckedSheet] = []

    def ask(desk: Desk) -> list[Asked]:
        themes = {one.theme_id: one for one in read_themes(desk.con)}
        trial = Desk(desk.con, desk.log)
        checked.append(check_sheet(found, themes, lambda one: try_out(trial, one), reason))
        return checked[0].asked

    made = carry_out_all(home, ask, by, is_dry_run=is_dry_run)
    [sheet] = checked
    rejects = None
    if sheet.bad:
        folder = home.folder / "quarantine" / "themes"
        rejects = write_rejects(folder, path.name, sheet.bad, in_both)
    return Imported(made, sheet.count_changed, len(sheet.bad), rejects)


def _read(path: Path) -> list[Row | BadRow]:
    if not path.is_file():
        raise InputError("sheet_missing", file=path.name)
    try:
        scan = scan_source_file(path, _SHEET)
        found = [] if scan.is_empty else list(read_rows(path, _SHEET, scan.encoding))
    except OSError:
        raise InputError("sheet_missing", file=path.name) from None
    return [_without_apostrophes(row) for row in found]


def _without_apostrophes(row: Row | BadRow) -> Row | BadRow:
    if isinstance(row, BadRow):
        return row
    return Row(row.number, {name: _as_written(cell) for name, cell in row.values.items()})


def _as_written(cell: object) -> object:
    """Take away the sign that keeps a text from being a formula."""
    is_guarded = isinstance(cell, str) and cell[:1] == "'" and cell[1:].startswith(_FORMULA)
    return cell[1:] if is_guarded and isinstance(cell, str) else cell
