"""A share by month, as a line: how much of what customers say no theme explains."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from math import ceil

import altair as alt

from pipelines.review.figures import percent
from pipelines.review.pictures.layers import (
    Dot,
    Line,
    Text,
    data,
    dots,
    nothing,
    picture,
    rules,
    texts,
)
from pipelines.review.pictures.pen import SMALL, TEXT, Pen
from pipelines.review.pictures.periods import DASHES, Mark, mark_colour
from pipelines.review.pictures.placer import Spot, placed
from pipelines.review.pictures.scales import (
    Scale,
    beside,
    in_months,
    month_number,
    year_starts,
)

TOP, AXIS = 30.0, 19.0
LEAST_MONTHS = 12


@dataclass(frozen=True)
class Share:
    """A share of one month, 0 to 1; None where nothing was counted."""

    month: date
    share: float | None
    is_complete: bool = True


@dataclass(frozen=True)
class Shares:
    """Months, oldest first, the one under review last."""

    months: tuple[Share, ...]
    marks: tuple[Mark, ...] = ()


def shares(given: Shares, pen: Pen, width: float = 340, height: float = 150) -> alt.LayerChart:
    """Draw a line from 0 % up, broken where a month has none, with the newest share in words."""
    known = [one for one in given.months if one.share is not None]
    if not known:
        return nothing(pen, width)
    x, y = _scales(given, width, height)
    colours = pen.colours
    marks = [
        Line(at, TOP, at, y.start, mark_colour(mark, pen), 1.25, DASHES[mark.kind])
        for mark in given.marks
        for at in (x.at(in_months(mark.on)),)
        if x.first <= in_months(mark.on) <= x.last
    ]
    levels = [Line(0, y.at(y.last), width, y.at(y.last), colours.rule)]
    ticks = [
        Line(x.at(at), y.start, x.at(at), y.start + 5, colours.muted) for at in _januaries(given)
    ]
    return picture(
        pen,
        width,
        height,
        rules([*levels, Line(0, y.start, width, y.start, colours.muted), *ticks, *marks]),
        _line(given, pen, x, y),
        dots([*_alone(given, pen, x, y), _dot(known[-1], pen, x, y)]),
        texts(_labels(given, known, pen, x, y, width)),
    )


def _scales(given: Shares, width: float, height: float) -> tuple[Scale, Scale]:
    last = month_number(given.months[-1].month) + 1
    first = min(month_number(given.months[0].month), last - LEAST_MONTHS)
    largest = max(one.share for one in given.months if one.share is not None)
    top = (
        max(0.02, ceil(largest * 20) / 20) if largest > 0.1 else max(0.02, ceil(largest * 50) / 50)
    )
    return Scale(first, last, 0, width - 6), Scale(0, min(1.0, top), height - AXIS, TOP)


def _line(given: Shares, pen: Pen, x: Scale, y: Scale) -> alt.Chart:
    rows = [{"month": month_number(one.month) + 0.5, "share": one.share} for one in given.months]
    mark = alt.Chart(data(rows)).mark_line(
        color=pen.colours.bar_now, strokeWidth=2, strokeJoin="round", strokeCap="round"
    )
    return mark.encode(
        x=alt.X("month:Q", scale=x.vega(), axis=None), y=alt.Y("share:Q", scale=y.vega(), axis=None)
    )


def _dot(one: Share, pen: Pen, x: Scale, y: Scale) -> Dot:
    fill = pen.colours.bar_now if one.is_complete else pen.colours.paper
    at = (x.at(month_number(one.month) + 0.5), y.at(one.share or 0.0))
    return Dot(*at, fill, pen.colours.bar_now, area=50)


def _alone(given: Shares, pen: Pen, x: Scale, y: Scale) -> Iterator[Dot]:
    """Show months between two that have no share: a line through one point is none."""
    colour = pen.colours.bar_now
    around = (None, *(one.share for one in given.months), None)
    for one, before, after in zip(given.months, around, around[2:], strict=False):
        if one.share is not None and before is None and after is None:
            place = (x.at(month_number(one.month) + 0.5), y.at(one.share))
            yield Dot(*place, colour, colour, area=12, width=0)


def _januaries(given: Shares) -> list[int]:
    numbers = [month_number(one.month) for one in given.months]
    return [number for number in numbers if number % 12 == 0]


def _labels(
    given: Shares, known: list[Share], pen: Pen, x: Scale, y: Scale, width: float
) -> list[Text]:
    """Write the newest share above its dot, the upper end of the scale, and the years."""
    colours, last = pen.colours, known[-1]
    at = y.at(last.share or 0.0)
    # Where the last months have no share, the newest one stands above its own dot.
    is_now = last is given.months[-1]
    right, align = (width, "right") if is_now else (x.at(month_number(last.month) + 0.5), "center")
    now = [
        Text(right, place, percent(last.share), colours.ink, TEXT, True, align)
        for place in (at - 9, at + 19, TOP - 18)
    ]
    top = Text(0, y.end - 4, f"{100 * y.last:g}%", colours.muted, SMALL)
    years = [
        [
            Text(x.at(number) + beside(number), y.start + AXIS - 4, label, colours.muted, SMALL),
            Text(width, y.start + AXIS - 4, label, colours.muted, SMALL, align="right"),
        ]
        for number in year_starts([month_number(one.month) for one in given.months])[::-1]
        for label in (pen.words("picture.year", year=number // 12),)
    ]
    height = y.start + AXIS
    return placed([now, [top], *years], pen, Spot(0, 0, width, height))
