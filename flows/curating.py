"""What people decide about the themes of a home: written down, and done at once where it is cheap.

Each verb holds the home's lock for a moment. The log is the record: once a line is there, the next
night takes it up, even when the verb was killed right after.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from flows.errors import SettingsError
from flows.home import Home
from flows.night_walk import locked, now
from pipelines.themes.curate_room import write_curation
from pipelines.themes.decide_room import Asked, decide, follow
from pipelines.themes.decision_log import append, read_log
from pipelines.themes.decisions import Decision, Log
from pipelines.themes.desk_room import Desk
from pipelines.themes.replay import Curation, replay
from warehouse.migrate import migrate
from warehouse.statements import Connection


@dataclass(frozen=True)
class History:
    """All decisions, the newest last, with what became of them."""

    log: Log
    curation: Curation


def read_history(home: Home) -> History:
    """Read what was decided; needs no lock, since the log only grows."""
    log = read_log(home.decisions)
    return History(log, replay(log.decisions))


def carry_out(home: Home, asked: Asked, by: str) -> Decision:
    """Write one decision down and take it into the home; raises Busy and InputError."""
    [made] = carry_out_all(home, lambda desk: [asked], by)
    return made


def carry_out_all(
    home: Home, ask: Callable[[Desk], list[Asked]], by: str, *, is_dry_run: bool = False
) -> list[Decision]:
    """Write several decisions down, each with those before it in view; a dry run gives all up."""
    with opened(home) as con:
        con.begin()
        try:
            made = write_down(home, con, ask, by, is_dry_run=is_dry_run)
        except BaseException:
            con.rollback()
            raise
        if is_dry_run:
            con.rollback()
        else:
            con.commit()
        return made


def write_down(
    home: Home, con: Connection, ask: Callable[[Desk], list[Asked]], by: str, *, is_dry_run: bool
) -> list[Decision]:
    """Take decisions into the home in the caller's transaction, and append them to the log.

    A dry run appends nothing; the caller rolls back.
    """
    return append(home.decisions, lambda log: _decided(Desk(con, log), ask, by, is_dry_run))


def _decided(
    desk: Desk, ask: Callable[[Desk], list[Asked]], by: str, is_dry_run: bool
) -> list[Decision]:
    made = []
    for asked in ask(desk):
        made.append(decide(desk, asked, by, now()))
        follow(desk, made[-1])
    decisions = desk.log.decisions
    write_curation(desk.con, decisions, replay(decisions))
    return [] if is_dry_run else made


@contextmanager
def opened(home: Home) -> Iterator[Connection]:
    """Hold the home's lock and open its database, brought up to date; raises Busy."""
    if not home.work.exists():
        raise SettingsError("work_missing", home=home.folder)
    with locked(home), home.open_work() as con:
        migrate(con)
        yield con
