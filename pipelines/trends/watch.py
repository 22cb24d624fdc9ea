"""Watch all series day by day and tell what a person should look at, each thing once.

    month = begin_month(known, days, until, settings)     once a month: what changes slowly
    alerts, remembered = watch_day(known, month, until, remembered, settings)

A day looks at nothing after it; what was told is in `Remembered`. Pure.
"""

from collections.abc import Iterator, Mapping

import numpy as np

from pipelines.trends.alerts import (
    Alert,
    AlertKind,
    Carrier,
    Episode,
    Remembered,
    carriers_of,
)
from pipelines.trends.expect import (
    Level,
    Profile,
    level_of,
    with_outages,
)
from pipelines.trends.scan import Rises, discoveries, scan_day, upper_tail
from pipelines.trends.series import SeriesKey
from pipelines.trends.slow_rise import slow_rises
from pipelines.trends.watch_month import Known, Month, WatchSettings
from pipelines.trends.windows import Bools, Floats

SUDDEN = ("spike", "comeback", "fast_lane")
SUNDAY = 6
# A spike fills the weeks that a slow rise is looked for in: its end is remembered so long.
SPIKE_MEMORY_DAYS = 84
# Who came back within a year is compared with its silence: that was told already.
COMEBACK_MEMORY_DAYS = 364
# A rise goes on while it is at least so unlikely and so high; weaker than what raises an alert.
GOES_ON_CHANCE, GOES_ON_RATIO = 0.01, 1.25
# A rise that lasts is told again when it doubles over the weeks since it was told; until then,
# what was told is left out of the level, for so many days at most.
FIRST_LOOK_DAYS, RECENT_DAYS, WORSE_RATIO, WORSE_WIDTHS = 14, 14, 2.0, (3, 7)
FORGET_RISE_DAYS = 120
QUIET_FORMER_DAYS = (60, 120, 240)
FORMER_DAYS = 180
LEAST_MISSED = 5.0


def watch_day(
    known: Known, month: Month | None, until: int, remembered: Remembered, settings: WatchSettings
) -> tuple[list[Alert], Remembered]:
    """Return the alerts of one day, and what to remember for the next."""
    told = list(_grave(known, until))
    if until < settings.alerts.first_days or month is None:
        return told, remembered
    counts = known.comparable(month.rows, until)
    profile = with_outages(counts, month.profile, until, month.level, settings.expect)
    level = level_of(counts, profile, until, settings.expect)
    desk = _Desk(known, month, counts, profile, level, until, remembered, settings)
    return [*told, *desk.new_themes(), *desk.sudden(), *desk.slow()], Remembered(desk.episodes)


def _grave(known: Known, until: int) -> Iterator[Alert]:
    """Every day with voices of the gravest kind, whatever was expected."""
    for row in known.grave_rows:
        if size := float(known.counts[row, until]):
            yield Alert("fast_lane", known.keys[row], until, until, size, 0.0)


