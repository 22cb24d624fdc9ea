"""One night after the other: opening runs, entering rooms, closing or failing runs."""

import logging
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from filelock import FileLock, Timeout

from flows.errors import USER_ERRORS, Busy, RoomFailed, SettingsError
from flows.home import Home
from flows.house import ROOMS, Tools
from flows.progress import shown
from pipelines.night import Night, Problem, no_progress
from pipelines.one_thread import one_thread
from warehouse.connect import TIME_ZONE
from warehouse.errors import as_user_error
from warehouse.ledger import (
    Run,
    fail_run,
    finish_run,
    has_unpublished,
    is_recorded,
    last_done,
    open_run,
)
from warehouse.migrate import migrate
from warehouse.publish import read_latest
from warehouse.statements import rows
from warehouse.vectors import vectors_path

# `voc status` holds the lock for a fraction of a second; a night must not be lost to it.
LOCK_PATIENCE_SECONDS = 2.0

# The flow whose finished runs are the business days of a home.
NIGHTLY = "nightly"

log = logging.getLogger("voc")


@contextmanager
def locked(home: Home) -> Iterator[None]:
    """Hold the home's lock, or raise Busy; the system frees it when the process dies."""
    lock = FileLock(home.lock)
    try:
        lock.acquire(timeout=LOCK_PATIENCE_SECONDS)
    except Timeout:
        raise Busy("busy", home=home.folder) from None
    try:
        yield
    finally:
        lock.release()


def now() -> datetime:
    """Return the wall clock, which only the front door reads."""
    return datetime.now(UTC)


def today() -> date:
    """Return the date in Japan."""
    return now().astimezone(ZoneInfo(TIME_ZONE)).date()


def refuse_future(day: date) -> None:
    """Raise SettingsError for a business day that has not begun.

    Once done, it would make every later period look complete and hide all nights before it.
    """
    if day > today():
        raise SettingsError("day_in_future", day=day, today=today())


def bring_up_to_date(home: Home) -> None:
    """Make the home's database that of this version, once before a walk of any length."""
    with home.open_work() as con:
        migrate(con)


def missing_days(home: Home, flow_name: str, until: date) -> list[date]:
    """Return every business day not finished yet up to `until`, in order.

    The first night of a home takes everything up to `until` at once; after that no day is
    left out, however long the machine was off.
    """
    with home.open_work() as con:
        done = last_done(con, flow_name)
    if done is None or done >= until:
        return [until]
    return [done + timedelta(days=number) for number in range(1, (until - done).days + 1)]


def open_night(home: Home, flow_name: str, as_of: date) -> Run:
    """Resume or prepare the run of one business day."""
    with home.open_work() as con:
        return open_run(con, flow_name, as_of, now(), home.settings.model_dump_json())


def enter(room: str, tools: Tools, run: Run, *, has_bar: bool = True) -> list[Problem]:
    """Do the work of one room of the night; returns what a person should look at."""
    return work_in(room, lambda night: ROOMS[room](night, tools), tools.home, run, has_bar=has_bar)


def work_in(
    room: str, work: Callable[[Night], None], home: Home, run: Run, *, has_bar: bool = True
) -> list[Problem]:
    """Do some work as a room of a run; returns what a person should look at.

    Raises the user's errors as they are, and RoomFailed for a bug, without its words.
    """
    started = time.perf_counter()
    log.info("room %s begins run=%s", room, run.run_id)
    try:
        bar = shown(room) if has_bar else nullcontext(no_progress)
        with home.open_work() as con, bar as progress, one_thread():
            night = Night(con, run, now(), progress)
            work(night)
            _log_counts(night, room, time.perf_counter() - started)
    except Exception as error:
        raise _reported(room, home, run, error) from None
    return night.problems


def _reported(room: str, home: Home, run: Run, error: Exception) -> Exception:
    """Return the error to raise in place of one that happened in a room, and note it in the run."""
    told = as_user_error(error) or error
    if not isinstance(told, USER_ERRORS):
        frames = traceback.format_tb(error.__traceback__)
        told = RoomFailed(room, error, frames)
    log.error("room %s failed run=%s error=%s", room, run.run_id, type(error).__name__)
    try:
        with home.open_work() as con:
            fail_run(con, run, now(), f"{room}: {type(error).__name__}")
    except Exception as second:
        # A disk that is full or a file that is locked cannot take the note either; whatever
        # it is, the first error is the one to tell.
        log.error("run %s could not be marked as failed: %s", run.run_id, type(second).__name__)
    return told


def _log_counts(night: Night, room: str, seconds: float) -> None:
    found = rows(night.con, "stage_counts", run_id=night.run.run_id, stage=room)
    read, written, rejected, known = found[0] if found else (0, 0, 0, 0)
    log.info(
        "room %s done run=%s read=%d written=%d rejected=%d known=%d seconds=%.1f",
        room,
        night.run.run_id,
        read,
        written,
        rejected,
        known,
        seconds,
    )


def should_publish(home: Home, run: Run) -> bool:
    """Say whether there is something to show, of this run or earlier ones, or a file is missing."""
    with home.open_work() as con:
        is_new = is_recorded(con, run) or has_unpublished(con)
    latest = read_latest(home.folder)
    if is_new or latest is None:
        return True
    published = home.folder / "published" / latest.file_name
    return not (published.exists() and vectors_path(published).exists())


def close_unpublished(home: Home, run: Run) -> None:
    """Mark a run as done whose file is left to a later day of the same walk."""
    with home.open_work() as con:
        finish_run(con, run, now())


def month_ends(days: list[date]) -> set[date]:
    """Return the last days of months among some days."""
    return {day for day in days if (day + timedelta(days=1)).day == 1}
