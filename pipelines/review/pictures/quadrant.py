"""Where to begin: how large a theme is in a group of customers, and how much its own."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import log10
from typing import Literal

import altair as alt

from pipelines.review.pictures.layers import (
    Dot,
    Line,
    Text,
    dots,
    nothing,
    picture,
    rules,
    texts,
)
from pipelines.review.pictures.pen import SMALL, TEXT, Pen
from pipelines.review.pictures.placer import Spot, place, placed, spot_of
from pipelines.review.pictures.scales import Scale

LEFT, RIGHT, TOP, BOTTOM = 44.0, 8.0, 20.0, 38.0
SHARES = (0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0)
TIMES = (1 / 32, 1 / 16, 1 / 8, 1 / 4, 1 / 2, 1, 2, 4, 8, 16, 32, 64, 128)
DOT = 5.0
# What is rarer than this is drawn at the edge: it is not what the picture is about.
LEAST_TIMES = 0.25
# Where a label may stand that is not right at its point: pixels aside, lines up or down.
FARTHER = (
    (4, -1), (4, 1), (12, 0), (10, -2), (10, 2), (0, -2), (0, 2), (16, -3), (16, 3), (0, -3),
    (0, 3), (28, -4), (28, 4), (0, -4),
)  # fmt: skip


@dataclass(frozen=True)
class Place:
    """A theme in a group: `share` of its customers (0 to 1), `times` as often as elsewhere.

    `times` is the lower bound, so that what lies above 1 is surely the group's own.
    """

    theme: str
    group: str
    share: float
    times: float
    count_customers: int
    quadrant: Literal["focus", "own", "common", "rest"]


@dataclass(frozen=True)
class Quadrant:
    """Places; those far up and right are named first, and as many as there is room for."""

    places: tuple[Place, ...]
    most_labels: int = 14


@dataclass(frozen=True)
class _Frame:
    given: Quadrant
    pen: Pen
    x: Scale
    y: Scale

    def at(self, one: Place) -> tuple[float, float]:
        """Return the point of a place; both scales are logarithmic."""
        times = min(max(one.times, 10**self.y.first), 10**self.y.last)
        return self.x.at(log10(one.share)), self.y.at(log10(times))


def quadrant(given: Quadrant, pen: Pen, width: float = 720, height: float = 480) -> alt.LayerChart:
    """Draw a point a theme and group; what is large and its own is dark and named."""
    shown = tuple(one for one in given.places if one.share > 0 and one.times > 0)
    if not shown:
        return nothing(pen, width)
    given = Quadrant(shown, given.most_labels)
    frame = _frame(given, pen, width, height)
    named, leads = _labels(frame, width, height)
    quiet = [one for one in shown if one.quadrant in ("common", "rest")]
    loud = [one for one in shown if one.quadrant in ("own", "focus")]
    return picture(
        pen,
        width,
        height,
        rules(list(_grid(frame))),
        dots([_dot(one, frame) for one in quiet + loud[::-1]]),
        rules(leads),
        texts(_axes(frame, width, height) + named),
    )


def _frame(given: Quadrant, pen: Pen, width: float, height: float) -> _Frame:
    shares = [one.share for one in given.places]
    low = max((tick for tick in SHARES if tick <= min(shares)), default=SHARES[0])
    high = min((tick for tick in SHARES if tick >= max(shares)), default=1.0)
    times = [one.times for one in given.places]
    least = max(
        (tick for tick in TIMES if tick <= max(LEAST_TIMES, min([*times, 0.5]))), default=TIMES[0]
    )
    most = min((tick for tick in TIMES if tick >= max([*times, 2])), default=TIMES[-1])
    x = Scale(log10(low), log10(max(high, 2 * low)), LEFT + DOT, width - RIGHT - DOT)
    return _Frame(given, pen, x, Scale(log10(least), log10(most), height - BOTTOM, TOP + DOT))


def _dot(one: Place, frame: _Frame) -> Dot:
    """Return a sign whose shape, size and fill tell the quadrant without any hue."""
    colours = frame.pen.colours
    x, y = frame.at(one)
    if one.quadrant == "focus":
        return Dot(x, y, colours.bar_now, colours.paper, "circle", 80, 1.0)
    if one.quadrant == "own":
        return Dot(x, y, colours.paper, colours.accent, "diamond", 60, 1.5)
    return Dot(x, y, colours.rule, colours.rule, "circle", 14, 0.5)


def _grid(frame: _Frame) -> Iterator[Line]:
    colours, x, y = frame.pen.colours, frame.x, frame.y
    for tick in _ticks(SHARES, x):
        yield Line(x.at(log10(tick)), y.end - DOT, x.at(log10(tick)), y.start, colours.wash)
    for tick in _ticks(TIMES, y):
        colour = colours.muted if tick == 1 else colours.wash
        yield Line(LEFT, y.at(log10(tick)), x.end + DOT, y.at(log10(tick)), colour)
    yield Line(LEFT, y.start, x.end + DOT, y.start, colours.rule)


def _ticks(ticks: tuple[float, ...], scale: Scale) -> list[float]:
    return [tick for tick in ticks if scale.first - 1e-9 <= log10(tick) <= scale.last + 1e-9]


def _axes(frame: _Frame, width: float, height: float) -> list[Text]:
    """Name the axes and, where there is room, their steps."""
    pen, x, y = frame.pen, frame.x, frame.y
    muted = pen.colours.muted
    shares = [
        Text(x.at(log10(tick)), y.start + 14, f"{100 * tick:g}%", muted, SMALL, align="center")
        for tick in _ticks(SHARES, x)
    ]
    times = [
        Text(LEFT - 6, y.at(log10(tick)) + 4, _times(tick, pen), muted, SMALL, align="right")
        for tick in _ticks(TIMES, y)
    ]
    axes = [
        Text(0, 11, pen.words("picture.quadrant_times"), muted, SMALL),
        Text(
            width - RIGHT,
            height - 5,
            pen.words("picture.quadrant_share"),
            muted,
            SMALL,
            align="right",
        ),
        Text(
            width - RIGHT,
            11,
            pen.words("picture.quadrant_begin"),
            pen.colours.ink,
            SMALL,
            True,
            "right",
        ),
    ]
    wishes = [[text] for text in axes + shares + times]
    return placed(wishes, pen, Spot(0, 0, width, height))


def _times(tick: float, pen: Pen) -> str:
    return pen.words("picture.times", times=f"{tick:g}" if tick >= 1 else f"1/{1 / tick:g}")


def _labels(frame: _Frame, width: float, height: float) -> tuple[list[Text], list[Line]]:
    """Name the places that matter, near their points, with a line to those farther away."""
    named = [one for one in frame.given.places if one.quadrant in ("focus", "own")]
    named.sort(key=lambda one: _far_up_right(one, frame))
    points = [(x, y) for x, y in map(frame.at, named)]
    taken = [Spot(x - DOT, y - DOT, x + DOT, y + DOT) for x, y in points]
    same = frame.y.at(0)
    taken.append(Spot(LEFT, same - 0.5, width, same + 0.5))
    area = Spot(LEFT, TOP - 4, width, same - 2)
    labels: list[list[Text]] = []
    leads: list[Line] = []
    for number, one in enumerate(named):
        others = taken[:number] + taken[number + 1 :]
        found = _label_of(one, frame, width, (area, taken, others))
        if found and len(labels) < frame.given.most_labels:
            label, lead = found
            labels.append(label)
            leads += lead
            taken += [spot_of(text, frame.pen) for text in label]
            taken += [spot for line in lead for spot in _along(line)]
    return [text for label in labels for text in label], leads


def _label_of(
    one: Place, frame: _Frame, width: float, room: tuple[Spot, list[Spot], list[Spot]]
) -> tuple[list[Text], list[Line]] | None:
    """Return a label at the first free place whose line to the point crosses nothing else."""
    area, taken, others = room
    for wish in _wishes(one, frame, width):
        if place([[wish]], frame.pen, area, taken) == [0]:
            lead = _lead(frame.at(one), wish, frame.pen)
            if not any(s.meets(o) for line in lead for s in _along(line) for o in others):
                return wish, lead
    return None


def _far_up_right(one: Place, frame: _Frame) -> tuple[bool, float, str, str]:
    """Sort what lies far up and right first, as the picture asks to be read."""
    x, y = frame.at(one)
    return (one.quadrant != "focus", y - x, one.theme, one.group)


def _along(line: Line) -> Iterator[Spot]:
    """Return what a line covers, as a row of small parts."""
    for step in range(11):
        x = line.x + (line.x2 - line.x) * step / 10
        y = line.y + (line.y2 - line.y) * step / 10
        yield Spot(x - 1, y - 1, x + 1, y + 1)


def _wishes(one: Place, frame: _Frame, width: float) -> Iterator[list[Text]]:
    """Yield places for a label: beside its point, above and below it, then farther away."""
    pen, (x, y) = frame.pen, frame.at(one)
    theme = pen.fitted(one.theme, width * 0.36, TEXT, bold=True)
    group = pen.fitted(one.group, width * 0.56 - pen.width(theme, TEXT, bold=True), SMALL)
    whole = pen.width(theme, TEXT, bold=True) + 5 + pen.width(group, SMALL)
    for side in (1, -1):
        yield _label(theme, group, x + side * (DOT + 4), y + 4, side, pen)
    left = min(max(x - whole / 2, LEFT), width - whole - 1)
    for down in (-DOT - 4, DOT + 13):
        yield _label(theme, group, left, y + down, 1, pen)
    for away, step in FARTHER:
        if not away:
            yield _label(theme, group, left, y + 4 + 13 * step, 1, pen)
        for side in (1, -1) if away else ():
            yield _label(theme, group, x + side * (DOT + 4 + away), y + 4 + 13 * step, side, pen)


def _label(theme: str, group: str, x: float, y: float, side: int, pen: Pen) -> list[Text]:
    """Return theme and group side by side on one line."""
    ink, muted = pen.colours.ink, pen.colours.muted
    if side > 0:
        behind = x + pen.width(theme, TEXT, bold=True) + 5
        return [Text(x, y, theme, ink, TEXT, True), Text(behind, y, group, muted, SMALL)]
    before = x - pen.width(group, SMALL) - 5
    return [
        Text(before, y, theme, ink, TEXT, True, "right"),
        Text(x, y, group, muted, SMALL, align="right"),
    ]


def _lead(point: tuple[float, float], label: list[Text], pen: Pen) -> list[Line]:
    """Return a thin line from a point to a label that does not stand right at it."""
    spots = [spot_of(text, pen) for text in label]
    left, right = min(one.x for one in spots), max(one.x2 for one in spots)
    if left <= point[0] <= right:
        end = label[0].y + 3 if label[0].y < point[1] else label[0].y - TEXT
        return [Line(*point, point[0], end, pen.colours.muted, 0.75)] * (abs(end - point[1]) > 9)
    x = left - 2 if left > point[0] else right + 2
    y = label[0].y - 4
    if abs(x - point[0]) < DOT + 5 and abs(y - point[1]) < 2:
        return []
    return [Line(*point, x, y, pen.colours.muted, 0.75)]
