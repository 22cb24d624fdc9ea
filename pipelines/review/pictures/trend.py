"""Small multiple of a theme: its months, with seasons shaded and changes marked."""

from collections.abc import Iterator
from dataclasses import dataclass

import altair as alt

from pipelines.review.pictures.layers import (
    Box,
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
from pipelines.review.pictures.pen import SMALL, TEXT, Pen
from pipelines.review.pictures.periods import DASHES, Count, Mark, Span, mark_colour
from pipelines.review.pictures.placer import Spot, placed
from pipelines.review.pictures.scales import (
    Scale,
    beside,
    in_months,
    month_number,
    year_starts,
)

LEAST_MONTHS = 12
BAR_PART = 0.7
ROW = 14.0
AXIS = 19.0
HEADROOM = 16.0
MARK_ROWS = 2
SIGN = 24.0
SINCE_GAP = 6.0


@dataclass(frozen=True)
class Trend:
    """Months of a theme, oldest first, the one under review last."""

    months: tuple[Count, ...]
    seasons: tuple[Span, ...] = ()
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True)
class _Frame:
    """Where a trend stands: months across, counts up, the rows above it for words."""

    trend: Trend
    pen: Pen
    x: Scale
    y: Scale
    season_row: float
    width: float

    def months(self) -> Iterator[tuple[Count, float, float, float]]:
        """Return each month with the left, right and upper edge of its bar."""
        for one in self.trend.months:
            left = self.x.at(month_number(one.month) + (1 - BAR_PART) / 2)
            right = self.x.at(month_number(one.month) + (1 + BAR_PART) / 2)
            yield one, left, right, self.y.at(one.count)


def trend(given: Trend, pen: Pen, width: float = 340, height: float = 170) -> alt.LayerChart:
    """Draw one bar a month: the same month of earlier years and this one stand out."""
    if not any(one.count for one in given.months):
        return nothing(pen, width)
    frame = _roomy(given, pen, width, height)
    base = Line(0, frame.y.start, width, frame.y.start, pen.colours.muted)
    return picture(
        pen,
        width,
        height,
        boxes(list(_seasons(frame))),
        rules([base, *_years(frame), *_marks(frame)]),
        _bars(frame),
        dots(list(_measures(frame))),
        texts(
            [
                *_mark_labels(frame),
                *_season_labels(frame),
                *_year_labels(frame),
                *_first_month(frame),
                *_numbers(frame),
            ]
        ),
    )


def _roomy(given: Trend, pen: Pen, width: float, height: float) -> _Frame:
    """Return the frame with as few rows above the drawing as the words of the marks need."""
    frames = [_frame(given, pen, width, height, rows) for rows in range(MARK_ROWS + 1)]
    wanted = sum(_is_inside(frames[0], mark) for mark in given.marks)
    return next((one for one in frames if len(_mark_labels(one)) == wanted), frames[-1])


def _frame(given: Trend, pen: Pen, width: float, height: float, rows: int) -> _Frame:
    last = month_number(given.months[-1].month) + 1
    first = min(month_number(given.months[0].month), last - LEAST_MONTHS)
    season_row = rows * ROW
    top = season_row + (ROW if any(span.label for span in given.seasons) else 0) + HEADROOM
    largest = max(one.count for one in given.months)
    x, y = Scale(first, last, 0, width), Scale(0, largest, height - AXIS, top)
    return _Frame(given, pen, x, y, season_row, width)


def _bars(frame: _Frame) -> alt.Chart:
    colours, last = frame.pen.colours, frame.trend.months[-1].month
    rows = []
    for one, left, right, _ in frame.months():
        kind = colours.bar_same_month if one.month.month == last.month else colours.bar
        kind = colours.bar_now if one.month == last else kind
        fill = kind if one.is_complete else colours.paper
        rows.append(
            {"left": left, "right": right, "count": one.count, "fill": fill, "stroke": kind}
        )
    # Hollow bars keep their outline inside, or they would look wider than full ones.
    mark = alt.Chart(data(rows)).mark_rect(
        fill=alt.expr("datum.fill"),
        stroke=alt.expr("datum.stroke"),
        strokeWidth=alt.expr("datum.fill == datum.stroke ? 0 : 1.25"),
    )
    return mark.encode(
        x=alt.X("left:Q", scale=None, axis=None),
        x2="right:Q",
        y=alt.Y("count:Q", scale=frame.y.vega(), axis=None),
        y2=alt.datum(0),
    )


