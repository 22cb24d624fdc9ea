"""Sums of series over windows of days."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Counts = NDArray[np.int32]


def running_sums(values: Floats) -> Floats:
    """Return (series, days + 1): sums of all days before each; differences are sums of windows."""
    sums = np.zeros((values.shape[0], values.shape[1] + 1))
    np.cumsum(values, axis=1, out=sums[:, 1:])
    return sums


def sums_around(values: Floats, reach: int) -> Floats:
    """Return (series, days): the sum of each day and `reach` days on either side, where known."""
    sums = running_sums(values)
    days = np.arange(values.shape[1])
    after = np.minimum(days + reach + 1, values.shape[1])
    # Some ten times as fast as sums[:, after].
    return np.asarray(sums.take(after, axis=1) - sums.take(np.maximum(days - reach, 0), axis=1))


def trailing_sums(values: Floats, width: int) -> Floats:
    """Return (series, days): the sum of the `width` days that end with each, where known."""
    sums = running_sums(values)
    days = np.arange(values.shape[1])
    return np.asarray(sums[:, 1:] - sums.take(np.maximum(days + 1 - width, 0), axis=1))


def whole_year_sums(values: Floats) -> Floats:
    """Return (series, days): the sum of the 365 known days most nearly centred on each.

    At either end the first or last 365 days: a year holds every season once, a part of one does
    not. With less than a year of days, the sum of all.
    """
    sums, count = running_sums(values), values.shape[1]
    first = np.clip(np.arange(count) - 182, 0, max(0, count - 365))
    last = np.minimum(first + 365, count)
    return np.asarray(sums.take(last, axis=1) - sums.take(first, axis=1))
