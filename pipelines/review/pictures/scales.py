"""From values to pixels, for Vega's marks and for the labels placed beside them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import altair as alt

# A year of fewer months at the left has no room for its label.
YEAR_LABEL_MONTHS = 6


@dataclass(frozen=True)
class Scale:
    """A straight scale from `first` at pixel `start` to `last` at pixel `end`."""

    first: float
    last: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """Return the place of a value in pixels."""
        part = (value - self.first) / (self.last - self.first)
        return self.start + part * (self.end - self.start)

    def vega(self) -> alt.Scale:
        """Return the same scale for an encoding."""
        return alt.Scale(
            domain=[self.first, self.last], range=[self.start, self.end], nice=False, zero=False
        )


def month_number(month: date) -> int:
    """Return a number that grows by 1 a month."""
    return month.year * 12 + month.month - 1


def in_months(day: date, *, is_end: bool = False) -> float:
    """Return a day as months, of 31 equal days each: the end of a day with `is_end`."""
    return month_number(day) + (day.day - 1 + is_end) / 31


def year_starts(months: Sequence[int]) -> list[int]:
    """Return the months that a year is named at: each January, and the first month of an axis."""
    starts = [number for number in months if number % 12 == 0]
    if months and (not starts or starts[0] - months[0] >= YEAR_LABEL_MONTHS):
        starts.insert(0, months[0])
    return starts


def beside(start: int) -> float:
    """Return how far its name stands from the begin of a year: beside the sign of a January."""
    return 4.0 if start % 12 == 0 else 0.0


def round_top(largest: float) -> int:
    """Return the first of 2, 4, 6, 8, then 10, 12, 16, 20, 30, ... 80 x 10^n that holds `largest`.

    All are even, so that the middle of the scale is a whole number too.
    """
    small = next((top for top in (2, 4, 6, 8) if top >= largest), None)
    if small:
        return small
    power = 1
    while True:
        for step in (10, 12, 16, 20, 30, 40, 50, 60, 80):
            if step * power >= largest:
                return step * power
        power *= 10