def _inside(frame: _Frame, span: Span) -> tuple[float, float] | None:
    """Return the left and right edge of what a season has within the months."""
    first = max(in_months(span.first), month_number(frame.trend.months[0].month))
    last = min(in_months(span.last, is_end=True), frame.x.last)
    return (frame.x.at(first), frame.x.at(last)) if last > first else None


def _seasons(frame: _Frame) -> Iterator[Box]:
    for span in frame.trend.seasons:
        edges = _inside(frame, span)
        if edges:
            left, right = edges
            yield Box(left, frame.season_row, right, frame.y.start, fill=frame.pen.colours.season)


def _season_labels(frame: _Frame) -> list[Text]:
    """Name each season once, in the newest year where there is room."""
    wishes: dict[str, list[Text]] = {}
    for span in reversed(frame.trend.seasons):
        edges = _inside(frame, span)
        if edges and span.label:
            label = frame.pen.fitted(span.label, frame.width / 2, SMALL)
            wishes.setdefault(label, []).extend(_around(label, edges, frame))
    area = Spot(0, frame.season_row, frame.width, frame.season_row + ROW)
    return placed(list(wishes.values()), frame.pen, area, _mark_spots(frame))


def _around(label: str, edges: tuple[float, float], frame: _Frame) -> Iterator[Text]:
    colour, y = frame.pen.colours.muted, frame.season_row + ROW - 3
    yield Text((edges[0] + edges[1]) / 2, y, label, colour, SMALL, align="center")
    yield Text(edges[0], y, label, colour, SMALL)
    yield Text(edges[1], y, label, colour, SMALL, align="right")


def _years(frame: _Frame) -> Iterator[Line]:
    for number in _januaries(frame):
        x = frame.x.at(number)
        yield Line(x, frame.y.start, x, frame.y.start + 5, frame.pen.colours.muted)


def _januaries(frame: _Frame) -> list[int]:
    months = [month_number(one.month) for one in frame.trend.months]
    return [number for number in months if number % 12 == 0]


