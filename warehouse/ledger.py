"""The run ledger: what each room of each run read, wrote and rejected, committed with its data."""

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date, datetime

import duckdb

from warehouse.statements import Connection, rows, run


@dataclass(frozen=True)
class Run:
    """One run of a flow for one business day.

    `is_repeat` means that this day was finished before: such a run leaves no trace unless
    a room finds something new, so that the same night again changes no row.
    """

    run_id: str
    flow_name: str
    as_of: date
    started_at: datetime
    settings: str
    is_repeat: bool


@dataclass
class Stage:
    """Counts of one room in one run; `checkpoint` commits them together with the room's data."""

    con: Connection
    run: Run
    name: str
    unit: str
    read: int = 0
    written: int = 0
    rejected: int = 0
    known: int = 0
    reasons: Counter[tuple[str, str]] = field(default_factory=Counter)
    started: float = field(default_factory=time.perf_counter)

    def wrote(self, count: int) -> None:
        """Count rows read and written."""
        self.read += count
        self.written += count

    def reject(self, reason: str, count: int = 1) -> None:
        """Count rows read and set aside, with the reason."""
        self.read += count
        self.rejected += count
        self.reasons[("rejected", reason)] += count

    def recognise(self, reason: str, count: int) -> None:
        """Count rows that the warehouse held already; they are not read anew."""
        self.known += count
        self.reasons[("known", reason)] += count

    def note(self, reason: str, count: int) -> None:
        """Count something else worth knowing, such as voices made from contacts."""
        self.reasons[("made", reason)] += count

    @property
    def is_empty(self) -> bool:
        """True when the room found nothing to do."""
        return not (self.read or self.known or +self.reasons)

    def checkpoint(self) -> None:
        """Commit data and counts so far in one transaction and begin the next one."""
        self._record()
        self.con.commit()
        self.con.begin()

    def _record(self) -> None:
        if self.is_empty and (self.run.is_repeat or self._is_recorded()):
            return
        record_run(self.con, self.run)
        seconds = time.perf_counter() - self.started
        run(
            self.con,
            "stage_add",
            run_id=self.run.run_id,
            stage=self.name,
            unit=self.unit,
            count_read=self.read,
            count_written=self.written,
            count_rejected=self.rejected,
            count_known=self.known,
            seconds=seconds,
        )
        for (outcome, reason), count in sorted(self.reasons.items()):
            self._add_reason(outcome, reason, count)
        self.read = self.written = self.rejected = self.known = 0
        self.reasons.clear()
        self.started = time.perf_counter()

    def _is_recorded(self) -> bool:
        return bool(rows(self.con, "stage_exists", run_id=self.run.run_id, stage=self.name))

    def _add_reason(self, outcome: str, reason: str, count: int) -> None:
        run(
            self.con,
            "stage_add_reason",
            run_id=self.run.run_id,
            stage=self.name,
            outcome=outcome,
            reason=reason,
            count_rows=count,
        )


@contextmanager
def stage(con: Connection, this_run: Run, name: str, unit: str) -> Iterator[Stage]:
    """Open a room: one transaction holding its data and its ledger row, rolled back on failure."""
    con.begin()
    counts = Stage(con, this_run, name, unit)
    try:
        yield counts
        counts._record()
        con.commit()
    except BaseException:
        # After a commit that failed (a full disk) nothing is left to roll back; saying so would
        # hide the reason.
        with suppress(duckdb.Error):
            con.rollback()
        raise


def open_run(con: Connection, flow_name: str, as_of: date, now: datetime, settings: str) -> Run:
    """Resume the unfinished run of this flow and day, or prepare a new one.

    The identifier depends on flow, day and how often that day was run, never on the clock,
    so that a killed and resumed run ends in the same rows as an uninterrupted one.
    """
    earlier = rows(con, "run_list_for_day", flow_name=flow_name, as_of=as_of)
    unfinished = [run_id for run_id, status in earlier if status != "done"]
    base = f"{flow_name}-{as_of:%Y%m%d}"
    if unfinished:
        run(con, "run_resume", run_id=unfinished[-1], settings=settings)
        return Run(unfinished[-1], flow_name, as_of, now, settings, is_repeat=False)
    run_id = f"{base}-{len(earlier) + 1}" if earlier else base
    new = Run(run_id, flow_name, as_of, now, settings, is_repeat=bool(earlier))
    if not new.is_repeat:
        record_run(con, new)
    return new


def record_run(con: Connection, this_run: Run) -> None:
    """Write the run's row unless it stands there already."""
    run(
        con,
        "run_record",
        run_id=this_run.run_id,
        flow_name=this_run.flow_name,
        as_of=this_run.as_of,
        started_at=this_run.started_at,
        settings=this_run.settings,
    )


def is_recorded(con: Connection, this_run: Run) -> bool:
    """Tell whether the run has left any trace; a repeat that found nothing new has not."""
    return bool(rows(con, "run_exists", run_id=this_run.run_id))


def has_unpublished(con: Connection) -> bool:
    """Tell whether a run was finished after the newest published file was made."""
    return bool(rows(con, "run_unpublished"))


def finish_run(con: Connection, this_run: Run, now: datetime) -> None:
    """Mark a run as done."""
    run(con, "run_finish", run_id=this_run.run_id, finished_at=now)


def fail_run(con: Connection, this_run: Run, now: datetime, error_type: str) -> None:
    """Mark a run as failed, with the kind of error but none of its words."""
    # A repeat that failed before it wrote anything must not pass for the finished day.
    record_run(con, this_run)
    run(con, "run_fail", run_id=this_run.run_id, finished_at=now, error_type=error_type)


def last_done(con: Connection, flow_name: str) -> date | None:
    """Return the newest business day that a flow has finished, or None."""
    [(as_of,)] = rows(con, "run_last_done", flow_name=flow_name)
    return as_of
