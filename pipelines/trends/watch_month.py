"""What a month is watched with: which series are scanned, and what changes slowly in them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from pipelines.trends.alert_settings import AlertSettings
from pipelines.trends.expect import Days, ExpectSettings, Level, Profile, level_of, profile_of
from pipelines.trends.listeners import Listener, house_of
from pipelines.trends.series import SeriesKey
from pipelines.trends.windows import Counts, Floats, Ints

FLAGS, GRAVE = ("flag", "category"), "grave"


@dataclass(frozen=True)
class WatchSettings:
    """The knobs of expectations and alerts; `teams` are who is told beside the house."""

    expect: ExpectSettings
    alerts: AlertSettings
    teams: tuple[Listener, ...] = ()

    @cached_property
    def everyone(self) -> tuple[Listener, ...]:
        """The house, and its teams."""
        return (house_of(self.alerts), *self.teams)

    def who_hears(self, key: SeriesKey) -> tuple[str, ...]:
        """Return who is told of a theme or flag whatever the numbers."""
        return tuple(one.name for one in self.everyone if one.hears(key))


@dataclass(frozen=True)
class Known:
    """What is known of all series at the end of one day.

    `counts` (series, days) contacts, `newcomers` (series, days) customers who had not been heard
    on it before, rows by `keys`. Later days may be there and are not read. `changes` are days on
    which themes were merged or split: what was counted before is no measure for what comes after.
    `solved` are days on which themes were thought solved: retired, or a measure on them closed.
    """

    keys: Sequence[SeriesKey]
    counts: Counts
    newcomers: Counts
    changes: Sequence[tuple[str, int]] = ()
    solved: Sequence[tuple[str, int]] = ()

    def comparable(self, rows: Ints, until: int) -> Floats:
        """Return counts of some rows as known at the end of `until`, 0 before a theme's change.

        (rows, days up to `until`).
        """
        counts = self.counts[rows][:, : until + 1].astype(np.float64)
        since: dict[str, int] = {}
        for theme_id, day in self.changes:
            if day <= until:
                since[theme_id] = max(day, since.get(theme_id, 0))
        if since:
            for place, row in enumerate(rows):
                counts[place, : since.get(self.keys[row].theme_id, 0)] = 0.0
        return counts

    @cached_property
    def theme_rows(self) -> Ints:
        """Rows of whole themes."""
        found = [i for i, key in enumerate(self.keys) if key.theme_id and not key.facet]
        return np.array(found, dtype=np.int64)

    @cached_property
    def grave_rows(self) -> list[int]:
        """Rows of the gravest flags."""
        return [i for i, key in enumerate(self.keys) if not key.theme_id and key.facet == GRAVE]


@dataclass(frozen=True)
class Month:
    """What a month is watched with: the rows scanned, themes and flags first, and their factors.

    `level` is that of themes and flags when the month began; `rows_of` are the places of a theme
    and its parts, or of a flag, among the rows; `chance` (rows,) is the tail probability that is an
    alarm to anybody.
    """

    days: Days
    rows: Ints
    keys: Sequence[SeriesKey]
    themes: int
    parents: Ints
    profile: Profile
    level: Level
    rows_of: Mapping[SeriesKey, Sequence[int]]
    chance: Floats


def begin_month(known: Known, days: Days, until: int, settings: WatchSettings) -> Month | None:
    """Choose what is scanned and estimate what changes slowly, as known at the end of `until`.

    None while nothing is known.
    """
    year = known.counts[:, max(0, until - 364) : until + 1].sum(axis=1)
    ever = known.counts[:, : until + 1].sum(axis=1)
    whole = [i for i, key in enumerate(known.keys) if ever[i] and _is_whole(key)]
    place = {
        known.keys[row].theme_id: i for i, row in enumerate(whole) if not known.keys[row].facet
    }
    parts = [
        i
        for i, key in enumerate(known.keys)
        if key.facet in settings.alerts.parts
        and key.theme_id in place
        and year[i] >= settings.alerts.part_contacts
    ]
    if not whole:
        return None
    rows = np.array(whole + parts, dtype=np.int64)
    of_part = [place[known.keys[row].theme_id] for row in parts]
    parents = np.array([-1] * len(whole) + of_part, dtype=np.int64)
    counts = known.comparable(rows, until)
    profile = profile_of(counts, days, until, settings.expect, parents)
    head = profile.head(len(whole))
    level = level_of(counts[: len(whole)], head, until, settings.expect)
    keys = [known.keys[row] for row in rows]
    rows_of: dict[SeriesKey, list[int]] = {}
    for at, key in enumerate(keys):
        rows_of.setdefault(SeriesKey(key.theme_id) if key.theme_id else key, []).append(at)
    chance = _chances(keys, settings)
    chance[len(whole) :] *= settings.alerts.part_chance
    return Month(days, rows, keys, len(whole), parents, profile, level, rows_of, chance)


def _chances(keys: Sequence[SeriesKey], settings: WatchSettings) -> Floats:
    chance = np.full(len(keys), settings.alerts.chance)
    for team in settings.teams:
        hears = np.array([team.may_hear(key) for key in keys], dtype=bool)
        chance = np.where(hears, np.maximum(chance, team.chance), chance)
    return chance


def _is_whole(key: SeriesKey) -> bool:
    return not key.facet if key.theme_id else key.facet in FLAGS