def _year_labels(frame: _Frame) -> list[Text]:
    pen, y = frame.pen, frame.y.start + AXIS - 4
    wishes = []
    for number in year_starts([month_number(one.month) for one in frame.trend.months])[::-1]:
        label = pen.words("picture.year", year=number // 12)
        x = frame.x.at(number) + beside(number)
        ends = Text(frame.width, y, label, pen.colours.muted, SMALL, align="right")
        wishes.append([Text(x, y, label, pen.colours.muted, SMALL), ends])
    return placed(wishes, pen, Spot(0, frame.y.start, frame.width, frame.y.start + AXIS))


def _first_month(frame: _Frame) -> Iterator[Text]:
    """Say when the record begins where less than a year of it leaves room at the left."""
    first, pen = frame.trend.months[0].month, frame.pen
    label = pen.words("picture.recorded_from", year=first.year, month=first.month)
    right = frame.x.at(month_number(first)) - SINCE_GAP
    if pen.width(label, SMALL) <= right:
        colour = pen.colours.muted
        yield Text(right, frame.y.start - SINCE_GAP, label, colour, SMALL, align="right")


def _is_inside(frame: _Frame, mark: Mark) -> bool:
    return frame.trend.months[0].month <= mark.on and in_months(mark.on) <= frame.x.last


def _marks(frame: _Frame) -> Iterator[Line]:
    for mark in frame.trend.marks:
        if _is_inside(frame, mark):
            x = frame.x.at(in_months(mark.on))
            colour = mark_colour(mark, frame.pen)
            yield Line(x, _line_top(frame, mark), x, frame.y.start, colour, 1.25, DASHES[mark.kind])


def _is_sign(mark: Mark, pen: Pen) -> bool:
    """Tell whether a mark has a sign such as ① for a label, which stands on its line."""
    return pen.width(mark.label, SMALL) < SIGN


def _line_top(frame: _Frame, mark: Mark) -> float:
    """Return where the line of a mark begins: below its sign, or beside the lower row of words."""
    below = 0.0 if _is_sign(mark, frame.pen) else ROW
    return max(0.0, frame.season_row - below)


def _measures(frame: _Frame) -> Iterator[Dot]:
    colour = frame.pen.colours.warning
    for mark in frame.trend.marks:
        if mark.kind == "measure" and _is_inside(frame, mark):
            x = frame.x.at(in_months(mark.on))
            yield Dot(x, _line_top(frame, mark) + 4, colour, colour, "triangle-down", 40)


def _mark_labels(frame: _Frame) -> list[Text]:
    """Say what the marks are, in the rows above the drawing: signs first, then newest first."""
    shown = [mark for mark in frame.trend.marks if _is_inside(frame, mark)]
    shown.sort(key=lambda mark: (not _is_sign(mark, frame.pen), -mark.on.toordinal()))
    wishes = [list(_beside(mark, frame.x.at(in_months(mark.on)), frame)) for mark in shown]
    area = Spot(0, 0, frame.width, frame.season_row)
    return placed(wishes, frame.pen, area, _mark_spots(frame))


def _mark_spots(frame: _Frame) -> list[Spot]:
    """Return what the vertical lines of marks cover, for labels to keep away from."""
    return [Spot(line.x - 1, line.y + 2, line.x + 1, line.y2) for line in _marks(frame)]


def _beside(mark: Mark, x: float, frame: _Frame) -> Iterator[Text]:
    colour = mark_colour(mark, frame.pen)
    label = frame.pen.fitted(mark.label, frame.width / 2, SMALL)
    if _is_sign(mark, frame.pen):
        yield Text(x, frame.season_row - 3, label, colour, SMALL, align="center")
    for y in (frame.season_row - 3, frame.season_row - ROW - 3):
        yield Text(x + 6, y, label, colour, SMALL)
        yield Text(x - 6, y, label, colour, SMALL, align="right")


def _numbers(frame: _Frame) -> list[Text]:
    """Write this month's count, the largest one, and those of the same month of earlier years."""
    pen, colours = frame.pen, frame.pen.colours
    *before, now = frame.months()
    key = "picture.contacts" if now[0].is_complete else "picture.unfinished"
    label = pen.words(key, count=f"{now[0].count:,}")
    heights = (now[3] - 5, frame.y.end - 5)
    # Left of the bar at last, or of a mark close by such as that of a measure of this month.
    near = now[1] - pen.width(label, TEXT, bold=True) / 2
    beside = [now[1] - 2, *(line.x - 4 for line in _marks(frame) if line.x > near)]
    sides = [((now[1] + now[2]) / 2, "center"), (frame.width, "right")]
    sides += [(x, "right") for x in sorted(beside, reverse=True)]
    wishes = [
        [Text(x, y, label, colours.ink, TEXT, True, align) for y in heights for x, align in sides]
    ]
    peak = max(before, key=lambda one: one[0].count, default=None)
    same = [one for one in reversed(before) if one[0].month.month == now[0].month.month]
    for one in ([peak] if peak and peak[0].count else []) + same:
        colour = colours.bar_same_month if one in same else colours.muted
        places = (((one[1] + one[2]) / 2, "center"), (one[2], "right"), (one[1], "left"))
        text, y = f"{one[0].count:,}", one[3] - 5
        wishes.append([Text(x, y, text, colour, SMALL, align=align) for x, align in places])
    taken = [Spot(left, top, right, frame.y.start) for _, left, right, top in frame.months()]
    taken += _mark_spots(frame)
    area = Spot(0, frame.y.end - HEADROOM, frame.width, frame.y.start)
    return placed(wishes, pen, area, taken)
