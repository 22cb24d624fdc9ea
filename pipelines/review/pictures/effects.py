"""What measures did to their themes: the likeliest change and the range it lies in."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

import altair as alt

from pipelines.review.figures import MINUS
from pipelines.review.pictures.layers import (
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
from pipelines.review.pictures.pen import LINE, SMALL, Pen
from pipelines.review.pictures.rows import (
    Row,
    RowPlan,
    name_grounds,
    row_names,
    rows_of,
    separators,
    told_beside,
)
from pipelines.review.pictures.scales import Scale

ROW, TOP = 44.0, 20.0
TOLD_ROOM = 184.0
# Ranges beyond it end in an arrow: a theme that doubled is told as well by its number.
LARGEST = 1.0
CAP = 5.0

Verdict = Literal["helped", "worse", "unclear", "too_early", "not_comparable", "planned"]


@dataclass(frozen=True)
class Effect:
    """A measure and the relative change of its theme, -0.2 for a fifth fewer; None if unknown."""

    theme: str
    what: str
    from_on: date
    effect: float | None
    low: float | None
    high: float | None
    expected: float | None
    verdict: Verdict


@dataclass(frozen=True)
class Effects:
    """The measures of a review."""

    measures: tuple[Effect, ...]


def effects(given: Effects, pen: Pen, width: float = 720) -> alt.LayerChart:
    """Draw a row a measure: range and middle of its effect, and what was hoped for."""
    if not given.measures:
        return nothing(pen, width)
    plan = rows_of([(one.what, one.theme) for one in given.measures], pen, width, TOP, ROW)
    right = width - TOLD_ROOM if plan.is_beside else width - 8
    x = Scale(-LARGEST, LARGEST, plan.left + 8, right)
    rows = list(zip(given.measures, plan.rows, strict=True))
    return picture(
        pen,
        width,
        plan.bottom + (2 if plan.is_beside else LINE + 2),
        rules(separators(plan, pen, width) + _grid(plan, x, pen)),
        boxes(name_grounds(plan, pen, width, LINE)),
        rules([line for one, row in rows for line in _range(one, row, plan, x, pen)]),
        dots([sign for one, row in rows for sign in _signs(one, row, plan, x, pen)]),
        texts(
            row_names(plan, pen)
            + _scale_labels(x, pen)
            + _legend(plan, width, pen)
            + [text for one, row in rows for text in _told(one, row, plan, width, pen)]
        ),
    )


def change_text(effect: float) -> str:
    """Write a relative change in percent with its sign."""
    value = round(100 * effect)
    return f"{MINUS if value < 0 else '+' if value else '±'}{abs(value)}%"


def _strip(row: Row, plan: RowPlan) -> float:
    return row.middle if plan.is_beside else row.bottom - 15


def _grid(plan: RowPlan, x: Scale, pen: Pen) -> list[Line]:
    colours = pen.colours
    lines = [
        Line(x.at(part), TOP, x.at(part), plan.bottom, colours.rule) for part in (-1, -0.5, 0.5, 1)
    ]
    return [*lines, Line(x.at(0), TOP - 4, x.at(0), plan.bottom, colours.ink, 1.5)]


def _scale_labels(x: Scale, pen: Pen) -> list[Text]:
    fewer, more = pen.words("picture.fewer"), pen.words("picture.more")
    muted = pen.colours.muted
    return [
        Text(x.at(0), TOP - 8, "0%", muted, SMALL, align="center"),
        Text(x.start, TOP - 8, f"{fewer} {MINUS}100%", muted, SMALL),
        Text(x.end, TOP - 8, f"+100% {more}", muted, SMALL, align="right"),
    ]


def _colour(one: Effect, pen: Pen) -> str:
    named = {"helped": pen.colours.accent, "worse": pen.colours.warning}
    return named.get(one.verdict, pen.colours.muted)


def _range(one: Effect, row: Row, plan: RowPlan, x: Scale, pen: Pen) -> Iterator[Line]:
    if one.low is None or one.high is None:
        return
    y, colour = _strip(row, plan), _colour(one, pen)
    low, high = max(one.low, -LARGEST), min(one.high, LARGEST)
    yield Line(x.at(low), y, x.at(high), y, colour, 2.5)
    for end, is_cut in ((low, one.low < -LARGEST), (high, one.high > LARGEST)):
        if not is_cut:
            yield Line(x.at(end), y - CAP, x.at(end), y + CAP, colour, 2.0)


def _signs(one: Effect, row: Row, plan: RowPlan, x: Scale, pen: Pen) -> Iterator[Dot]:
    y, colours = _strip(row, plan), pen.colours
    colour = _colour(one, pen)
    if one.high is not None and one.high > LARGEST:
        yield Dot(x.end, y, colour, colour, "triangle-right", 60)
    if one.expected is not None and abs(one.expected) <= LARGEST:
        yield Dot(x.at(one.expected), y, colours.paper, colours.ink, "diamond", 80)
    if one.effect is not None and abs(one.effect) <= LARGEST:
        fill = colour if one.verdict in ("helped", "worse") else colours.paper
        yield Dot(x.at(one.effect), y, fill, colour, "circle", 80, 2.0)


def _told(one: Effect, row: Row, plan: RowPlan, width: float, pen: Pen) -> list[Text]:
    """Write the verdict in words, then the number and its range."""
    verdict = pen.words(f"picture.effect_{one.verdict}")
    rest = pen.words("picture.no_effect_yet", year=one.from_on.year, month=one.from_on.month)
    if one.effect is not None and one.low is not None and one.high is not None:
        low, high = change_text(one.low), change_text(one.high)
        rest = pen.words("picture.effect", effect=change_text(one.effect), low=low, high=high)
    return told_beside(row, plan, pen, width, TOLD_ROOM, (verdict, _colour(one, pen), rest))


def _legend(plan: RowPlan, width: float, pen: Pen) -> list[Text]:
    """Say what the signs are: above the words, or below everything on a narrow picture."""
    text, muted = pen.words("picture.effect_signs"), pen.colours.muted
    if plan.is_beside:
        return [Text(width - TOLD_ROOM + 12, TOP - 8, text, muted, SMALL)]
    return [Text(0, plan.bottom + LINE - 4, text, muted, SMALL)]
