"""Marks at places given in pixels, as layers of a chart.

Vega places labels without looking whether they overlap or leave the picture, so everything that
stands beside a text is placed here, where the width of the text is known; data with an axis of its
own keep Vega's scales (scales.py).
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import altair as alt

from pipelines.review.fonts import FAMILY
from pipelines.review.pictures.pen import LINE, TEXT, Pen


@dataclass(frozen=True)
class Text:
    """One line of text; x and y in pixels, y of its base line."""

    x: float
    y: float
    text: str
    colour: str
    size: float = TEXT
    bold: bool = False
    align: str = "left"


@dataclass(frozen=True)
class Box:
    """A rectangle, filled, outlined or both."""

    x: float
    y: float
    x2: float
    y2: float
    fill: str | None = None
    stroke: str | None = None
    width: float = 1.0
    dash: tuple[float, ...] = ()
    corner: float = 0.0


@dataclass(frozen=True)
class Line:
    """A straight line."""

    x: float
    y: float
    x2: float
    y2: float
    colour: str
    width: float = 1.0
    dash: tuple[float, ...] = ()


@dataclass(frozen=True)
class Dot:
    """A sign of `area` square pixels; hollow ones have an outline."""

    x: float
    y: float
    fill: str
    stroke: str
    shape: str = "circle"
    area: float = 49.0
    width: float = 1.5


def data(values: Sequence[Any]) -> alt.InlineData:
    """Return rows as data of a chart: dataclasses, or dicts as they are."""
    rows = [value if isinstance(value, dict) else asdict(value) for value in values]
    return alt.InlineData(values=[{key: _short(one) for key, one in row.items()} for row in rows])


def texts(values: Sequence[Text]) -> alt.Chart:
    """Return a layer of texts."""
    mark = alt.Chart(data(values)).mark_text(
        baseline="alphabetic",
        fontSize=alt.expr("datum.size"),
        fontWeight=alt.expr("datum.bold ? 700 : 400"),
        align=alt.expr("datum.align"),
    )
    return mark.encode(**_place(), text="text:N", color=alt.Color("colour:N", scale=None))


def boxes(values: Sequence[Box]) -> alt.Chart:
    """Return a layer of rectangles."""
    mark = alt.Chart(data(values)).mark_rect(
        fill=alt.expr("datum.fill"),
        stroke=alt.expr("datum.stroke"),
        strokeWidth=alt.expr("datum.stroke ? datum.width : 0"),
        strokeDash=alt.expr("datum.dash"),
        cornerRadius=alt.expr("datum.corner"),
    )
    return mark.encode(**_place(), x2="x2:Q", y2="y2:Q")


def rules(values: Sequence[Line]) -> alt.Chart:
    """Return a layer of straight lines."""
    mark = alt.Chart(data(values)).mark_rule(
        strokeWidth=alt.expr("datum.width"), strokeDash=alt.expr("datum.dash")
    )
    stroke = alt.Stroke("colour:N", scale=None)
    return mark.encode(**_place(), x2="x2:Q", y2="y2:Q", stroke=stroke)


def dots(values: Sequence[Dot]) -> alt.Chart:
    """Return a layer of signs."""
    mark = alt.Chart(data(values)).mark_point(
        shape=alt.expr("datum.shape"),
        size=alt.expr("datum.area"),
        strokeWidth=alt.expr("datum.width"),
        fill=alt.expr("datum.fill"),
        stroke=alt.expr("datum.stroke"),
        opacity=1,
    )
    return mark.encode(**_place())


def bands(
    points: Sequence[Sequence[tuple[float, float, float]]], fills: Sequence[str]
) -> alt.Chart:
    """Return a layer of ribbons; each is a list of (x, upper y, lower y) and has its colour."""
    values = [
        {"ribbon": number, "x": x, "y": upper, "y2": lower, "fill": fill}
        for number, (ribbon, fill) in enumerate(zip(points, fills, strict=True))
        for x, upper, lower in ribbon
    ]
    mark = alt.Chart(data(values)).mark_area(opacity=1, strokeWidth=0)
    fill = alt.Fill("fill:N", scale=None)
    return mark.encode(**_place(), y2="y2:Q", detail="ribbon:N", fill=fill)


def picture(pen: Pen, width: float, height: float, *layers: alt.Chart) -> alt.LayerChart:
    """Return layers as one chart of exactly this size in pixels."""
    whole = alt.layer(*layers).properties(
        width=width, height=height, padding=0, autosize=alt.AutoSizeParams(type="none")
    )
    return whole.configure(aria=False, font=FAMILY, background=pen.colours.paper).configure_view(
        stroke=None
    )


def nothing(pen: Pen, width: float) -> alt.LayerChart:
    """Return the picture of no data: a sentence, never empty axes."""
    lines = pen.lines(pen.words("picture.nothing"), width - 2, 3)
    told = [
        Text(0, LINE * (number + 1), line, pen.colours.muted) for number, line in enumerate(lines)
    ]
    return picture(pen, width, LINE * (len(lines) + 0.5), texts(told))


def _place() -> dict[str, Any]:
    return {
        "x": alt.X("x:Q", scale=None, axis=None),
        "y": alt.Y("y:Q", scale=None, axis=None),
    }


def _short(value: Any) -> Any:
    return round(value, 4) if isinstance(value, float) else value
