"""Season strip: weeks of the year across, a line a year, so that seasons stand in columns."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from math import sqrt

import altair as alt

from pipelines.review.figures import number
from pipelines.review.pictures.layers import (
    Box,
    Line,
    Text,
    boxes,
    nothing,
    picture,
    rules,
    texts,
)
from pipelines.review.pictures.pen import LINE, SMALL, TEXT, Pen, mixed
from pipelines.review.pictures.periods import Span
from pipelines.review.pictures.placer import Spot, placed
from pipelines.review.pictures.rows import BESIDE_FROM, BETWEEN, middle_line
from pipelines.review.pictures.scales import Scale

WEEKS = 53
CELL, BLOCK_GAP = 12.0, 12.0
SEASON_ROW, MONTH_ROW, YEAR_ROOM, LEGEND = 14.0, 20.0, 34.0, 26.0
GAP = 1.0
# Room behind a name above its weeks for what its busiest week counts.
PEAK_ROOM = 110.0


@dataclass(frozen=True)
class Week:
    """Contacts of a week; `monday` is its first day."""

    monday: date
    count: int
    is_complete: bool = True


@dataclass(frozen=True)
class HeatTheme:
    """A theme and its weeks, from the first one on record."""

    name: str
    weeks: tuple[Week, ...]


@dataclass(frozen=True)
class Heat:
    """Themes, and the seasons that are named above the weeks (those of one year)."""

    themes: tuple[HeatTheme, ...]
    seasons: tuple[Span, ...] = ()


@dataclass(frozen=True)
class _Block:
    """The rows of one theme: its name's lines, its years and where they stand."""

    theme: HeatTheme
    lines: tuple[str, ...]
    years: tuple[int, ...]
    name_top: float
    top: float

    @property
    def bottom(self) -> float:
        """Lower edge of the rows or of the name beside them, whichever is lower."""
        beside = 0 if self.top > self.name_top else LINE * (len(self.lines) + 1)
        return max(self.top + CELL * len(self.years), self.name_top + beside)


def heat(given: Heat, pen: Pen, width: float = 720) -> alt.LayerChart:
    """Draw a cell a week, the darker the more; each theme has its own scale, and says its most."""
    themes = [one for one in given.themes if any(week.count for week in one.weeks)]
    if not themes:
        return nothing(pen, width)
    left = _left(themes, pen, width)
    top = MONTH_ROW + (SEASON_ROW if given.seasons else 0)
    blocks = _blocks(themes, pen, width, left, top)
    x = Scale(0, WEEKS, left, width)
    bottom = blocks[-1].bottom
    calendar = _calendar(given, x, top, pen)
    # A shade without its name would only be a riddle.
    named = {text.text for text in calendar}
    shades = [
        box
        for span in given.seasons
        if span.label in named
        for box in _season(span, x, bottom, pen)
    ]
    return picture(
        pen,
        width,
        bottom + LEGEND,
        boxes(shades),
        boxes(
            [box for block in blocks for box in _cells(block, x, pen)] + _legend(bottom, width, pen)
        ),
        rules(_months(x, top, pen)),
        texts(
            calendar
            + [text for block in blocks for text in _names(block, left, pen)]
            + _legend_labels(bottom, width, pen)
        ),
    )


def _left(themes: list[HeatTheme], pen: Pen, width: float) -> float:
    """Return where the weeks begin: behind names and years, or behind years only."""
    if width < BESIDE_FROM:
        return YEAR_ROOM
    room = width * 0.24
    widest = max(
        pen.width(line, bold=True)
        for one in themes
        for line in pen.lines(one.name, room, 3, bold=True)
    )
    return widest + BETWEEN + YEAR_ROOM


def _blocks(
    themes: list[HeatTheme], pen: Pen, width: float, left: float, first: float
) -> list[_Block]:
    is_above = left <= YEAR_ROOM
    room = width - PEAK_ROOM if is_above else left - YEAR_ROOM - BETWEEN
    found: list[_Block] = []
    for theme in themes:
        start = found[-1].bottom + BLOCK_GAP if found else first
        lines = pen.lines(theme.name, room + 1, 3, bold=True)
        years = tuple(sorted({_year_and_week(week.monday)[0] for week in theme.weeks}))
        top = start + LINE * len(lines) + 2 if is_above else start
        found.append(_Block(theme, lines, years, start, top))
    return found


def _year_and_week(monday: date) -> tuple[int, int]:
    """Return the year and the number of a week in it, 0 to 52, counted by its Thursday."""
    year, week, _ = monday.isocalendar()
    return year, week - 1


