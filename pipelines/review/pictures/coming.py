"""Calendar strip of what is coming: when it begins, and until when a warning is in time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

import altair as alt

from pipelines.review.figures import number
from pipelines.review.pictures.layers import (
    Box,
    Dot,
    Line,
    Text,
    bands,
    boxes,
    dots,
    nothing,
    picture,
    rules,
    texts,
)
from pipelines.review.pictures.pen import LINE, SMALL, Pen, mixed
from pipelines.review.pictures.periods import Span
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
from pipelines.review.pictures.scales import Scale

ROW, BAR = 44.0, 16.0
SEASON_ROW, MONTH_ROW = 15.0, 17.0
TOP = SEASON_ROW + MONTH_ROW + 4
EXPECTED_ROOM = 172.0
SIGN = 7.0
DAYS_BEFORE, DAYS_AFTER, LEAST_DAYS = 5, 10, 90


@dataclass(frozen=True)
class Entry:
    """A theme that is expected to rise: contacts from `onset_on` to `end_on`, 80 % low to high."""

    name: str
    warn_by: date
    onset_on: date
    peak_on: date
    end_on: date
    expected: float
    low: float
    high: float
    usual: float
    sureness: Literal["high", "medium", "low"]
    season_label: str | None = None


@dataclass(frozen=True)
class Coming:
    """What is expected after `today`; the strip ends with `until`."""

    today: date
    until: date
    entries: tuple[Entry, ...]
    seasons: tuple[Span, ...] = ()
    holidays: tuple[date, ...] = ()


@dataclass(frozen=True)
class _Frame:
    given: Coming
    pen: Pen
    plan: RowPlan
    x: Scale
    width: float

    def at(self, day: date, *, is_end: bool = False) -> float:
        """Return the place of the begin of a day, or of its end."""
        return self.x.at(day.toordinal() + is_end)


def coming(given: Coming, pen: Pen, width: float = 720) -> alt.LayerChart:
    """Draw a row a theme: flag by when to warn, a wedge that is highest at the peak, numbers."""
    if not given.entries:
        return nothing(pen, width)
    frame = _frame(given, pen, width)
    rows = list(zip(given.entries, frame.plan.rows, strict=True))
    return picture(
        pen,
        width,
        frame.plan.bottom + LINE,
        boxes(list(_shades(frame))),
        rules([*separators(frame.plan, pen, width), *_months(frame), _today_line(frame)]),
        boxes(name_grounds(frame.plan, pen, width, LINE)),
        bands([_wedge(one, row, frame) for one, row in rows], [_fill(one, pen) for one, _ in rows]),
        rules(list(_lines(frame))),
        dots([_flag(one, row, frame) for one, row in rows]),
        texts(
            [
                *row_names(frame.plan, pen),
                *_calendar(frame),
                *_warnings(frame),
                *_expected(frame),
                *_today(frame),
            ]
        ),
    )


def _frame(given: Coming, pen: Pen, width: float) -> _Frame:
    names = [(one.name, "") for one in given.entries]
    plan = rows_of(names, pen, width, TOP, ROW if width >= BESIDE_FROM else ROW + LINE)
    right = width - EXPECTED_ROOM if plan.is_beside else width
    first = given.today - timedelta(days=DAYS_BEFORE)
    ends = max(one.end_on for one in given.entries) + timedelta(days=DAYS_AFTER)
    last = min(given.until, max(ends, given.today + timedelta(days=LEAST_DAYS)))
    x = Scale(first.toordinal(), last.toordinal() + 1, plan.left, right)
    return _Frame(given, pen, plan, x, width)


def _strip(row: Row, frame: _Frame) -> float:
    """Return the middle of a wedge; dates stand above it."""
    return row.middle + 9 if frame.plan.is_beside else row.bottom - 14


def _inside(frame: _Frame, first: date, last: date) -> tuple[float, float] | None:
    left = max(frame.x.start, frame.at(first))
    right = min(frame.x.end, frame.at(last, is_end=True))
    return (left, right) if right > left else None


def _shades(frame: _Frame) -> Iterator[Box]:
    """Shade seasons, and public holidays a little darker."""
    season = frame.pen.colours.season
    for span in frame.given.seasons:
        edges = _inside(frame, span.first, span.last)
        if edges:
            yield Box(edges[0], 0, edges[1], frame.plan.bottom, fill=season)
    for day in frame.given.holidays:
        edges = _inside(frame, day, day)
        if edges:
            shade = mixed(season, frame.pen.colours.muted, 0.3)
            yield Box(edges[0], SEASON_ROW + MONTH_ROW, edges[1], frame.plan.bottom, fill=shade)


def _starts(frame: _Frame) -> list[date]:
    """Return the first days of the months on the strip."""
    day, found = frame.given.today.replace(day=1), []
    while day.toordinal() < frame.x.last:
        if frame.at(day) >= frame.x.start:
            found.append(day)
        day = (day.replace(day=28) + timedelta(days=4)).replace(day=1)
    return found


def _months(frame: _Frame) -> list[Line]:
    colours = frame.pen.colours
    top = SEASON_ROW + MONTH_ROW
    lines = [
        Line(frame.at(day), SEASON_ROW + 3, frame.at(day), frame.plan.bottom, colours.rule)
        for day in _starts(frame)
    ]
    return [*lines, Line(frame.x.start, top, frame.x.end, top, colours.muted)]


def _calendar(frame: _Frame) -> list[Text]:
    """Name the months, and the seasons above them where there is room."""
    pen, muted = frame.pen, frame.pen.colours.muted
    y = SEASON_ROW + MONTH_ROW - 5
    months = [
        [Text(frame.at(day) + 4, y, pen.words("picture.month", month=day.month), muted, SMALL)]
        for day in _starts(frame)
    ]
    seasons = []
    for span in frame.given.seasons:
        edges = _inside(frame, span.first, span.last)
        if edges and span.label:
            middle, top = (edges[0] + edges[1]) / 2, SEASON_ROW - 4
            seasons.append(
                [
                    Text(x, top, span.label, muted, SMALL, align=align)
                    for x, align in ((middle, "center"), (edges[0], "left"), (edges[1], "right"))
                ]
            )
    area = Spot(frame.x.start, 0, frame.x.end, SEASON_ROW + MONTH_ROW)
    return placed(months + seasons, pen, area)


def _wedge(one: Entry, row: Row, frame: _Frame) -> list[tuple[float, float, float]]:
    """Return a shape that is thin where the season begins and ends and thick at its peak."""
    y, thin, thick = _strip(row, frame), 2.5, BAR / 2
    corners = [
        (frame.at(one.onset_on), thin),
        (frame.at(one.peak_on), thick),
        (frame.at(one.end_on, is_end=True), thin),
    ]
    clipped = [(min(max(x, frame.x.start), frame.x.end), half) for x, half in corners]
    return [(x, y - half, y + half) for x, half in clipped]


def _fill(one: Entry, pen: Pen) -> str:
    """The surer, the darker; how sure stands beside it in words."""
    part = {"high": 1.0, "medium": 0.6, "low": 0.35}[one.sureness]
    return mixed(pen.colours.paper, pen.colours.accent, part)


def _flag_at(one: Entry, frame: _Frame) -> float:
    return max(frame.at(one.warn_by), frame.x.start + SIGN)


def _flag(one: Entry, row: Row, frame: _Frame) -> Dot:
    colours = frame.pen.colours
    fill = colours.warning if one.warn_by >= frame.given.today else colours.paper
    return Dot(
        _flag_at(one, frame), _strip(row, frame), fill, colours.warning, "diamond", 90.0, 2.0
    )


def _lines(frame: _Frame) -> Iterator[Line]:
    """Lead from the flag to the begin."""
    colours = frame.pen.colours
    for one, row in zip(frame.given.entries, frame.plan.rows, strict=True):
        y, right = _strip(row, frame), min(frame.at(one.onset_on), frame.x.end)
        yield Line(_flag_at(one, frame), y, right, y, colours.warning, 1.5, (2, 2))


def _today_line(frame: _Frame) -> Line:
    today = frame.at(frame.given.today)
    top = SEASON_ROW + MONTH_ROW
    return Line(today, top, today, frame.plan.bottom, frame.pen.colours.ink, 1.5)


def _today(frame: _Frame) -> list[Text]:
    day = frame.given.today
    text = frame.pen.words("picture.as_of", month=day.month, day=day.day)
    y = frame.plan.bottom + LINE - 4
    return [Text(frame.at(day), y, text, frame.pen.colours.ink, SMALL)]


def _warnings(frame: _Frame) -> list[Text]:
    """Write by when to warn above the flag, and from when to when above the wedge."""
    pen, found = frame.pen, []
    for one, row in zip(frame.given.entries, frame.plan.rows, strict=True):
        y = _strip(row, frame) - BAR / 2 - 5
        late = "picture.warn_late" if one.warn_by < frame.given.today else "picture.warn"
        warn = pen.words(late, month=one.warn_by.month, day=one.warn_by.day)
        when = pen.words(
            "picture.from_to",
            month=one.onset_on.month,
            day=one.onset_on.day,
            last_month=one.end_on.month,
            last_day=one.end_on.day,
            peak_month=one.peak_on.month,
            peak_day=one.peak_on.day,
        )
        left, right = frame.at(one.onset_on), frame.at(one.end_on, is_end=True)
        wishes = [
            [Text(_flag_at(one, frame) - SIGN, y, warn, pen.colours.warning, SMALL, True)],
            [
                Text(left, y, when, pen.colours.ink, SMALL),
                Text((left + right) / 2, y, when, pen.colours.ink, SMALL, align="center"),
                Text(right, y, when, pen.colours.ink, SMALL, align="right"),
                Text(
                    _flag_at(one, frame) - SIGN - 4,
                    y + 16,
                    when,
                    pen.colours.ink,
                    SMALL,
                    align="right",
                ),
                Text(right + 6, y + 16, when, pen.colours.ink, SMALL),
                Text(frame.x.end, y, when, pen.colours.ink, SMALL, align="right"),
            ],
        ]
        found += placed(wishes, pen, Spot(frame.x.start, row.top, frame.x.end, row.bottom))
    return found


def _expected(frame: _Frame) -> list[Text]:
    """Write how many are expected, the range first, then what is usual and how sure it is."""
    pen, plan, found = frame.pen, frame.plan, []
    for one, row in zip(frame.given.entries, plan.rows, strict=True):
        low, high, usual = (number(round(value)) for value in (one.low, one.high, one.usual))
        range_ = pen.words("picture.expected", low=low, high=high)
        sure = pen.words(f"picture.sure_{one.sureness}")
        rest = pen.words("picture.usual", usual=usual, sure=sure)
        told = (range_, pen.colours.ink, rest)
        found += told_beside(row, plan, pen, frame.width, EXPECTED_ROOM, told)
    if plan.is_beside:
        head, x = pen.words("picture.expected_head"), frame.width - EXPECTED_ROOM + 12
        y = SEASON_ROW + MONTH_ROW - 5
        found.append(Text(x, y, head, pen.colours.muted, SMALL))
    return found
