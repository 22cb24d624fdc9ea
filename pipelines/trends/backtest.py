"""The back-test: what became of the seasons that were foretold, and which were not.

Every season counts once: by the last list of a first of the month on which its warning was still
in time. It is judged by what is known when it has been over for a while.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from pipelines.trends.level import Level
from pipelines.trends.outlook import Outlook
from pipelines.trends.season_lists import Record, SeasonList, next_judged_day
from pipelines.trends.season_profile import LEAST_USUAL, Season, SeasonSettings

# A season is found by its own year only when that year lies wholly before the list: it is looked
# for among those that ended so many days ago.
HINDSIGHT_DAYS = 80


@dataclass(frozen=True)
class Warned:
    """A stored entry of a list, as far as it is judged."""

    listed_on: date
    theme_id: str
    onset_on: date
    end_on: date
    warn_by: date

    @property
    def is_in_time(self) -> bool:
        """Whether the list could still be acted upon."""
        return self.listed_on.day == 1 and self.listed_on <= self.warn_by

    def is_like(self, theme_id: str, onset_on: date, end_on: date) -> bool:
        """Whether it is of the same season: at least half of the shorter stretch is common."""
        shared = (min(self.end_on, end_on) - max(self.onset_on, onset_on)).days + 1
        shorter = min((self.end_on - self.onset_on).days, (end_on - onset_on).days) + 1
        return self.theme_id == theme_id and shared >= shorter / 2


def is_deciding(one: Warned, warned: Sequence[Warned]) -> bool:
    """Whether this was the last list on which the warning was in time.

    Either it could not wait for the next list, or that one moved the season so that it is late.
    """
    following = next_judged_day(one.listed_on)
    is_moved = any(
        other.listed_on == following
        and not other.is_in_time
        and other.is_like(one.theme_id, one.onset_on, one.end_on)
        for other in warned
    )
    return one.is_in_time and (one.warn_by < following or is_moved)


@dataclass(frozen=True)
class Judged:
    """What came of a season: a hit, a false warning, or a miss that no list foretold.

    `usual` is what would have come without it, `count_years` the earlier years that knew of it;
    `listed_on` is None for a miss.
    """

    judged_on: date
    outcome: str
    theme_id: str
    onset_on: date
    end_on: date
    listed_on: date | None
    count_contacts: int
    usual: float
    count_years: int


def judge(
    warned: Sequence[Warned], record: Record, made: SeasonList, settings: SeasonSettings
) -> list[Judged]:
    """Return what came of those entries of earlier lists that are over on the day of a list."""
    rows = {theme_id: row for row, theme_id in enumerate(made.themes)}
    settled = record.as_of - timedelta(days=settings.settle_days)
    found = []
    for one in warned:
        if one.end_on > settled:
            continue
        heard, usual = _told(one, record, made.outlook.level, rows.get(one.theme_id))
        outcome = "hit" if has_come(heard, usual, settings) else "false_warning"
        found.append(
            Judged(
                record.as_of, outcome, one.theme_id, one.onset_on, one.end_on, one.listed_on,
                round(heard), usual, 0,
            )
        )  # fmt: skip
    return found


def has_come(heard: float, usual: float, settings: SeasonSettings) -> bool:
    """Whether a season came: at least half way to what is listed as one."""
    is_up = heard >= np.sqrt(settings.min_factor) * usual
    return bool(is_up and heard - usual >= settings.min_excess / 2)


def _told(one: Warned, record: Record, level: Level, row: int | None) -> tuple[float, float]:
    if row is None:
        return 0.0, 0.0
    span = slice(record.number(one.onset_on), record.number(one.end_on) + 1)
    keys = [key.theme_id if not key.facet else "" for key in record.keys]
    heard = float(record.counts[keys.index(one.theme_id), span].sum())
    return heard, float(level.usual[row, span].sum())


def misses(
    made: SeasonList, warned: Sequence[Warned], settings: SeasonSettings, since: date
) -> list[Judged]:
    """Return seasons that came, were known from an earlier year, and were not foretold in time.

    Looked for among those whose last occurrence became sure after the list of day `since`.
    """
    outlook = made.outlook
    ended = timedelta(days=HINDSIGHT_DAYS)
    found = []
    for season in outlook.seasons:
        onset_on, end_on = last_occurrence(outlook, season)
        known = int((season.usual[1:] >= LEAST_USUAL).sum())
        if not since - ended < end_on <= outlook.as_of - ended or not known:
            continue
        if not _is_listable(season, settings):
            continue
        theme_id = made.themes[season.series]
        if any(one.is_in_time and one.is_like(theme_id, onset_on, end_on) for one in warned):
            continue
        found.append(
            Judged(
                outlook.as_of, "miss", theme_id, onset_on, end_on, None,
                round(float(season.heard[0])), float(season.usual[0]), known,
            )
        )  # fmt: skip
    return found


def last_occurrence(outlook: Outlook, season: Season) -> tuple[date, date]:
    """Return the days of last year that a season of the coming year corresponds to."""
    begin, end = outlook.past.of(season).stretch(0, season.first, season.last)
    newest = outlook.level.rate.shape[1] - 1
    first, last = (outlook.as_of - timedelta(days=newest - number) for number in (begin, end))
    return first, last


def _is_listable(season: Season, settings: SeasonSettings) -> bool:
    heard, usual = float(season.heard[0]), float(season.usual[0])
    is_up = usual >= LEAST_USUAL and heard >= settings.min_factor * usual
    return bool(is_up and heard - usual >= settings.min_excess)
