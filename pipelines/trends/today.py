"""What one series did lately: whether it doubled, fell back and rose anew, or had been quiet."""

from dataclasses import dataclass

import numpy as np

from pipelines.trends.alert_settings import AlertSettings
from pipelines.trends.alerts import Episode
from pipelines.trends.expect import Level, Profile
from pipelines.trends.scan import upper_tail
from pipelines.trends.windows import Floats

# A rise that lasts is told again when it doubles over the weeks since it was told.
FIRST_LOOK_DAYS, RECENT_DAYS, WORSE_RATIO, WORSE_WIDTHS = 14, 14, 2.0, (3, 7)
EXCEED_WIDTHS = (3, 5, 7)
# It is over, and the next one another, when so many days between them were not above the usual.
GAP_DAYS, ANEW_WIDTHS, USUAL_RATIO, GAP_CHANCE = (3, 5, 7), (2, 3, 5, 7), 1.25, 0.01
QUIET_FORMER_DAYS = (60, 120, 240)
FORMER_DAYS = 180
LEAST_MISSED = 5.0


@dataclass(frozen=True)
class Today:
    """All series as known at the end of day `until`, and what was to be expected of them."""

    counts: Floats
    profile: Profile
    level: Level
    until: int
    settings: AlertSettings

    def usual(self, row: int, first: int, end: int) -> float:
        """Return the contacts that were to be expected of days first..end - 1."""
        weights = self.profile.weights[row, first:end]
        plain = float(self.level.plain[row] * weights.sum())
        if self.profile.seasons.years[row, self.until] < 2:
            return plain
        factor = self.profile.seasons.factor[row, first:end]
        return max(plain, float(self.level.seasonal[row] * (weights * factor).sum()))

    def heard(self, row: int, first: int, end: int) -> float:
        """Return the contacts of days first..end - 1."""
        return float(self.counts[row, first:end].sum())

    def is_worse(self, row: int, told: Episode) -> bool:
        """Whether a rise is one even over what was told of it, or over the weeks since."""
        if self.until - told.raised < FIRST_LOOK_DAYS:
            return self._exceeds(row, told)
        return any(
            self._is_doubled(row, width, RECENT_DAYS, self.settings.chance)
            for width in WORSE_WIDTHS
        )

    def _exceeds(self, row: int, told: Episode) -> bool:
        """Whether the days since a rise was told stand twice above its highest day until then."""
        days, end = slice(told.began, told.raised + 1), told.raised + 1
        rates = self.counts[row, days] / np.maximum(self.profile.weights[row, days], 1e-9)
        rate = float(rates.max(initial=0.0))
        for width in EXCEED_WIDTHS:
            begin = self.until + 1 - width
            usual = rate * float(self.profile.weights[row, begin : self.until + 1].sum())
            heard = self.heard(row, begin, self.until + 1)
            is_high = heard >= max(WORSE_RATIO * usual, self.settings.least_contacts)
            beyond = 1.0 / (rate + 0.5)
            if begin >= end and is_high and self._tail(row, begin, usual, beyond) <= GAP_CHANCE:
                return True
        return False

    def anew_since(self, row: int, told: int) -> int | None:
        """Return since when it rises anew, after days as usual since it was last told; or None."""
        for gap in GAP_DAYS:
            for width in ANEW_WIDTHS:
                begin = self.until + 1 - width
                first = begin - gap
                if (
                    first > told
                    and self._is_usual(row, first, begin)
                    and self._is_high(row, begin)
                    and self._is_doubled(row, width, gap, GAP_CHANCE)
                ):
                    return begin
        return None

    def _is_usual(self, row: int, first: int, end: int) -> bool:
        return self.heard(row, first, end) <= USUAL_RATIO * self.usual(row, first, end)

    def _is_high(self, row: int, begin: int) -> bool:
        """Whether the days since `begin` alone would raise an alert."""
        width = self.until + 1 - begin
        usual = self.usual(row, begin, self.until + 1)
        if self.heard(row, begin, self.until + 1) < self.settings.least_ratio * usual:
            return False
        beyond = 1.0 / (float(self.level.count[row]) + 1.0)
        handicap = max(1.0, self.settings.full_width / width)
        return self._tail(row, begin, usual, beyond) * handicap <= self.settings.chance

    def _is_doubled(self, row: int, width: int, before_days: int, chance: float) -> bool:
        """Whether the newest days stand twice above the days before them."""
        begin, weights = self.until + 1 - width, self.profile.weights[row]
        before = slice(begin - before_days, begin)
        former = self.counts[row, before].sum() + 0.5
        rate = former / max(float(weights[before].sum()), 1e-9)
        usual = rate * float(weights[begin : self.until + 1].sum())
        heard = self.heard(row, begin, self.until + 1)
        if heard < max(WORSE_RATIO * usual, self.settings.least_contacts):
            return False
        return self._tail(row, begin, usual, 1.0 / former) <= chance

    def _tail(self, row: int, begin: int, usual: float, beyond: float) -> float:
        """Upper tail of the contacts since `begin`; `beyond` is added to the variance."""
        heard = np.array([self.heard(row, begin, self.until + 1)])
        variance = self.profile.variance_of(self.until + 1 - begin)[[row]] + beyond
        return float(upper_tail(heard, np.array([usual]), variance)[0])

    def was_quiet(self, row: int, since: int) -> bool:
        """Whether the theme was heard far less than formerly in the weeks before a rise."""
        begin = since - self.settings.quiet_days
        if begin <= 0:
            return False
        usual = self.profile.usual[row]
        rates = []
        for back in QUIET_FORMER_DAYS:
            former = slice(max(0, begin - back - FORMER_DAYS + 60), max(0, begin - back + 60))
            if former.stop - former.start >= 60:
                weight = max(float(usual[former].sum()), 1e-9)
                rates.append(self.heard(row, former.start, former.stop) / weight)
        missed = max(rates, default=0.0) * float(usual[begin:since].sum())
        heard = self.heard(row, begin, since)
        return missed >= LEAST_MISSED and heard < self.settings.quiet_share * missed
