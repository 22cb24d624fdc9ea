"""A closed month keeps the published file that its review was made from.

reports/<month>/published.duckdb is a hard link: publishing replaces files by renaming, so what it
points to stays as it is, and takes no room twice.
"""

import os
import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from pipelines.review.months import last_day
from warehouse.connect import published_as_of, published_path
from warehouse.errors import WarehouseError
from warehouse.publish import replace_text

FROZEN, RECORD = "published.duckdb", "published.json"
# What is about to be frozen, in this order; the record follows its file as the last step.
NEXT_FILE, NEXT_RECORD = f".{FROZEN}.new", f".{RECORD}.new"


class Record(BaseModel):
    """Which file was frozen for a month; `is_anew` when it took the place of another one."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    file: str
    is_anew: bool = False


@dataclass(frozen=True)
class Chosen:
    """The file that a month is read from."""

    path: Path
    record: Record
    is_frozen: bool


def newest_file(home: Path) -> Chosen:
    """Return the newest published file; raises WarehouseError when there is none."""
    path = published_path(home).resolve()
    return Chosen(path, Record(file=path.name), False)


def freeze(home: Path, month: date, *, is_anew: bool = False) -> Chosen:
    """Return the file of a closed month, freezing it when that was not done before.

    The file of the last day of the month, if it is kept, else the newest. With `is_anew` the
    newest one takes the place of the frozen one.
    """
    folder = home / "reports" / f"{month:%Y-%m}"
    frozen = folder / FROZEN
    _finish(folder)
    if frozen.exists() and not is_anew:
        return Chosen(frozen, _record(folder), True)
    source = newest_file(home).path if is_anew else _month_end(home, month)
    if frozen.exists() and frozen.samefile(source):
        return Chosen(frozen, _record(folder), True)
    record = Record(file=source.name, is_anew=frozen.exists())
    folder.mkdir(parents=True, exist_ok=True)
    _put(source, record, folder)
    return Chosen(frozen, record, True)


def _month_end(home: Path, month: date) -> Path:
    try:
        return published_as_of(home, last_day(month))
    except WarehouseError:
        return newest_file(home).path


def _record(folder: Path) -> Record:
    try:
        return Record.model_validate_json((folder / RECORD).read_bytes())
    except (OSError, ValidationError):
        return Record(file=FROZEN)


def _put(source: Path, record: Record, folder: Path) -> None:
    """Put file and record in place: killed at any point, `_finish` makes them a pair again."""
    (folder / NEXT_RECORD).unlink(missing_ok=True)
    aside = folder / NEXT_FILE
    aside.unlink(missing_ok=True)
    try:
        os.link(source, aside)
    except OSError:
        # Another file system, or one without hard links.
        shutil.copy2(source, aside)
    replace_text(folder / NEXT_RECORD, record.model_dump_json(indent=1) + "\n")
    os.replace(aside, folder / FROZEN)
    _finish(folder)


def _finish(folder: Path) -> None:
    """Put a record in place whose file is there already."""
    if (folder / NEXT_RECORD).exists() and not (folder / NEXT_FILE).exists():
        os.replace(folder / NEXT_RECORD, folder / RECORD)
