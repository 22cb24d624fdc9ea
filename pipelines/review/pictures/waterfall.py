"""Waterfall: how last month became this month, theme by theme; the steps add up exactly."""

from dataclasses import dataclass
from itertools import accumulate, pairwise

import altair as alt

from pipelines.review.figures import number, signed
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
from pipelines.review.pictures.pen import TEXT, Pen
from pipelines.review.pictures.rows import (
    Row,
    RowPlan,
    middle_line,
    name_grounds,
    row_names,
    rows_of,
)
from pipelines.review.pictures.scales import Scale

BAR, ROW = 14.0, 26.0
LABEL_ROOM = 58.0
LEAST_STEP = 2.0


@dataclass(frozen=True)
class Step:
    """How many more (or fewer) a theme had than in the month before.

    `is_rest` for what is no single theme: it is drawn in grey.
    """

    name: str
    change: int
    is_rest: bool = False


@dataclass(frozen=True)
class Waterfall:
    """What was counted in both months, and the steps between them; the rest is worked out.

    A contact may be in several themes or none: the rest takes up what the steps together have
    more or less than the total.
    """

    before: int
    now: int
    before_label: str
    now_label: str
    steps: tuple[Step, ...]

    @property
    def rest(self) -> int:
        """Change of the total that the steps do not tell."""
        return self.now - self.before - sum(step.change for step in self.steps)


def waterfall(given: Waterfall, pen: Pen, width: float = 720) -> alt.LayerChart:
    """Draw one row a step between the two months; rises are full, falls hollow.

    The scale does not begin at 0, so the months are drawn as points, not as bars.
    """
    if not given.steps:
        return nothing(pen, width)
    rest = [Step(pen.words("picture.rest"), given.rest, True)] if given.rest else []
    steps = [*given.steps, *rest]
    levels = list(accumulate((step.change for step in steps), initial=given.before))
    names = [given.before_label, *(step.name for step in steps), given.now_label]
    plan = rows_of([(name, "") for name in names], pen, width, 4, ROW)
    x = Scale(
        min(levels), max(max(levels), min(levels) + 1), plan.left + LABEL_ROOM, width - LABEL_ROOM
    )
    told = list(zip(steps, plan.rows[1:-1], pairwise(levels), strict=True))
    is_bold = [True, *(False for _ in steps), True]
    return picture(
        pen,
        width,
        plan.bottom + 2,
        rules(_guides(given, plan, x, pen) + _joints(plan, levels, x, pen)),
        boxes(name_grounds(plan, pen, width)),
        boxes([_bar(step, row, pair, x, pen) for step, row, pair in told if step.change]),
        dots(_ends(given, plan, x, pen)),
        texts(
            row_names(plan, pen, is_bold)
            + _totals(given, plan, x, pen)
            + [_number(*one, x, pen) for one in told]
        ),
    )


def _bar(step: Step, row: Row, levels: tuple[int, int], x: Scale, pen: Pen) -> Box:
    left, right = sorted(x.at(level) for level in levels)
    colour = pen.colours.bar if step.is_rest else _colour(step, pen)
    fill = colour if step.change > 0 else pen.colours.paper
    right = max(right, left + LEAST_STEP)
    return Box(left, row.middle - BAR / 2, right, row.middle + BAR / 2, fill, colour, 1.5)


def _colour(step: Step, pen: Pen) -> str:
    if step.is_rest or not step.change:
        return pen.colours.muted
    return pen.colours.warning if step.change > 0 else pen.colours.accent


def _guides(given: Waterfall, plan: RowPlan, x: Scale, pen: Pen) -> list[Line]:
    """Draw a light line down from last month: what lies right of it is more than then."""
    at = x.at(given.before)
    return [Line(at, plan.rows[0].middle, at, plan.bottom, pen.colours.rule, 1.0, (2, 3))]


def _joints(plan: RowPlan, levels: list[int], x: Scale, pen: Pen) -> list[Line]:
    """Join the end of each step with the begin of the next one."""
    return [
        Line(x.at(level), one.middle, x.at(level), other.middle, pen.colours.muted)
        for level, (one, other) in zip(levels, pairwise(plan.rows), strict=True)
    ]


def _ends(given: Waterfall, plan: RowPlan, x: Scale, pen: Pen) -> list[Dot]:
    ink = pen.colours.ink
    return [
        Dot(x.at(given.before), plan.rows[0].middle, pen.colours.paper, ink, area=70, width=2),
        Dot(x.at(given.now), plan.rows[-1].middle, ink, ink, area=70, width=2),
    ]


def _number(step: Step, row: Row, levels: tuple[int, int], x: Scale, pen: Pen) -> Text:
    """Write a step at the end of its bar: right of a rise, left of a fall."""
    y, text = middle_line(row.middle, TEXT), signed(number(abs(step.change)), step.change)
    end = x.at(levels[1])
    if step.change < 0:
        return Text(end - 6, y, text, _colour(step, pen), TEXT, True, "right")
    return Text(end + 7, y, text, _colour(step, pen), TEXT, True)


def _totals(given: Waterfall, plan: RowPlan, x: Scale, pen: Pen) -> list[Text]:
    found = []
    for count, row in ((given.before, plan.rows[0]), (given.now, plan.rows[-1])):
        text, y = pen.words("picture.contacts", count=number(count)), middle_line(row.middle, TEXT)
        found.append(Text(x.at(count) + 9, y, text, pen.colours.ink, TEXT, True))
    return found