class _Desk:
    """The work of one day; `episodes` grows as alerts are raised."""

    def __init__(
        self, known: Known, month: Month, counts: Floats, profile: Profile, level: Level,
        until: int, remembered: Remembered, settings: WatchSettings,
    ) -> None:  # fmt: skip
        self.known, self.month, self.counts = known, month, counts
        self.profile, self.level, self.until = profile, level, until
        self.settings = settings
        self.keys = month.keys
        self.episodes = self._still_open(remembered.episodes)
        self.level = self._level_before_rises()

    def _level_before_rises(self) -> Level:
        """The level without what was told: a rise must not hide the next one for months."""
        plain, seasonal = self.level.plain.copy(), self.level.seasonal.copy()
        for (whole, kind), episode in self.episodes.items():
            if kind not in SUDDEN or self.until - episode.began > FORGET_RISE_DAYS:
                continue
            rows = self.month.rows_of.get(whole, [])
            expect = self.settings.expect
            former = level_of(self.counts, self.profile, episode.began - 1, expect, rows)
            plain[rows] = np.minimum(plain[rows], former.plain)
            seasonal[rows] = np.minimum(seasonal[rows], former.seasonal)
        return Level(seasonal, plain, self.level.count)

    def sudden(self) -> Iterator[Alert]:
        """Spikes, comebacks and flags: themes first, then parts of themes that are quiet."""
        rises = scan_day(self.counts, self.profile, self.level, self.until, self.settings.alerts)
        self._keep_open(rises)
        chance = np.full(len(self.keys), self.settings.alerts.chance)
        chance[self.month.themes :] *= self.settings.alerts.part_chance
        believed = discoveries(rises.probability, self.settings.alerts.false_discovery)
        is_alarm = believed & (rises.probability <= chance)
        is_part = np.arange(len(self.keys)) >= self.month.themes
        found = np.flatnonzero(is_alarm)
        for row in found[np.lexsort((found, rises.probability[found], is_part[found]))]:
            yield from self._raise(int(row), rises)

    def slow(self) -> Iterator[Alert]:
        """Slow rises, looked for on Sundays."""
        if (self.month.days.first.weekday() + self.until) % 7 != SUNDAY:
            return
        spiked = {
            whole.theme_id
            for (whole, kind), episode in self.episodes.items()
            if kind in SUDDEN and self.until - episode.last_seen <= SPIKE_MEMORY_DAYS
        }
        themes = self.month.themes
        is_calm = np.array([key.theme_id not in spiked for key in self.keys[:themes]])
        found = slow_rises(
            self.counts[:themes],
            self.profile.head(themes),
            self.month.days,
            self.until,
            is_calm,
            self.settings.alerts,
        )
        is_sure = found.probability <= self.settings.alerts.slow_chance
        for row in np.flatnonzero(is_sure):
            key = self.keys[row]
            is_told = self._is_new(int(row)) or (key, "comeback") in self.episodes
            if key.theme_id and self._opens(key, "slow_rise", is_told):
                yield Alert(
                    "slow_rise", key, self.until, self.until + 1 - int(found.days[row]),
                    float(found.heard[row]), float(found.expected[row]),
                    float(found.probability[row]),
                    bool(found.seasonal_probability[row] > self.settings.alerts.seasonal_chance),
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
            if (key, "new_theme") not in self.episodes:
                self.episodes[(key, "new_theme")] = Episode(self.until, self.until, self.until)
                size = float(heard[place].sum())
                yield Alert("new_theme", key, self.until, int(first[place]), size, 0.0)

    def _raise(self, row: int, rises: Rises) -> Iterator[Alert]:
        key, since = self.keys[row], self.until + 1 - int(rises.width[row])
        whole = SeriesKey(key.theme_id) if key.theme_id else key
        if not self._is_worse(whole, row) or self._is_new(row):
            return
        kind: AlertKind = "spike" if key.theme_id else "fast_lane"
        if key.theme_id and self._was_quiet(row, since):
            kind = "comeback"
        expected, heard = float(rises.expected[row]), float(rises.heard[row])
        before = [self.episodes.get((whole, other)) for other in SUDDEN]
        began = [episode.began for episode in before if episode and self._lasts(episode)]
        self.episodes[(whole, kind)] = Episode(min([*began, self.until]), self.until, self.until)
        yield Alert(
            kind, key, self.until, since, heard, expected,
            float(rises.probability[row]),
            bool(rises.years[row] == 1)
            and bool(rises.seasonal_probability[row] > self.settings.alerts.seasonal_chance),
            self._carriers(key, (since, self.until), row, expected),
        )  # fmt: skip

    def _is_worse(self, whole: SeriesKey, row: int) -> bool:
        """Whether the rise was not told yet, or is one even over the weeks since it was told."""
        named = [self.episodes.get((whole, kind)) for kind in SUDDEN]
        told = [episode for episode in named if episode and self._lasts(episode)]
        if not told:
            return True
        newest = max(episode.raised for episode in told)
        if row >= self.month.themes or self.until - newest < FIRST_LOOK_DAYS:
            return False
        return any(self._doubled(row, width) for width in WORSE_WIDTHS)

    def _doubled(self, row: int, width: int) -> bool:
        """Whether the newest days stand twice above the weeks before them."""
        begin = self.until + 1 - width
        before, weights = slice(begin - RECENT_DAYS, begin), self.profile.weights[row]
        heard = self.counts[row, begin : self.until + 1].sum()
        former = self.counts[row, before].sum() + 0.5
        rate = former / max(float(weights[before].sum()), 1e-9)
        usual = rate * float(weights[begin : self.until + 1].sum())
        variance = self.profile.variance_of(width)[[row]] + 1.0 / former
        tail = upper_tail(np.array([heard]), np.array([usual]), variance)
        is_high = heard >= max(WORSE_RATIO * usual, self.settings.alerts.least_contacts)
        return bool(is_high and tail[0] <= self.settings.alerts.chance)

    def _carriers(
        self, key: SeriesKey, window: tuple[int, int], row: int, expected: float
    ) -> tuple[Carrier, ...]:
        if key.facet or not key.theme_id:
            return ()
        parts: dict[str, list[tuple[str, Floats]]] = {}
        for other, part in enumerate(self.known.keys):
            if part.theme_id == key.theme_id and part.facet:
                parts.setdefault(part.facet, []).append((part.value, self.known.counts[other]))
        return carriers_of(parts, self.counts[row], window, expected)

    def _was_quiet(self, row: int, since: int) -> bool:
        """Whether the theme was heard far less than formerly in the weeks before a rise."""
        settings, begin = self.settings.alerts, since - self.settings.alerts.quiet_days
        if begin <= 0:
            return False
        usual = self.profile.usual[row]
        rates = []
        for back in QUIET_FORMER_DAYS:
            former = slice(max(0, begin - back - FORMER_DAYS + 60), max(0, begin - back + 60))
            if former.stop - former.start >= 60:
                weight = max(float(usual[former].sum()), 1e-9)
                rates.append(float(self.counts[row, former].sum()) / weight)
        missed = max(rates, default=0.0) * float(usual[begin:since].sum())
        heard = float(self.counts[row, begin:since].sum())
        return missed >= LEAST_MISSED and heard < settings.quiet_share * missed

    def _is_new(self, row: int) -> bool:
        """Whether a theme was first heard late and not long ago: its birth is another alert."""
        parent = int(self.month.parents[row])
        heard = self.counts[row if parent < 0 else parent, : self.until + 1] > 0
        first = int(np.argmax(heard))
        settings = self.settings.alerts
        return first >= settings.new_after_days and self.until - first < settings.new_for_days

    def _opens(self, key: SeriesKey, kind: str, is_told: bool) -> bool:
        """Whether a rise is to be told: not yet, or so long ago that it must be said again."""
        episode = self.episodes.get((key, kind))
        if episode and self.until - episode.raised < self.settings.alerts.told_again_days:
            self.episodes[(key, kind)] = episode._replace(last_seen=self.until)
            return False
        if is_told:
            return False
        self.episodes[(key, kind)] = Episode(self.until, self.until, self.until)
        return True

    def _still_open(
        self, episodes: Mapping[tuple[SeriesKey, str], Episode]
    ) -> dict[tuple[SeriesKey, str], Episode]:
        settings = self.settings.alerts
        cool = {
            "slow_rise": settings.slow_cool_days,
            "comeback": COMEBACK_MEMORY_DAYS,
            "new_theme": 10**6,
        }
        remembered = max(settings.cool_days, SPIKE_MEMORY_DAYS)
        return {
            name: episode
            for name, episode in episodes.items()
            if self.until - episode.last_seen <= cool.get(name[1], remembered)
        }

    def _lasts(self, episode: Episode) -> bool:
        return self.until - episode.last_seen <= self.settings.alerts.cool_days

    def _keep_open(self, rises: Rises) -> None:
        """An episode lasts while the theme, or any part of it, stands clearly above its usual."""
        high = rises.heard >= GOES_ON_RATIO * rises.expected
        goes_on: Bools = (rises.probability < GOES_ON_CHANCE) & high
        for row in np.flatnonzero(goes_on):
            key = self.keys[row]
            whole = SeriesKey(key.theme_id) if key.theme_id else key
            for kind in SUDDEN:
                episode = self.episodes.get((whole, kind))
                if episode and self._lasts(episode):
                    self.episodes[(whole, kind)] = episode._replace(last_seen=self.until)
