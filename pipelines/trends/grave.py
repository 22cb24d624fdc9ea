"""Voices of the gravest kind: told when one comes after a quiet spell, and when they crowd.

Every such voice stands in mart.fast_lane; an alert for each day that holds one would be read by
nobody. So the first one of a category in weeks is told, and so is any window that holds at least
two and more than the year before it gives reason to expect, or than was told already.
"""

from typing import NamedTuple

import numpy as np

from pipelines.trends.alert_settings import SCANNED_WIDTHS, AlertSettings
from pipelines.trends.alerts import Episode
from pipelines.trends.scan import upper_tail
from pipelines.trends.windows import Counts

LEAST_CROWD = 2
YEAR_DAYS = 365
# A category never heard of is expected to be heard of half a time in so many days.
PRIOR_CONTACTS, PRIOR_DAYS = 0.5, 90
# What was told is spread over so many days at least.
TOLD_DAYS = 3


class Crowd(NamedTuple):
    """A window that ends today: its first day, contacts, expectation and upper tail."""

    since: int
    heard: float
    expected: float
    probability: float


def grave_today(
    counts: Counts, until: int, told: Episode | None, settings: AlertSettings
) -> Crowd | None:
    """Return what to tell of one category on day `until`, None for nothing.

    `counts` (days,), read up to `until`; `told` is what was told of it last.
    """
    if not counts[until]:
        return None
    before = counts[max(0, until - settings.grave_quiet_days) : until]
    if not before.any():
        expected = _rate(counts, until)[0]
        return Crowd(until, float(counts[until]), expected, float(-np.expm1(-expected)))
    found = [_window(counts, until, width, told, settings) for width in SCANNED_WIDTHS]
    crowds = [one for one in found if one is not None]
    return min(crowds, key=lambda one: one.probability, default=None)


def _window(
    counts: Counts, until: int, width: int, told: Episode | None, settings: AlertSettings
) -> Crowd | None:
    since = until + 1 - width
    heard = float(counts[max(since, 0) : until + 1].sum())
    if heard < LEAST_CROWD or since < 0 or (told is not None and since <= told.raised):
        return None
    rate, past = _rate(counts, since)
    if told is not None and until - told.raised <= settings.cool_days:
        rate = max(rate, _told_rate(counts, told))
    expected = rate * width
    tail = upper_tail(np.array([heard]), np.array([expected]), np.array([1.0 / (past + 1.0)]))
    chance = float(tail[0]) * max(1.0, settings.full_width / width)
    return Crowd(since, heard, expected, chance) if chance <= settings.grave_chance else None


def _rate(counts: Counts, end: int) -> tuple[float, float]:
    """Contacts a day in the year before day `end`, and how many tell it."""
    past = counts[max(0, end - YEAR_DAYS) : end]
    heard = float(past.sum()) + PRIOR_CONTACTS
    return heard / (len(past) + PRIOR_DAYS), heard


def _told_rate(counts: Counts, told: Episode) -> float:
    """Contacts a day of what was told; a single voice is no rate."""
    heard = float(counts[told.began : told.raised + 1].sum())
    days = max(TOLD_DAYS, told.raised + 1 - told.began)
    return heard / days if heard >= LEAST_CROWD else 0.0
