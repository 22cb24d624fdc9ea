"""The fixed days on which themes may be born, whatever way the nights are called."""

from dataclasses import dataclass
from datetime import date, timedelta

from pipelines.night import Night
from warehouse.ledger import Stage
from warehouse.statements import Connection, rows

WEEK = timedelta(days=7)
# Monday is 0. A week that is over tells of a whole week, and weeks of the marts begin on Monday.
SUNDAY = 6


@dataclass(frozen=True)
class Held:
    """A theme day that is being held, inside a room's transaction."""

    night: Night
    counts: Stage
    encoder_fingerprint: str
    day: date

    @property
    def con(self) -> Connection:
        """Connection to the work database."""
        return self.night.con

    @property
    def run_id(self) -> str:
        """Run that holds the day."""
        return self.night.run.run_id


def theme_day_from(day: date) -> date:
    """Return the first theme day that is not before a day."""
    return day + timedelta(days=(SUNDAY - day.weekday()) % 7)


def next_theme_day(last: date | None, first_heard: date | None) -> date | None:
    """Return the theme day after the last one held, or the first of a home; None without voices."""
    if last is not None:
        return last + WEEK
    return theme_day_from(first_heard) if first_heard else None


def open_since(theme_day: date) -> date:
    """Return the first day whose voices may still be given a theme on a theme day.

    Months that are over keep their numbers: they were published and quoted.
    """
    return theme_day.replace(day=1)


def next_held(night: Night) -> date | None:
    """Return the next theme day of the home; None while nobody was heard."""
    [(last, first)] = rows(night.con, "life_days")
    return next_theme_day(last, first)


def due_theme_day(night: Night) -> date | None:
    """Return the oldest theme day that is over at the day of the night and was not held yet."""
    day = next_held(night)
    return day if day and day <= night.as_of else None
