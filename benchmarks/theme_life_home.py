"""Nights of the theme rooms on a copy of a home's voices, which are not encoded again."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from pipelines.night import Night
from pipelines.themes.assign import AssignSettings
from pipelines.themes.assign_room import assign_voices
from pipelines.themes.birth import BirthSettings
from pipelines.themes.discover import DiscoverSettings
from pipelines.themes.discover_room import discover_themes
from pipelines.themes.rediscover_room import RediscoverSettings, rediscover_themes
from pipelines.themes.theme_days import due_theme_day
from pipelines.trends.measure_room import measure
from warehouse.connect import open_work
from warehouse.ledger import finish_run, open_run
from warehouse.migrate import migrate
from warehouse.statements import Connection

COPIED = ("contact", "voice", "text_vector", "definition")
REACH = 0.9


@dataclass(frozen=True)
class Life:
    """A work database that holds voices and vectors, and the settings its nights are done with."""

    con: Connection
    encoder: str
    now: datetime
    birth: BirthSettings

    @property
    def last_day(self) -> date:
        """Day of the newest contact."""
        [(day,)] = self.con.execute("select max(received_on) from core.contact").fetchall()
        return day

    def night(self, day: date) -> None:
        """Do the theme rooms and measure, as the nightly flow does."""
        night = Night(self.con, open_run(self.con, "nightly", day, self.now, "{}"), self.now)
        assign_voices(night, self.encoder, AssignSettings(), REACH)
        while due_theme_day(night):
            discover_themes(night, self.encoder, DiscoverSettings(), self.birth, AssignSettings())
            assign_voices(night, self.encoder, AssignSettings(), REACH)
        measure(night)
        finish_run(self.con, night.run, self.now)

    def rediscover(self, day: date) -> None:
        """Do the weekly rediscovery, which proposes; few resamples, to save time."""
        night = Night(self.con, open_run(self.con, "rediscover", day, self.now, "{}"), self.now)
        settings = RediscoverSettings(resamples=2, resample_rows=3_000)
        rediscover_themes(
            night, self.encoder, DiscoverSettings(), settings, AssignSettings().margin
        )
        measure(night)
        finish_run(self.con, night.run, self.now)

    def themes(self) -> dict[str, str | None]:
        """Return the theme of every voice that was compared."""
        return dict(self.con.execute("select voice_id, theme_id from core.assignment").fetchall())


def open_copy(home: Path, folder: Path, now: datetime, every: int = 1) -> Life:
    """Copy voices and vectors of a home into a new database, or one of so many contacts."""
    con = open_work(folder / "work.duckdb")
    migrate(con)
    con.execute("attach $path as origin (read_only)", {"path": str(home / "work.duckdb")})
    for table in COPIED:
        # Names of tables cannot be parameters; these are constants of this file.
        con.execute(f"insert into core.{table} by name from origin.core.{table}")
    con.execute("detach origin")
    con.execute("delete from core.contact where hash(contact_id) % $every <> 0", {"every": every})
    con.execute(
        "delete from core.voice where contact_id not in (select contact_id from core.contact)"
    )
    [(encoder,)] = con.execute(
        "select fingerprint from core.definition where definition_kind = 'encoder'"
    ).fetchall()
    return Life(con, encoder, now, BirthSettings())
