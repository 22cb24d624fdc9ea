"""Look for slow rises: a theme that has stood above its former level for weeks."""

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from pipelines.trends.alert_settings import AlertSettings
from pipelines.trends.expect import Days, Profile
from pipelines.trends.scan import upper_tail
from pipelines.trends.windows import Bools, Floats, Ints


class Newest(NamedTuple):
    """The newest weeks in parts; the fullest ones are not asked, since a spike fills those.

    `is_open_to_spikes`: so few are left out that a spike may shine through; only series without
    one in these weeks are asked.
    """

    parts: int
    part_days: int
    left_out: int
    is_open_to_spikes: bool

    @property
    def days(self) -> int:
        """Days of all parts."""
        return self.parts * self.part_days


NEWEST = (
    Newest(1, 28, 0, True),
    Newest(1, 42, 0, True),
    Newest(1, 84, 0, True),
    Newest(3, 28, 1, True),
    Newest(4, 14, 2, False),
)
# Former levels to compare with: (first, last) days ago; and the half year before the newest weeks.
FORMER = ((363, 182), (251, 126))
BEFORE_DAYS = 182
# Shorter newest weeks must be the more unlikely.
FULL_DAYS = 42
LONGEST_DAYS = 84
# Relative standard deviation of a level over months without any reason.
DRIFT = 0.08
# The same of what a season adds, from year to year.
SEASON_DOUBT = 0.4


@dataclass(frozen=True)
class SlowRises:
    """The surest comparison of each series, (series,) each.

    `probability` is its upper tail, 1 where none was fair; `seasonal_probability` the greatest one
    against the same days of the year before, 0 where these are not known; `days` the newest weeks,
    `heard` the contacts in them, `expected` those of the former level.
    """

    probability: Floats
    seasonal_probability: Floats
    days: Ints
    heard: Floats
    expected: Floats


class _Now(NamedTuple):
    """The newest weeks of one comparison, with all that is known of the series."""

    counts: Floats
    profile: Profile
    until: int
    newest: Newest
    first_heard: Ints


def slow_rises(
    counts: Floats,
    profile: Profile,
    days: Days,
    until: int,
    is_calm: Bools,
    settings: AlertSettings,
) -> SlowRises:
    """Compare the newest weeks with former levels; `is_calm` (series,) where no spike was told.

    Seasons are allowed for where they are known on both sides; in a second year, where only the
    newest weeks know theirs, with the same days of the first.
    """
    years = profile.seasons.years
    knows = years[:, until] >= 1
    # What is no clear season is last year's chance: it would double that of this year.
    usual = np.where(knows[:, None] & ~profile.is_plain, profile.usual, profile.weights)
    unsure = np.where(knows, _season_doubt(profile, until), 0.0)
    first_heard = np.argmax(counts[:, : until + 1] > 0, axis=1)
    found, seasonal = [], np.zeros(len(counts))
    for newest in NEWEST:
        now = _Now(counts, profile, until, newest, first_heard)
        is_asked = is_calm | (not newest.is_open_to_spikes)
        for before in _former_days(until, newest):
            is_fair = is_asked & ((years[:, before].min(axis=1) >= 1) | ~knows)
            found.append(_compare(now, usual, before, is_fair, unsure))
        same = np.unique(days.same[0, max(0, until + 1 - LONGEST_DAYS) : until + 1])
        if until >= LONGEST_DAYS and same[0] >= 0:
            found.append(_compare(now, profile.weights, same, is_asked & knows, unsure))
            last_year = _compare(now, profile.weights, same, is_asked, unsure).probability
            seasonal = np.maximum(seasonal, np.where(last_year < 1.0, last_year, 0.0))
    return replace(_surest(found, len(counts), settings), seasonal_probability=seasonal)


def _former_days(until: int, newest: Newest) -> list[Ints]:
    """The former days that the newest weeks are compared with, as far back as days are known."""
    spans = [(until - first, until - last) for first, last in FORMER if until >= first]
    last = until - newest.days
    if last + 1 >= BEFORE_DAYS // 2:
        spans.append((max(0, last + 1 - BEFORE_DAYS), last))
    return [np.arange(first, last + 1) for first, last in spans]


def _season_doubt(profile: Profile, until: int) -> Floats:
    """Relative variance of what a clear season adds to the newest weeks, (series,)."""
    weeks = slice(max(0, until + 1 - LONGEST_DAYS), until + 1)
    factor = np.where(profile.is_plain[:, weeks], 1.0, profile.seasons.factor[:, weeks])
    rise = 1.0 - 1.0 / factor.max(axis=1)
    return np.asarray((SEASON_DOUBT * rise) ** 2)


def _surest(found: list[SlowRises], count: int, settings: AlertSettings) -> SlowRises:
    none = np.zeros(count)
    found = found or [SlowRises(none + 1.0, none, np.ones(count, dtype=np.int64), none, none)]
    chance = np.stack([_corrected(one, settings) for one in found])
    best, rows = chance.argmin(axis=0), np.arange(count)
    days, heard, expected = (
        np.stack([getattr(one, name) for one in found])[best, rows]
        for name in ("days", "heard", "expected")
    )
    return SlowRises(chance[best, rows], none, days, heard, expected)


def _corrected(one: SlowRises, settings: AlertSettings) -> Floats:
    """Its tail, 1 where the rise is too small; few weeks change more often than many."""
    is_large = one.heard >= np.maximum(settings.slow_contacts, settings.slow_ratio * one.expected)
    handicap = np.maximum(1.0, FULL_DAYS / one.days) ** 2
    return np.where(is_large, np.minimum(one.probability * handicap, 1.0), 1.0)


def _compare(
    now: _Now, usual: Floats, before: Ints, is_fair: Bools, season_variance: Floats
) -> SlowRises:
    heard, weight = _lowest_parts(now.counts, usual, now.until, now.newest)
    former = now.counts[:, before].sum(axis=1)
    former_weight = usual[:, before].sum(axis=1)
    expected = (former + 0.5) / np.maximum(former_weight, 1e-9) * weight
    # A rise makes a series look unsteady: it must not excuse itself.
    unsteady = now.profile.variance_of(1)
    daily = np.minimum(unsteady, np.median(unsteady))
    kept_days = (now.newest.parts - now.newest.left_out) * now.newest.part_days
    variance = 1 / (former + 0.5) + daily / len(before) + daily / kept_days
    tail = upper_tail(heard, expected, variance + 2 * DRIFT**2 + season_variance)
    # What was born within the former days has risen from nothing: that is another alert.
    is_old = now.first_heard < before[0] + 28
    span = np.full(len(heard), now.newest.days)
    fair_tail = np.where(is_fair & is_old, tail, 1.0)
    return SlowRises(fair_tail, np.zeros(len(heard)), span, heard, expected)


def _lowest_parts(
    counts: Floats, usual: Floats, until: int, newest: Newest
) -> tuple[Floats, Floats]:
    """Contacts and weight of the newest weeks without the fullest parts of them."""
    width = newest.part_days
    ends = [max(0, until + 1 - part * width) for part in range(newest.parts)]
    spans = [slice(max(0, end - width), end) for end in ends]
    heard = np.stack([counts[:, span].sum(axis=1) for span in spans])
    weight = np.stack([usual[:, span].sum(axis=1) for span in spans])
    order = np.argsort(heard / np.maximum(weight, 1e-9), axis=0, kind="stable")
    kept = order[: newest.parts - newest.left_out]
    return (
        np.take_along_axis(heard, kept, 0).sum(axis=0),
        np.take_along_axis(weight, kept, 0).sum(axis=0),
    )
