"""What people do about the themes of a home: written into the ledger, judged by the next night."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from flows.curating import opened
from flows.home import Home
from flows.messages import Catalogue, in_both
from flows.night_walk import now
from pipelines.errors import InputError
from pipelines.ingest.read import read_rows, scan_source_file
from pipelines.ingest.rows import BadRow, Row
from pipelines.ingest.source import SourceColumns, SourceSpec
from pipelines.themes.confirm_room import write_rejects
from pipelines.themes.decision_log import read_log
from pipelines.themes.desk_room import Desk
from pipelines.trends.ledger_desk import AskedMeasure, LedgerDesk
from pipelines.trends.measure_log import (
    Measure,
    MeasureLine,
    MeasureLog,
    append_measures,
    measures_of,
    read_measures,
)
from pipelines.trends.measure_sheet import COLUMNS, CheckedMeasures, write_sheet
from warehouse.statements import arrow, rows

Answer = TypeVar("Answer")


@dataclass(frozen=True)
class ImportedMeasures:
    """What became of a sheet, and where its bad rows lie."""

    checked: CheckedMeasures
    rejects: Path | None


@dataclass(frozen=True)
class ListedMeasure:
    """A measure with what the last night said of it; `found` is empty before that."""

    measure: Measure
    found: dict[str, Any]


def write_measure(home: Home, asked: AskedMeasure, by: str) -> MeasureLine:
    """Write one line into the ledger; raises Busy and InputError."""
    return _at_the_desk(home, by, lambda desk: desk.write(asked))


def import_measures(
    home: Home, path: Path, by: str, reason: str = "", *, is_dry_run: bool = False
) -> ImportedMeasures:
    """Take a sheet of measures into the ledger; rows that cannot be used are left aside."""
    found = _read(path)

    def ask(desk: LedgerDesk) -> CheckedMeasures:
        return write_sheet(found, desk, reason)

    checked = _at_the_desk(home, by, ask, is_dry_run=is_dry_run)
    rejects = None
    if checked.bad:
        folder = home.folder / "quarantine" / "measures"
        rejects = write_rejects(folder, path.name, checked.bad, in_both)
    return ImportedMeasures(checked, rejects)


def _at_the_desk(
    home: Home, by: str, ask: Callable[[LedgerDesk], Answer], *, is_dry_run: bool = False
) -> Answer:
    answers: list[Answer] = []
    with opened(home) as con:

        def write(log: MeasureLog) -> list[MeasureLine]:
            desk = LedgerDesk(Desk(con, read_log(home.decisions)), log, by, now())
            answers.append(ask(desk))
            return [] if is_dry_run else desk.made

        append_measures(home.measures, write)
    return answers[0]


def list_measures(home: Home) -> list[ListedMeasure]:
    """Return every measure of the ledger with what is known of its effect."""
    ledger = measures_of(read_measures(home.measures).lines)
    with opened(home) as con:
        found = arrow(con, "measures_list").to_pylist()
        names = {theme_id: name for theme_id, _, name, *_ in rows(con, "decide_themes")}
    known = {row["measure_id"]: row for row in found}
    return [
        ListedMeasure(one, known.get(one.measure_id, {"theme_name": names.get(one.theme_id)}))
        for one in ledger.values()
    ]


def broken_lines(home: Home, words: Catalogue) -> list[str]:
    """Return in words which lines of the ledger cannot be read."""
    told = []
    for line in read_measures(home.measures).broken:
        key = "measure_line_cut" if line.is_last else "measure_line_broken"
        told.append(words.text(key, {"file": home.measures.name, "line": line.number}))
    return told


def _read(path: Path) -> list[Row | BadRow]:
    if not path.is_file():
        raise InputError("sheet_missing", file=path.name)
    for name in COLUMNS["what"]:
        try:
            return _rows(path, _spec(name))
        except OSError:
            raise InputError("sheet_missing", file=path.name) from None
        except InputError as error:
            if error.key != "missing_columns":
                raise
    raise InputError("sheet_missing_columns", file=path.name, columns=_needed("what"))


def _rows(path: Path, spec: SourceSpec) -> list[Row | BadRow]:
    scan = scan_source_file(path, spec)
    found = [] if scan.is_empty else list(read_rows(path, spec, scan.encoding))
    first = next((row for row in found if isinstance(row, Row)), None)
    for name in ("theme", "from_on"):
        if first is not None and not set(COLUMNS[name]) & first.values.keys():
            raise InputError("sheet_missing_columns", file=path.name, columns=_needed(name))
    return found


def _spec(column: str) -> SourceSpec:
    """Readers want to know columns that must be there; one is enough to find the header."""
    needed = (column,)
    columns = SourceColumns(contact_id=needed, received_at=needed, text=needed)
    return SourceSpec(name="measures", columns=columns)


def _needed(name: str) -> str:
    return " / ".join(COLUMNS[name])
