"""Themes that come back month after month, and whether anybody did anything (十年一日)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import altair as alt

from pipelines.review.figures import number
from pipelines.review.pictures.layers import (
    Dot,
    Line,
    Text,
    boxes,
    data,
    dots,
    nothing,
    picture,
    rules,
    texts,
)
from pipelines.review.pictures.pen import LINE, SMALL, Pen
from pipelines.review.pictures.periods import Count
from pipelines.review.pictures.placer import Spot, placed
from pipelines.review.pictures.rows import (
    BESIDE_FROM,
    Row,
    RowPlan,
    name_grounds,
    row_names,
    rows_of,
    separators,
    told_beside,
)
from pipelines.review.pictures.scales import (
    Scale,
    beside,
    in_months,
    month_number,
    year_starts,
)

ROW, TOP = 44.0, 20.0
COLUMN = 30.0
TOLD_ROOM = 190.0
LEAST_MONTHS = 12
BAR_PART = 0.72


@dataclass(frozen=True)
class Neglect:
    """A theme, its months since it is heard, and the days on which measures for it began."""

    theme: str
    months: tuple[Count, ...]
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
    """Draw a row a theme: its months, dark since anybody last did anything, measures as flags."""
    themes = [one for one in given.themes if one.months]
    if not themes:
        return nothing(pen, width)
    mark = ROW if width >= BESIDE_FROM else ROW + LINE - 4
    plan = rows_of([(one.theme, "") for one in themes], pen, width, TOP, mark)
    right = width - TOLD_ROOM if plan.is_beside else width
    last = month_number(given.today) + 1
    first = min(month_number(one.months[0].month) for one in themes)
    x = Scale(min(first, last - LEAST_MONTHS), last, plan.left, right)
    rows = list(zip(themes, plan.rows, strict=True))
    return picture(
        pen,
        width,
        plan.bottom + 2,
        rules(separators(plan, pen, width) + _years(plan, x, pen)),
        boxes(name_grounds(plan, pen, width, LINE)),
        rules([_base(row, x, pen) for row in plan.rows]),
        _columns(rows, x, pen),
        rules([line for one, row in rows for line in _flags(one, row, x, pen)]),
        dots([sign for one, row in rows for sign in _signs(one, row, x, pen)]),
        texts(
            row_names(plan, pen)
            + _year_labels(x, pen)
            + [text for one, row in rows for text in _told(one, row, plan, width, pen)]
        ),
    )


def _foot(row: Row) -> float:
    """Return the base line of the columns of a row."""
    return row.bottom - 8


def _columns(rows: list[tuple[Neglect, Row]], x: Scale, pen: Pen) -> alt.Chart:
    """Return the months as columns; each theme has its own scale, as on its card."""
    colours, values = pen.colours, []
    for one, row in rows:
        most = max(1, *(month.count for month in one.months))
        acted = max((in_months(day) for day in one.acted_on), default=0.0)
        for month in one.months:
            at = month_number(month.month)
            height = COLUMN * month.count / most
            values.append(
                {
                    "x": x.at(at + (1 - BAR_PART) / 2),
                    "x2": x.at(at + (1 + BAR_PART) / 2),
                    "y": _foot(row) - height,
                    "y2": _foot(row),
                    "fill": colours.bar_same_month if at + 1 > acted else colours.rule,
                }
            )
    mark = alt.Chart(data(values)).mark_rect(fill=alt.expr("datum.fill"))
    return mark.encode(
        x=alt.X("x:Q", scale=None, axis=None),
        x2="x2:Q",
        y=alt.Y("y:Q", scale=None, axis=None),
        y2="y2:Q",
    )


def _base(row: Row, x: Scale, pen: Pen) -> Line:
    return Line(x.start, _foot(row), x.end, _foot(row), pen.colours.bar)


def _flags(one: Neglect, row: Row, x: Scale, pen: Pen) -> Iterator[Line]:
    for day in one.acted_on:
        at = x.at(in_months(day))
        yield Line(at, _foot(row) - COLUMN + 2, at, _foot(row), pen.colours.warning, 1.5)


def _signs(one: Neglect, row: Row, x: Scale, pen: Pen) -> Iterator[Dot]:
    colour = pen.colours.warning
    for day in one.acted_on:
        at = x.at(in_months(day))
        yield Dot(at, _foot(row) - COLUMN, colour, colour, "triangle-down", 44)


def _januaries(x: Scale) -> list[int]:
    return [number_ for number_ in range(int(x.first), int(x.last)) if number_ % 12 == 0]


def _years(plan: RowPlan, x: Scale, pen: Pen) -> list[Line]:
    colours = pen.colours
    lines = [Line(x.at(at), 6, x.at(at), plan.bottom, colours.rule) for at in _januaries(x)]
    return [*lines, Line(x.start, TOP - 2, x.end, TOP - 2, colours.muted)]


def _year_labels(x: Scale, pen: Pen) -> list[Text]:
    muted, wishes = pen.colours.muted, []
    for at in reversed(year_starts(range(int(x.first), int(x.last)))):
        label, place = pen.words("picture.year", year=at // 12), x.at(at)
        after = Text(place + beside(at), TOP - 7, label, muted, SMALL)
        before = Text(place - 4, TOP - 7, label, muted, SMALL, align="right")
        wishes.append([after, before])
    return placed(wishes, pen, Spot(x.start, 0, x.end, TOP - 2))


def _told(one: Neglect, row: Row, plan: RowPlan, width: float, pen: Pen) -> list[Text]:
    """Write how long nobody has done anything, and for how many customers."""
    key = "picture.since_acted" if one.acted_on else "picture.never_acted"
    months = pen.words(key, months=number(one.months_since_acted))
    rest = pen.words(
        "picture.told",
        customers=number(one.count_customers_waiting),
        reviews=number(one.count_reviews),
    )
    return told_beside(row, plan, pen, width, TOLD_ROOM, (months, pen.colours.ink, rest))
