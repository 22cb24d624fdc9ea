"""How numbers are written for Japanese readers, and how two months are compared."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import sqrt

# Never a triangle: in Japanese accounts a black triangle means minus, elsewhere it means up.
MINUS = "\u2212"


def number(count: float) -> str:
    """Write a count with thousands separators."""
    return f"{count:,}"


def percent(share: float | None) -> str:
    """Write a share of 0 to 1 in percent with one decimal; a dash when there is none."""
    return "–" if share is None else f"{100 * share:.1f}%"


def signed(text: str, value: float) -> str:
    """Put the sign of `value` before the text of its size."""
    if not any(digit in "123456789" for digit in text):
        return f"±{text}"
    return f"{'+' if value > 0 else MINUS}{text}"


def month_text(month: date) -> str:
    """Write a month in Japanese."""
    return f"{month.year}年{month.month}月"


def day_text(day: date) -> str:
    """Write a day in Japanese."""
    return f"{day.year}年{day.month}月{day.day}日"


@dataclass(frozen=True)
class Change:
    """A difference in words: `+12`, `+15.0%` where the base is large enough, and the base."""

    difference: str
    percent: str
    before: str
    is_notable: bool = False


def count_change(
    now: int, before: int | None, percent_from: int, notable_sigmas: float
) -> Change | None:
    """Compare two counts; None when there is nothing to compare with.

    A change is notable when it is larger than `notable_sigmas` standard deviations of the
    difference of two Poisson counts, sqrt(now + before): less is what chance alone does.
    """
    if before is None:
        return None
    step = now - before
    ratio = signed(f"{100 * abs(step) / before:.1f}%", step) if before >= percent_from else ""
    is_notable = abs(step) > notable_sigmas * sqrt(now + before)
    return Change(signed(number(abs(step)), step), ratio, number(before), is_notable)


def share_change(now: float | None, before: float | None, unit: str) -> Change | None:
    """Compare two shares of 0 to 1 in percentage points."""
    if now is None or before is None:
        return None
    step = 100 * (now - before)
    return Change(signed(f"{abs(step):.1f}{unit}", step), "", percent(before))


def shares_rank(values: Sequence[int]) -> list[int]:
    """Rank descending values from 1; equal values share a place and the next ones are skipped."""
    return [values.index(value) + 1 for value in values]