def _cells(block: _Block, x: Scale, pen: Pen) -> Iterator[Box]:
    most = max(week.count for week in block.theme.weeks)
    for week in block.theme.weeks:
        year, place = _year_and_week(week.monday)
        top = block.top + CELL * block.years.index(year)
        colour = _shade(week.count / most, pen)
        left, right = x.at(place), x.at(place + 1) - GAP
        if week.is_complete:
            yield Box(left, top, right, top + CELL - GAP, colour)
        else:
            inner = (left + 0.6, top + 0.6, right - 0.6, top + CELL - GAP - 0.6)
            yield Box(*inner, pen.colours.paper, colour, 1.2)


def _shade(part: float, pen: Pen) -> str:
    """Return the colour of a part (0 to 1) of the most: by its root, or one peak hides the rest."""
    return mixed(pen.colours.wash, pen.colours.bar_now, sqrt(part)) if part else pen.colours.wash


def _names(block: _Block, left: float, pen: Pen) -> Iterator[Text]:
    first = block.name_top + LINE - 5
    for place, line in enumerate(block.lines):
        yield Text(0, first + LINE * place, line, pen.colours.ink, TEXT, True)
    muted = pen.colours.muted
    most = max(week.count for week in block.theme.weeks)
    peak = pen.words("picture.heat_peak", count=number(most))
    is_above = block.top > block.name_top
    last = first + LINE * (len(block.lines) - 1)
    beside = pen.width(block.lines[-1], bold=True) + 8
    x, y = (beside, last) if is_above else (0, last + LINE - 1)
    yield Text(x, y, peak, muted, SMALL)
    for place, year in enumerate(block.years):
        y = middle_line(block.top + CELL * place + (CELL - GAP) / 2, SMALL)
        yield Text(left - 6, y, f"{year}", muted, SMALL, align="right")


def _season(span: Span, x: Scale, bottom: float, pen: Pen) -> Iterator[Box]:
    """Shade a season behind the gaps between themes, with its end of the year folded over."""
    for first, last in _pieces(span):
        yield Box(x.at(first), 0, x.at(last), bottom + 2, pen.colours.season)


def _pieces(span: Span) -> list[tuple[float, float]]:
    """Return where a season lies among the weeks; one over the turn of the year has two parts."""
    first, last = _column(span.first), _column(span.last) + 1 / 7
    return [(first, last)] if last > first else [(0, last), (first, WEEKS)]


def _column(day: date) -> float:
    """Return where a day stands among the weeks of a year."""
    return (day.timetuple().tm_yday - 1) / 7


def _months(x: Scale, top: float, pen: Pen) -> list[Line]:
    return [
        Line(x.at(at), top - 7, x.at(at), top - 3, pen.colours.muted)
        for at in (_column(date(2001, month, 1)) for month in range(1, 13))
    ]


def _calendar(given: Heat, x: Scale, top: float, pen: Pen) -> list[Text]:
    muted = pen.colours.muted
    months = [
        [Text(x.at(_column(date(2001, month, 1))), top - 9, label, muted, SMALL)]
        for month in range(1, 13)
        for label in (pen.words("picture.month", month=month),)
    ]
    seasons = []
    for span in given.seasons:
        left, right = max(_pieces(span), key=lambda piece: piece[1] - piece[0])
        edges = (
            ((x.at(left) + x.at(right)) / 2, "center"),
            (x.at(left), "left"),
            (x.at(right), "right"),
        )
        seasons.append([Text(at, 11, span.label, muted, SMALL, align=a) for at, a in edges])
    area = Spot(0, 0, x.end, top)
    return placed(months + seasons, pen, area)


LEGEND_STEPS = (0.0, 0.1, 0.25, 0.5, 1.0)


def _legend(bottom: float, width: float, pen: Pen) -> list[Box]:
    top, right = bottom + LEGEND - 16, width - pen.width(pen.words("picture.heat_most"), SMALL) - 6
    cells = [
        Box(
            right - 14 * (place + 1), top, right - 14 * place - 1, top + CELL - 1, _shade(part, pen)
        )
        for place, part in enumerate(reversed(LEGEND_STEPS))
    ]
    return cells


def _legend_labels(bottom: float, width: float, pen: Pen) -> list[Text]:
    muted, y = pen.colours.muted, bottom + LEGEND - 6
    most = pen.words("picture.heat_most")
    left = width - pen.width(most, SMALL) - 6 - 14 * len(LEGEND_STEPS)
    return [
        Text(width, y, most, muted, SMALL, align="right"),
        Text(left - 6, y, pen.words("picture.heat_least"), muted, SMALL, align="right"),
    ]
