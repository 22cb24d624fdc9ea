"""What the last night did, and whether anybody should worry."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from filelock import FileLock, Timeout
from rich.console import Console
from rich.table import Table

from flows.errors import DONE, STALE
from flows.home import Home
from flows.messages import catalogue
from flows.night_walk import now
from flows.progress import ROOM_WORDS
from warehouse.connect import TIME_ZONE, open_work
from warehouse.publish import Published, read_latest
from warehouse.statements import rows


@dataclass(frozen=True)
class LastRun:
    """The newest run in the ledger."""

    run_id: str
    status: str
    started_at: datetime
    finished_at: datetime | None
    error_type: str | None


@dataclass(frozen=True)
class State:
    """The state of a home at one moment."""

    is_running: bool
    published: Published | None
    age: timedelta | None
    stale_after: timedelta
    last_run: LastRun | None
    stages: list[tuple[Any, ...]] = field(default_factory=list)
    files_quarantined: int = 0
    rows_waiting: int = 0

    @property
    def is_stale(self) -> bool:
        """True when nothing was published for too long, or ever."""
        return self.age is None or self.age > self.stale_after

    @property
    def has_failed(self) -> bool:
        """True when the newest run did not end and no run is at work."""
        return bool(self.last_run and self.last_run.status != "done" and not self.is_running)

    @property
    def exit_code(self) -> int:
        """Plain exit code: 0 when all is well, 5 when somebody should look."""
        return STALE if self.is_stale or self.has_failed else DONE


def look(home: Home) -> State:
    """Return the state of a home without disturbing a run at work."""
    published = read_latest(home.folder)
    age = now() - published.published_at if published else None
    stale_after = timedelta(hours=home.settings.schedule.stale_hours)
    lock = FileLock(home.lock)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return State(True, published, age, stale_after, None)
    try:
        return _from_ledger(home, published, age, stale_after)
    finally:
        lock.release()


def _from_ledger(
    home: Home, published: Published | None, age: timedelta | None, stale_after: timedelta
) -> State:
    if not home.work.exists():
        return State(False, published, age, stale_after, None)
    with open_work(home.work, read_only=True) as con:
        found = rows(con, "status_last_run")
        last = LastRun(*found[0]) if found else None
        stages = rows(con, "status_stages", run_id=last.run_id) if last else []
        [(quarantined, waiting)] = rows(con, "status_waiting")
    return State(False, published, age, stale_after, last, stages, quarantined, waiting)


def render(state: State) -> str:
    """Return the state as text for a terminal."""
    words = catalogue("ja")
    lines = [_published_line(state), _run_line(state)]
    if state.files_quarantined:
        lines.append(words.text("status_quarantined", {"count": state.files_quarantined}))
    if state.rows_waiting:
        lines.append(words.text("status_waiting", {"count": state.rows_waiting}))
    text = "\n".join(line for line in lines if line)
    return text + "\n" + _stage_table(state) if state.stages else text


def _published_line(state: State) -> str:
    words = catalogue("ja")
    if state.published is None or state.age is None:
        return words.text("status_never")
    values = {
        "as_of": state.published.as_of,
        "at": local(state.published.published_at),
        "hours": f"{state.age.total_seconds() / 3600:.1f}",
        "limit": f"{state.stale_after.total_seconds() / 3600:g}",
    }
    return words.text("status_stale" if state.is_stale else "status_fresh", values)


def _run_line(state: State) -> str:
    words, last = catalogue("ja"), state.last_run
    if state.is_running:
        return words.text("status_running")
    if last is None:
        return words.text("status_no_run")
    values = {
        "run": last.run_id,
        "at": local(last.finished_at or last.started_at),
        "error": last.error_type or "",
    }
    key = {"done": "status_done", "failed": "status_failed", "running": "status_killed"}
    return words.text(key[last.status], values)


def local(moment: datetime) -> str:
    """Return a moment as local date and time."""
    return f"{moment.astimezone(ZoneInfo(TIME_ZONE)):%Y-%m-%d %H:%M}"


def _stage_table(state: State) -> str:
    table = Table(header_style="bold")
    for title in ("処理", "単位", "読んだ", "書いた", "除いた", "既知", "秒"):
        table.add_column(title, justify="left" if title in ("処理", "単位") else "right")
    for stage, unit, *counts, seconds in state.stages:
        cells = [f"{count:,}" for count in counts]
        table.add_row(ROOM_WORDS.get(stage, stage), UNIT_WORDS[unit], *cells, f"{seconds:.1f}")
    console = Console()
    with console.capture() as captured:
        console.print(table)
    return captured.get().rstrip()


UNIT_WORDS = {
    "row": "行",
    "contact": "応対",
    "text": "文",
    "voice": "声",
    "theme": "テーマ",
    "period": "期間",
    "table": "表",
}
