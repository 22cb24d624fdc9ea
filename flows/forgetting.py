"""Dropping the original words of a home."""

from datetime import date
from pathlib import Path

from flows.errors import SettingsError
from flows.home import open_home
from flows.night_walk import locked
from pipelines.text.forget import Forgotten, forget
from warehouse.migrate import migrate
from warehouse.rewrite import rewrite_work


def forget_in_home(folder: Path, before: date | None) -> Forgotten:
    """Forget, and write the file anew; raises Busy while a run is at work."""
    home = open_home(folder)
    if not home.work.exists():
        raise SettingsError("work_missing", home=home.folder)
    with locked(home):
        with home.open_work() as con:
            migrate(con)
            done = forget(con, before)
        # Also when nothing was left to forget: the last attempt may have been killed in between.
        rewrite_work(home.work)
    return done
