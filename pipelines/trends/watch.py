"""Watch all series day by day and tell what a person should look at, each thing once.

    month = begin_month(known, days, until, settings)     once a month: what changes slowly
    alerts, remembered = watch_day(known, month, until, remembered, settings)

A day looks at nothing after it; what was told is in `Remembered`. Pure.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from pipelines.trends.alerts import Alert, AlertKind, Carrier, Episode, Remembered, carriers_of
from pipelines.trends.expect import Level, Profile, level_of, with_outages
from pipelines.trends.grave import grave_today
from pipelines.trends.listeners import Listener
from pipelines.trends.scan import Rises, discoveries, scan_day
from pipelines.trends.series import SeriesKey
from pipelines.trends.slow_rise import LONGEST_DAYS, SlowRises, slow_rises
from pipelines.trends.today import Today
from pipelines.trends.told import Told
from pipelines.trends.watch_month import Known, Month, WatchSettings
from pipelines.trends.windows import Bools, Floats

SUNDAY = 6
# A rise goes on while it is at least so unlikely and so high; weaker than what raises an alert.
GOES_ON_CHANCE, GOES_ON_RATIO = 0.01, 1.25
# Who was thought solved so long ago is a theme like any other.
SOLVED_DAYS = 364
# A slow rise is that of a known season when the year before did as much with this probability.
AS_LAST_YEAR = 0.02


def watch_day(
    known: Known, month: Month | None, until: int, remembered: Remembered, settings: WatchSettings
) -> tuple[list[Alert], Remembered]:
    """Return the alerts of one day, and what to remember for the next."""
    told = Told(remembered, until, settings.alerts)
    alerts = list(_grave(known, told, settings))
    if until < settings.alerts.first_days or month is None:
        return alerts, told.remembered()
    counts = known.comparable(month.rows, until)
    profile = with_outages(counts, month.profile, until, month.level, settings.expect)
    level = _level_without(told, month, counts, profile, settings)
    today = Today(counts, profile, level, until, settings.alerts)
    desk = _Desk(known, month, today, told, settings)
    alerts += [*desk.new_themes(), *desk.sudden(), *desk.slow()]
    return alerts, told.remembered()


def _grave(known: Known, told: Told, settings: WatchSettings) -> Iterator[Alert]:
    """Voices of the gravest kind: the first after a quiet spell, and several."""
    until = told.until
    for row in known.grave_rows:
        key = known.keys[row]
        former = told.episodes.get((key, "grave"))
        found = grave_today(known.counts[row], until, former, settings.alerts)
        if found:
            teams = settings.who_hears(key)
            told.open(key, "grave", found.since, teams)
            yield Alert(
                "fast_lane", key, until, found.since, found.heard, found.expected,
                found.probability, teams=teams,
            )  # fmt: skip


def _level_without(
    told: Told, month: Month, counts: Floats, profile: Profile, settings: WatchSettings
) -> Level:
    """The level without what was told: a rise must not hide the next one for months."""
    level = level_of(counts, profile, told.until, settings.expect)
    for whole, spans in told.spans().items():
        rows = month.rows_of.get(whole)
        if rows:
            usual = level_of(counts, profile, told.until, settings.expect, rows, spans)
            level.plain[rows], level.seasonal[rows] = usual.plain, usual.seasonal
            level.count[rows] = usual.count
    return level


class _Desk:
    """The work of one day; `told` grows as alerts are raised."""

    def __init__(
        self, known: Known, month: Month, today: Today, told: Told, settings: WatchSettings
    ) -> None:
        self.known, self.month, self.today, self.told = known, month, today, told
        self.until, self.settings = today.until, settings
        self.keys = month.keys

    def sudden(self) -> Iterator[Alert]:
        """Spikes, comebacks and flags: themes first, then parts of themes that are quiet."""
        settings = self.settings.alerts
        rises = scan_day(
            self.today.counts, self.today.profile, self.today.level, self.until, settings
        )
        self._keep_open(rises)
        is_part = np.arange(len(self.keys)) >= self.month.themes
        weight = np.where(is_part, settings.part_chance, 1.0)
        believed = discoveries(rises.probability, settings.false_discovery, weight)
        is_alarm = believed & (rises.probability <= self.month.chance)
        found = np.flatnonzero(is_alarm)
        for row in found[np.lexsort((found, rises.probability[found], is_part[found]))]:
            yield from self._raise(int(row), rises)

    def slow(self) -> Iterator[Alert]:
        """Slow rises, looked for on Sundays."""
        if (self.month.days.first.weekday() + self.until) % 7 != SUNDAY:
            return
        themes, spiked = self.month.themes, self.told.spiked()
        found = slow_rises(
            self.today.counts[:themes],
            self.today.profile.head(themes),
            self.month.days,
            self.until,
            np.array([key.theme_id not in spiked for key in self.keys[:themes]]),
            self.settings.alerts,
        )
        is_sure = found.probability <= self.settings.alerts.slow_chance
        for row in np.flatnonzero(is_sure & ~self._is_known_season(found)):
            yield from self._raise_slowly(int(row), found)

    def _is_known_season(self, found: SlowRises) -> Bools:
        """Whether two former years clearly lifted these weeks as well, and about as much."""
        profile, themes = self.today.profile, self.month.themes
        weeks = slice(max(0, self.until + 1 - LONGEST_DAYS), self.until + 1)
        is_lifted = ~profile.is_plain[:themes, weeks].all(axis=1)
        is_known = profile.seasons.years[:themes, self.until] >= 2
        return np.asarray(is_known & is_lifted & (found.seasonal_probability > AS_LAST_YEAR))

    def _raise_slowly(self, row: int, found: SlowRises) -> Iterator[Alert]:
        key = self.keys[row]
        is_told = self._is_new(row) or (key, "comeback") in self.told.episodes
        if not key.theme_id or not self.told.opens_slowly(key, "slow_rise", is_told):
            return
        teams = self.settings.who_hears(key)
        self.told.open(key, "slow_rise", self.until, teams)
        since = self.until + 1 - int(found.days[row])
        yield Alert(
            "comeback" if self._was_solved(key, since) else "slow_rise",
            key, self.until, since, float(found.heard[row]), float(found.expected[row]),
            float(found.probability[row]),
            bool(found.seasonal_probability[row] > self.settings.alerts.seasonal_chance),
            teams=teams,
        )  # fmt: skip

    def new_themes(self) -> Iterator[Alert]:
        """Themes first heard late that have enough customers."""
        settings, rows = self.settings.alerts, self.known.theme_rows
        heard = self.known.counts[rows, : self.until + 1]
        first = np.argmax(heard > 0, axis=1)
        customers = self.known.newcomers[rows, : self.until + 1].sum(axis=1)
        is_new = (first >= settings.new_after_days) & (customers >= settings.new_customers)
        for place in np.flatnonzero(is_new):
            key = self.known.keys[rows[place]]
            if (key, "new_theme") not in self.told.episodes:
                teams = self.settings.who_hears(key)
                self.told.open(key, "new_theme", self.until, teams)
                size = float(heard[place].sum())
                yield Alert("new_theme", key, self.until, int(first[place]), size, 0.0, teams=teams)

    def _raise(self, row: int, rises: Rises) -> Iterator[Alert]:
        """Tell of a sudden rise: whoever was not told of it yet, all of them if it is another."""
        key, lasting = self.keys[row], self.told.lasting(self._whole(row))
        if self._is_new(row):
            return
        newest = max(map(_raised, lasting), default=-1)
        is_theme = row < self.month.themes
        anew = self.today.anew_since(row, newest) if lasting and is_theme else None
        is_more = not lasting or anew is not None
        is_more = is_more or (is_theme and self.today.is_worse(row, max(lasting, key=_raised)))
        told_to = frozenset[str]() if is_more else _all_told(lasting)
        asked = self._asked(row, float(rises.probability[row]), told_to)
        if not asked:
            return
        alert = self._alert(row, rises, anew)
        teams = tuple(
            one.name
            for one in asked
            if alert.size >= one.least_contacts and one.hears(key, alert.carriers)
        )
        if teams:
            before = [] if anew is not None else [episode.began for episode in lasting]
            began = min([alert.since, *before])
            self.told.open(self._whole(row), alert.kind, began, told_to.union(teams))
            yield replace(alert, teams=teams)

    def _asked(self, row: int, probability: float, told_to: frozenset[str]) -> list[Listener]:
        """Who may want to hear of a rise so unlikely and was not told."""
        key = self.keys[row]
        least = probability / (1.0 if row < self.month.themes else self.settings.alerts.part_chance)
        return [
            one
            for one in self.settings.everyone
            if one.name not in told_to and least <= one.chance and one.may_hear(key)
        ]

    def _alert(self, row: int, rises: Rises, anew: int | None) -> Alert:
        """Return the alert on the surest window, or on the days since it rises anew."""
        key = self.keys[row]
        since = self.until + 1 - int(rises.width[row])
        heard, expected = float(rises.heard[row]), float(rises.expected[row])
        if anew is not None:
            since, heard = anew, self.today.heard(row, anew, self.until + 1)
            expected = self.today.usual(row, anew, self.until + 1)
        kind: AlertKind = "spike" if key.theme_id else "fast_lane"
        if key.theme_id and (self._was_solved(key, since) or self.today.was_quiet(row, since)):
            kind = "comeback"
        as_season = rises.seasonal_probability[row] > self.settings.alerts.seasonal_chance
        return Alert(
            kind, key, self.until, since, heard, expected, float(rises.probability[row]),
            bool(rises.years[row] == 1 and as_season),
            self._carriers(key, (since, self.until), row, expected),
        )  # fmt: skip

    def _whole(self, row: int) -> SeriesKey:
        key = self.keys[row]
        return SeriesKey(key.theme_id) if key.theme_id else key

    def _was_solved(self, key: SeriesKey, since: int) -> bool:
        """Whether a theme was thought solved not long ago and did not come back since."""
        days = [day for theme_id, day in self.known.solved if theme_id == key.theme_id]
        solved = max((day for day in days if day <= since), default=None)
        if solved is None or self.until - solved > SOLVED_DAYS:
            return False
        back = self.told.episodes.get((SeriesKey(key.theme_id), "comeback"))
        return back is None or back.raised < solved

    def _carriers(
        self, key: SeriesKey, window: tuple[int, int], row: int, expected: float
    ) -> tuple[Carrier, ...]:
        if key.facet or not key.theme_id:
            return ()
        parts: dict[str, list[tuple[str, Floats]]] = {}
        for other, part in enumerate(self.known.keys):
            if part.theme_id == key.theme_id and part.facet:
                parts.setdefault(part.facet, []).append((part.value, self.known.counts[other]))
        return carriers_of(parts, self.today.counts[row], window, expected)

    def _is_new(self, row: int) -> bool:
        """Whether a theme was first heard late and not long ago: its birth is another alert."""
        parent = int(self.month.parents[row])
        heard = self.today.counts[row if parent < 0 else parent, : self.until + 1] > 0
        first = int(np.argmax(heard))
        settings = self.settings.alerts
        return first >= settings.new_after_days and self.until - first < settings.new_for_days

    def _keep_open(self, rises: Rises) -> None:
        """An episode lasts while the theme, or any part of it, stands clearly above its usual."""
        high = rises.heard >= GOES_ON_RATIO * rises.expected
        goes_on: Bools = (rises.probability < GOES_ON_CHANCE) & high
        for row in np.flatnonzero(goes_on):
            self.told.goes_on(self._whole(int(row)))


def _raised(episode: Episode) -> int:
    return episode.raised


def _all_told(lasting: Sequence[Episode]) -> frozenset[str]:
    return frozenset().union(*(episode.told_to for episode in lasting))
