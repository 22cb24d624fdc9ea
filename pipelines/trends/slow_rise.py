"""Look for slow rises: a theme that has stood above its former level for weeks."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from pipelines.trends.alert_settings import AlertSettings
from pipelines.trends.expect import Days, Profile
from pipelines.trends.windows import Bools, Floats, Ints


class Newest(NamedTuple):
    """The newest weeks in parts; the fullest ones are not asked, since a spike fills those.

    Where none is left out, only series without a spike in these weeks are asked.
    """

    parts: int
    part_days: int
    left_out: int


NEWEST = (Newest(3, 28, 1), Newest(4, 14, 2), Newest(1, 42, 0))
# Former levels to compare with: (first, last) days ago.
FORMER = ((363, 182), (251, 126))
LONGEST_DAYS = 84
# Relative standard deviation of a level over months without any reason.
DRIFT = 0.06
# The same of what a season adds, from year to year.
SEASON_DOUBT = 0.4


@dataclass(frozen=True)
class SlowRises:
    """(series,) each: where a rise is sure, and contacts, expectation, ratio of newest weeks."""

    is_sure: Bools
    heard: Floats
    expected: Floats
    ratio: Floats


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
    factor, years = profile.seasons.factor, profile.seasons.years
    now_known = years[:, until] >= 1
    found = []
    newest_days = slice(max(0, until + 1 - LONGEST_DAYS), until + 1)
    unsure = _season_doubt(profile, newest_days)
    for newest in NEWEST:
        now = (profile, until, newest)
        is_asked = is_calm | (newest.left_out > 0)
        for former in FORMER:
            if until < former[0]:
                continue
            before = np.arange(until - former[0], until - former[1] + 1)
            is_fair = (years[:, before].min(axis=1) >= 1) | ~now_known
            usual = np.where(now_known[:, None], profile.weights * factor, profile.weights)
            days_before = (before, is_fair & is_asked, np.where(now_known, unsure, 0.0))
            found.append(_against(counts, usual, days_before, now, settings))
        same = np.unique(days.same[0, newest_days])
        if until >= LONGEST_DAYS and same[0] >= 0:
            days_before = (same, now_known & is_asked, np.zeros(len(counts)))
            found.append(_against(counts, profile.weights, days_before, now, settings))
    return _largest(found, len(counts))


def _season_doubt(profile: Profile, newest: slice) -> Floats:
    """Relative variance of what a known season adds to the newest weeks, (series,)."""
    factor = profile.seasons.factor[:, newest]
    rise = 1.0 - 1.0 / np.maximum(factor.mean(axis=1), 1.0)
    return np.asarray((SEASON_DOUBT * rise) ** 2)


def _largest(found: list[SlowRises], count: int) -> SlowRises:
    if not found:
        nothing = np.zeros(count)
        return SlowRises(nothing > 0, nothing, nothing, nothing)
    best = np.argmax([one.is_sure * one.ratio for one in found], axis=0)
    rows = np.arange(count)
    names = ("is_sure", "heard", "expected", "ratio")
    return SlowRises(*(np.stack([getattr(one, n) for one in found])[best, rows] for n in names))


def _against(
    counts: Floats,
    usual: Floats,
    before: tuple[Ints, Bools, Floats],
    now: tuple[Profile, int, Newest],
    settings: AlertSettings,
) -> SlowRises:
    profile, until, newest = now
    former_days, is_fair, season_variance = before
    heard, weight = _lowest_parts(counts, usual, until, newest)
    former = counts[:, former_days].sum(axis=1)
    former_weight = usual[:, former_days].sum(axis=1)
    expected = (former + 0.5) / np.maximum(former_weight, 1e-9) * weight
    ratio = heard / np.maximum(expected, 1e-9)
    kept_days = (newest.parts - newest.left_out) * newest.part_days
    # A rise makes a series look unsteady: it must not excuse itself.
    unsteady = profile.variance_of(newest.part_days)
    slow = np.minimum(unsteady, np.median(unsteady)) * newest.part_days
    variance = 1 / (heard + 0.5) + 1 / (former + 0.5) + slow / len(former_days)
    variance += slow / kept_days + 2 * DRIFT**2 + season_variance
    lower = ratio * np.exp(-settings.slow_deviations * np.sqrt(variance))
    is_sure = (
        is_fair
        & (lower >= settings.slow_lower_bound)
        & (ratio >= settings.slow_ratio)
        & (heard >= settings.slow_contacts)
        # What was born within the former days has risen from nothing: that is another alert.
        & (counts[:, : former_days[0] + 28].sum(axis=1) > 0)
    )
    return SlowRises(is_sure, heard, expected, ratio)


def _lowest_parts(
    counts: Floats, usual: Floats, until: int, newest: Newest
) -> tuple[Floats, Floats]:
    """Contacts and weight of the newest weeks without the fullest parts of them."""
    width = newest.part_days
    spans = [slice(until + 1 - (p + 1) * width, until + 1 - p * width) for p in range(newest.parts)]
    heard = np.stack([counts[:, span].sum(axis=1) for span in spans])
    weight = np.stack([usual[:, span].sum(axis=1) for span in spans])
    order = np.argsort(heard / np.maximum(weight, 1e-9), axis=0, kind="stable")
    kept = order[: newest.parts - newest.left_out]
    return (
        np.take_along_axis(heard, kept, 0).sum(axis=0),
        np.take_along_axis(weight, kept, 0).sum(axis=0),
    )
