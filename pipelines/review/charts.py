"""Geometry of the review's charts, in units that the page stretches to any width.

One month is one unit wide and a chart is 100 units high. Text never lies inside the drawing:
it would be stretched with it, and be unreadable on a telephone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil
from typing import Literal

HEIGHT = 100.0
BAR_WIDTH = 0.74
# A single call beside a peak of hundreds must still be seen.
LEAST_BAR_HEIGHT = 2.0
LEAST_SLOTS = 12

BarKind = Literal["other", "same_month", "now", "unfinished"]


@dataclass(frozen=True)
class Bar:
    """One month's bar; x, y, width and height in chart units, y from the top."""

    x: float
    y: float
    width: float
    height: float
    kind: BarKind


@dataclass(frozen=True)
class Tick:
    """A label beside the drawing, at a place in percent of its width or height."""

    percent: float
    text: str


@dataclass(frozen=True)
class Chart:
    """A drawing of `slots` by 100 units; `lines` are point lists, broken where a value lacks."""

    slots: int
    alt: str
    bars: tuple[Bar, ...] = ()
    lines: tuple[str, ...] = ()
    years: tuple[Tick, ...] = ()
    levels: tuple[Tick, ...] = ()
    markers: tuple[float, ...] = ()


@dataclass(frozen=True)
class Axis:
    """The months of a chart, oldest first; the last one is the month under review."""

    months: tuple[date, ...]
    is_last_complete: bool = True
    marked: frozenset[date] = frozenset()

    @property
    def slots(self) -> int:
        """Width in months; a short history leaves room on the left."""
        return max(LEAST_SLOTS, len(self.months))

    @property
    def offset(self) -> int:
        """Empty months on the left."""
        return self.slots - len(self.months)

    def kind(self, month: date) -> BarKind:
        """Return how the bar of a month is drawn."""
        last = self.months[-1]
        if month == last:
            return "now" if self.is_last_complete else "unfinished"
        return "same_month" if month.month == last.month else "other"

    def years(self) -> tuple[Tick, ...]:
        """Return a label at every January, and at the first month where there is room."""
        starts = [number for number, month in enumerate(self.months) if month.month == 1]
        if not starts or starts[0] >= 6:
            starts.insert(0, 0)
        return tuple(
            Tick(_round(100 * (number + self.offset) / self.slots), str(self.months[number].year))
            for number in starts
        )

    def markers(self) -> tuple[float, ...]:
        """Return where marked months begin, in months."""
        return tuple(
            float(number + self.offset)
            for number, month in enumerate(self.months)
            if month in self.marked
        )


def bar_chart(axis: Axis, counts: Sequence[int], alt: str, *, has_levels: bool = False) -> Chart:
    """Draw one bar a month, from 0 to the largest count (or the next round number)."""
    top = nice_top(max(counts)) if has_levels else max(1, *counts)
    bars = tuple(
        _bar(number + axis.offset, count / top, axis.kind(month))
        for number, (month, count) in enumerate(zip(axis.months, counts, strict=True))
        if count
    )
    levels = (Tick(50.0, f"{top // 2:,}"), Tick(100.0, f"{top:,}")) if has_levels else ()
    return Chart(axis.slots, alt, bars, (), axis.years(), levels, axis.markers())


def share_chart(axis: Axis, shares: Sequence[float | None], alt: str) -> Chart:
    """Draw a line of shares (0 to 1) on a scale from 0 to a round percentage."""
    known = [share for share in shares if share is not None]
    top = min(100, nice_top(max(2, ceil(100 * max(known))))) if known else 100
    levels = (Tick(50.0, f"{top / 2:g}%"), Tick(100.0, f"{top}%"))
    lines = tuple(_lines(axis, shares, top))
    return Chart(axis.slots, alt, (), lines, axis.years(), levels, axis.markers())


def nice_top(largest: int) -> int:
    """Return the first of 2, 4, 6, 8, then 10, 12, 16, 20, 30, ... 80 x 10^n that holds `largest`.

    All are even, so that the middle of the scale is a whole number too.
    """
    for top in (2, 4, 6, 8):
        if top >= largest:
            return top
    power = 1
    while True:
        for step in (10, 12, 16, 20, 30, 40, 50, 60, 80):
            if step * power >= largest:
                return step * power
        power *= 10


def _bar(slot: int, part: float, kind: BarKind) -> Bar:
    height = _round(max(LEAST_BAR_HEIGHT, part * HEIGHT))
    left = _round(slot + (1 - BAR_WIDTH) / 2)
    return Bar(left, _round(HEIGHT - height), BAR_WIDTH, height, kind)


def _lines(axis: Axis, shares: Sequence[float | None], top: int) -> list[str]:
    runs: list[list[str]] = [[]]
    for number, share in enumerate(shares):
        if share is None:
            runs.append([])
            continue
        across = _round(number + axis.offset + 0.5)
        runs[-1].append(f"{across:g},{_round(HEIGHT - 100 * share * HEIGHT / top):g}")
    # A month standing alone would be no line at all: a line of no length still shows its cap.
    return [" ".join(run if len(run) > 1 else run * 2) for run in runs if run]


def _round(value: float) -> float:
    return round(value, 2)
