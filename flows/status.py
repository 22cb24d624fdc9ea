"""What the last night did, and whether anybody should worry."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from filelock import FileLock, Timeout
from rich import box
from rich.table import Table

from flows.encoders import Installed, read_shelf
from flows.errors import DONE, STALE
from flows.home import Home
from flows.messages import Catalogue, catalogue
from flows.night_walk import now
from flows.progress import ROOM_WORDS
from flows.sql_shell import drawn
from flows.workshop import Workshop
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
    encoder_name: str = ""
    adapted: Installed | None = None
    is_moving: bool = False

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
    name = home.settings.encoder.name
    encoder = (name, read_shelf(home).newest(name), Workshop(home).read_move() is not None)
    if not home.work.exists():
        return State(False, published, age, stale_after, None)
    with open_work(home.work, read_only=True) as con:
        found = rows(con, "status_last_run")
        last = LastRun(*found[0]) if found else None
        stages = rows(con, "status_stages", run_id=last.run_id) if last else []
        [(quarantined, waiting)] = rows(con, "status_waiting")
    return State(False, published, age, stale_after, last, stages, quarantined, waiting, *encoder)


def render(state: State, language: str = "ja") -> str:
    """Return the state as text for a terminal."""
    words = catalogue(language)
    lines = [_published_line(state, words), _run_line(state, words)]
    if state.files_quarantined:
        lines.append(words.text("status_quarantined", {"count": f"{state.files_quarantined:,}"}))
    if state.rows_waiting:
        lines.append(words.text("status_waiting", {"count": f"{state.rows_waiting:,}"}))
    lines += _encoder_lines(state, words)
    return "\n".join(lines + ([_stage_table(state, words)] if state.stages else []))


def _encoder_lines(state: State, words: Catalogue) -> list[str]:
    """Return what is out of the ordinary: an adapted encoder, or a change that was cut off."""
    lines = []
    if state.adapted is not None:
        values = {
            "name": state.encoder_name,
            "day": state.adapted.adapted_on,
            "before": f"{state.adapted.before:.1%}",
            "after": f"{state.adapted.after:.1%}",
        }
        lines.append(words.text("status_encoder", values))
    if state.is_moving:
        lines.append(words.text("status_moving"))
    return lines


def _published_line(state: State, words: Catalogue) -> str:
    if state.published is None or state.age is None:
        return words.text("status_never")
    values = {
        "as_of": state.published.as_of,
        "at": local(state.published.published_at),
        "hours": f"{state.age.total_seconds() / 3600:.1f}",
        "limit": f"{state.stale_after.total_seconds() / 3600:g}",
    }
    return words.text("status_stale" if state.is_stale else "status_fresh", values)


def _run_line(state: State, words: Catalogue) -> str:
    last = state.last_run
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


def _stage_table(state: State, words: Catalogue) -> str:
    table = Table(box=box.SQUARE, header_style="bold")
    for number, title in enumerate(words.text("status_columns").split()):
        table.add_column(title, justify="left" if number < 2 else "right")
    for stage, unit, *counts, seconds in state.stages:
        # In English the codes are the words: they are those of mart.run_health.
        in_words = (ROOM_WORDS.get(stage, stage), UNIT_WORDS[unit])
        names = in_words if words.language == "ja" else (stage, unit)
        table.add_row(*names, *[f"{count:,}" for count in counts], f"{seconds:.1f}")
    # Wide enough for a log too, where rich would take 80 cells and fold.
    return drawn(table, 120).rstrip()


UNIT_WORDS = {
    "row": "行",
    "contact": "応対",
    "text": "文",
    "voice": "声",
    "theme": "テーマ",
    "period": "期間",
    "table": "表",
    "decision": "決定",
    "marker": "印",
    "number": "件数",
    "day": "日",
    "list": "一覧",
    "measure": "対策",
    "review": "レビュー",
}
