"""The theme map as a still picture, for slides and print: the largest themes are named."""

from collections.abc import Iterator, Sequence
from math import inf, sqrt

import altair as alt

from pipelines.review.figures import number
from pipelines.review.pictures.layers import Text, data, nothing, picture, texts
from pipelines.review.pictures.pen import SMALL, Pen, mixed
from pipelines.review.pictures.placer import Spot, place
from pipelines.review.theme_map.map_facts import MapTheme, ThemeMap

FOOT, EDGE = 26.0, 8.0
MOST_LABELS = 60
LABEL_CHARACTERS = 12
# How far towards paper the grey of voices without a theme goes.
NO_THEME = 0.5
POINTS_AREA, SMALLEST, LARGEST = 80_000.0, 6.0, 60.0


def theme_picture(
    given: ThemeMap, points: Sequence[str], pen: Pen, width: float = 1080
) -> alt.LayerChart:
    """Draw every voice as a point; neighbours on the map differ in colour, names stand on them."""
    if not given.voices:
        return nothing(pen, width)
    height = round(width * 0.62)
    labels, halos = _labels(given, pen, width, height)
    return picture(
        pen,
        width,
        height,
        _points(given, points, pen, width, height),
        halos,
        texts([*labels, *_foot(given, pen, width, height)]),
    )


def colours_of(themes: Sequence[MapTheme], points: Sequence[str]) -> list[str]:
    """Return a colour for each theme: the one whose nearest theme so far is farthest away."""
    chosen: list[int] = []
    for theme in themes:
        away = [inf] * len(points)
        for other, colour in zip(themes, chosen, strict=False):
            distance = (other.x - theme.x) ** 2 + (other.y - theme.y) ** 2
            away[colour] = min(away[colour], distance)
        chosen.append(away.index(max(away)))
    return [points[colour] for colour in chosen]


def _points(
    given: ThemeMap, points: Sequence[str], pen: Pen, width: float, height: float
) -> alt.Chart:
    colours = colours_of(given.themes, points)
    rest = mixed(pen.colours.bar, pen.colours.paper, NO_THEME)
    rows = [
        {
            "x": _across(one.x, width),
            "y": _down(one.y, height),
            "fill": rest
            if one.theme is None
            else mixed(colours[one.theme], pen.colours.paper, 0.25),
        }
        for one in sorted(given.voices, key=lambda one: one.theme is not None)
    ]
    area = min(max(POINTS_AREA / len(rows), SMALLEST), LARGEST)
    mark = alt.Chart(data(rows)).mark_circle(size=area, opacity=1)
    return mark.encode(
        x=alt.X("x:Q", scale=None, axis=None),
        y=alt.Y("y:Q", scale=None, axis=None),
        color=alt.Color("fill:N", scale=None),
    )


def _across(x: float, width: float) -> float:
    return EDGE + x * (width - 2 * EDGE)


def _down(y: float, height: float) -> float:
    return EDGE + (1 - y) * (height - FOOT - 2 * EDGE)


def _labels(given: ThemeMap, pen: Pen, width: float, height: float) -> tuple[list[Text], alt.Chart]:
    """Name the largest themes where they lie, each on paper of its own shape."""
    themes = given.themes[:MOST_LABELS]
    most = max((one.count_voices for one in themes), default=1)
    wishes = [list(_wishes(one, one.count_voices / most, pen, width, height)) for one in themes]
    got = place(wishes, pen, Spot(0, 0, width, height - FOOT))
    labels = [
        text
        for places, chosen in zip(wishes, got, strict=True)
        if chosen is not None
        for text in places[chosen]
    ]
    mark = alt.Chart(data(labels)).mark_text(
        baseline="alphabetic",
        fontSize=alt.expr("datum.size"),
        fontWeight=700,
        stroke=pen.colours.paper,
        strokeWidth=4,
        strokeJoin="round",
        align="center",
    )
    halos = mark.encode(
        x=alt.X("x:Q", scale=None, axis=None),
        y=alt.Y("y:Q", scale=None, axis=None),
        text="text:N",
        color=alt.value(pen.colours.paper),
    )
    return labels, halos


def _wishes(
    one: MapTheme, part: float, pen: Pen, width: float, height: float
) -> Iterator[list[Text]]:
    """Yield places for a name around the middle of its voices, which are `part` of the most."""
    x, y = _across(one.x, width), _down(one.y, height) + 4
    size = round(SMALL + 5 * sqrt(part), 1)
    lines = pen.lines(one.name, LABEL_CHARACTERS * size, 2, size=size, bold=True)
    half = max(pen.width(line, size, bold=True) for line in lines) / 2
    x = min(max(x, half + 1), width - half - 1)
    y = min(max(y, size * len(lines)), height - FOOT - size * len(lines))
    for right, down in ((0, 0), (0, -12), (0, 12), (-24, 0), (24, 0), (0, -24), (0, 24)):
        first = y + down - size * 0.6 * (len(lines) - 1)
        yield [
            Text(x + right, first + 1.2 * size * row, line, pen.colours.ink, size, True, "center")
            for row, line in enumerate(lines)
        ]


def _foot(given: ThemeMap, pen: Pen, width: float, height: float) -> list[Text]:
    muted, y = pen.colours.muted, height - 8
    shown, all_ = number(len(given.voices)), number(given.count_all)
    key = "picture.map_sample" if len(given.voices) < given.count_all else "picture.map_all"
    told = pen.words(key, shown=shown, all=all_)
    return [Text(EDGE, y, pen.fitted(told, width - 2 * EDGE, SMALL), muted, SMALL)]
