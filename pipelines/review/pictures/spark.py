"""Sparkline: the months of a theme in the height of a line of text, without words."""

from dataclasses import dataclass

import altair as alt

from pipelines.review.pictures.layers import Dot, data, dots, picture, rules
from pipelines.review.pictures.layers import Line as Rule
from pipelines.review.pictures.pen import Pen
from pipelines.review.pictures.periods import Count
from pipelines.review.pictures.scales import Scale

MARGIN = 4.0
LEAST_MONTHS = 12


@dataclass(frozen=True)
class Spark:
    """Months of a theme, oldest first, the one under review last."""

    months: tuple[Count, ...]


def spark(given: Spark, pen: Pen, width: float = 120, height: float = 30) -> alt.LayerChart:
    """Draw a line from 0, with a dot at this month and hollow ones at the same month before."""
    months, colours = given.months, pen.colours
    slots = max(LEAST_MONTHS, len(months)) - 1
    top = max([1, *(one.count for one in months)])
    x = Scale(len(months) - 1 - slots, len(months) - 1, MARGIN, width - MARGIN)
    y = Scale(0, top, height - MARGIN, MARGIN)
    base = Rule(0, height - MARGIN, width, height - MARGIN, colours.rule)
    signs = [
        _dot(one, x.at(number), y.at(one.count), pen, is_now=number == len(months) - 1)
        for number, one in enumerate(months)
        if one.month.month == months[-1].month.month
    ]
    return picture(pen, width, height, rules([base]), _line(given, pen, x, y), dots(signs))


def _line(given: Spark, pen: Pen, x: Scale, y: Scale) -> alt.Chart:
    rows = [{"month": n, "count": one.count} for n, one in enumerate(given.months)]
    mark = alt.Chart(data(rows)).mark_line(
        color=pen.colours.bar, strokeWidth=1.5, strokeJoin="round", strokeCap="round"
    )
    return mark.encode(
        x=alt.X("month:Q", scale=x.vega(), axis=None), y=alt.Y("count:Q", scale=y.vega(), axis=None)
    )


def _dot(one: Count, x: float, y: float, pen: Pen, *, is_now: bool) -> Dot:
    colours = pen.colours
    if not is_now:
        return Dot(x, y, colours.paper, colours.bar_same_month, area=22, width=1.5)
    fill = colours.bar_now if one.is_complete else colours.paper
    return Dot(x, y, fill, colours.bar_now, area=34)
