"""Themes that stay as they are for years: since when, what was tried, how often it was told."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import altair as alt

from pipelines.review.figures import number
from pipelines.review.pictures.layers import (
    Box,
    Dot,
    Line,
    Text,
    boxes,
    dots,
    nothing,
    picture,
    rules,
    texts,
)
from pipelines.review.pictures.pen import LINE, SMALL, TEXT, Pen
from pipelines.review.pictures.placer import Spot, placed
from pipelines.review.pictures.rows import (
    BESIDE_FROM,
    Row,
    RowPlan,
    middle_line,
    name_grounds,
    row_names,
    rows_of,
)
from pipelines.review.pictures.scales import Scale

ROW, BAR, TOP = 38.0, 12.0, 20.0
TOLD_ROOM = 158.0
LEAST_DAYS = 365


@dataclass(frozen=True)
class Neglect:
    """A theme, the days on which measures for it began, and what was told meanwhile."""

    theme: str
    first_heard_on: date
    months_since_acted: int
    count_reviews: int
    count_customers_waiting: int
    acted_on: tuple[date, ...] = ()


@dataclass(frozen=True)
class Ignored:
    """The themes ignored most, as known on `today`."""

    today: date
    themes: tuple[Neglect, ...]


def ignored(given: Ignored, pen: Pen, width: float = 720) -> alt.LayerChart:
    """Draw a row a theme: a bar since it is heard, full since anybody last did anything."""
    if not given.themes:
        return nothing(pen, width)
    mark = ROW if width >= BESIDE_FROM else ROW + LINE - 10
    plan = rows_of([one.theme for one in given.themes], pen, width, TOP, mark, 0.3)
    right = width - TOLD_ROOM if plan.is_beside else width - 2
    first = min(one.first_heard_on for one in given.themes).toordinal()
    first = min(first, given.today.toordinal() - LEAST_DAYS)
    x = Scale(first, given.today.toordinal(), plan.left, right)
    rows = list(zip(given.themes, plan.rows, strict=True))
    is_bold = [True] * len(rows)
    return picture(
        pen,
        width,
        plan.bottom + 2,
        rules(_years(plan, x, pen)),
        boxes(name_grounds(plan, pen)),
        boxes([bar for one, row in rows for bar in _bars(one, row, plan, x, pen)]),
        dots([sign for one, row in rows for sign in _signs(one, row, plan, x, pen)]),
        texts(
            row_names(plan, pen.colours.ink, is_bold)
            + _year_labels(x, pen)
            + [text for one, row in rows for text in _told(one, row, plan, width, pen)]
        ),
    )


def _strip(row: Row, plan: RowPlan) -> float:
    return row.middle if plan.is_beside else row.bottom - 12


def _bars(one: Neglect, row: Row, plan: RowPlan, x: Scale, pen: Pen) -> Iterator[Box]:
    """Return the time since it is heard, and darker the time since anything was done."""
    colours, y = pen.colours, _strip(row, plan)
    start = x.at(one.first_heard_on.toordinal())
    since = max([one.first_heard_on, *one.acted_on]).toordinal()
    if one.acted_on:
        yield Box(start, y - BAR / 2, x.end, y + BAR / 2, colours.paper, colours.bar, 1.25)
    yield Box(x.at(since), y - BAR / 2, x.end, y + BAR / 2, colours.bar_same_month)


def _signs(one: Neglect, row: Row, plan: RowPlan, x: Scale, pen: Pen) -> list[Dot]:
    colour, y = pen.colours.warning, _strip(row, plan)
    return [
        Dot(x.at(day.toordinal()), y - BAR / 2 - 5, colour, colour, "triangle-down", 48)
        for day in one.acted_on
    ]


def _januaries(x: Scale) -> list[date]:
    first, last = date.fromordinal(int(x.first)), date.fromordinal(int(x.last))
    return [date(year, 1, 1) for year in range(first.year + 1, last.year + 1)]


def _years(plan: RowPlan, x: Scale, pen: Pen) -> list[Line]:
    colours = pen.colours
    lines = [
        Line(x.at(day.toordinal()), 6, x.at(day.toordinal()), plan.bottom, colours.rule)
        for day in _januaries(x)
    ]
    return [*lines, Line(x.start, TOP - 2, x.end, TOP - 2, colours.muted)]


def _year_labels(x: Scale, pen: Pen) -> list[Text]:
    wishes = []
    for day in reversed(_januaries(x)):
        label, at = pen.words("picture.year", year=day.year), x.at(day.toordinal())
        muted = pen.colours.muted
        wishes.append(
            [
                Text(at + 4, TOP - 7, label, muted, SMALL),
                Text(at - 4, TOP - 7, label, muted, SMALL, align="right"),
            ]
        )
    return placed(wishes, pen, Spot(x.start, 0, x.end, TOP - 2))


def _told(one: Neglect, row: Row, plan: RowPlan, width: float, pen: Pen) -> Iterator[Text]:
    """Write how long nobody has done anything, and for how many customers."""
    months = pen.words("picture.since_acted", months=number(one.months_since_acted))
    told = pen.words(
        "picture.told",
        customers=number(one.count_customers_waiting),
        reviews=number(one.count_reviews),
    )
    colours = pen.colours
    if plan.is_beside:
        x = width - TOLD_ROOM + 10
        yield Text(x, row.middle - 3, months, colours.ink, TEXT, True)
        yield Text(x, row.middle + 13, told, colours.muted, SMALL)
        return
    y = row.top + LINE * (len(row.lines) + 1) - 4
    yield Text(0, y, months, colours.ink, TEXT, True)
    x = pen.width(months, TEXT, bold=True) + 10
    yield Text(x, y, pen.fitted(told, width - x, SMALL), colours.muted, SMALL)
