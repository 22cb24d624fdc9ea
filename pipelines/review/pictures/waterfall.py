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
    """How many contacts more (or fewer) a theme had than in the month before."""

    name: str
    change: int


@dataclass(frozen=True)
class Waterfall:
    """Contacts of both months and the themes that changed most; the rest is worked out.

    A contact may be in several themes or none: the rest takes up what the themes together
    have more or less than all contacts.
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
    steps = [*given.steps, Step(pen.words("picture.rest"), given.rest)]
    levels = list(accumulate((step.change for step in steps), initial=given.before))
    names = [given.before_label, *(step.name for step in steps), given.now_label]
    plan = rows_of([(name, "") for name in names], pen, width, 4, ROW)
    x = Scale(
        min(levels), max(max(levels), min(levels) + 1), plan.left + LABEL_ROOM, width - LABEL_ROOM
    )
    ends = list(zip(plan.rows[1:-1], pairwise(levels), strict=True))
    is_bold = [True, *(False for _ in steps), True]
    return picture(
        pen,
        width,
        plan.bottom + 2,
        rules(_guides(given, plan, x, pen) + _joints(plan, levels, x, pen)),
        boxes(name_grounds(plan, pen, width)),
        boxes(
            [
                _bar(row, pair, x, pen, is_rest=row is plan.rows[-2])
                for row, pair in ends
                if pair[0] != pair[1]
            ]
        ),
        dots(_ends(given, plan, x, pen)),
        texts(row_names(plan, pen, is_bold) + _numbers(given, plan, levels, x, pen)),
    )


def _bar(row: Row, levels: tuple[int, int], x: Scale, pen: Pen, *, is_rest: bool) -> Box:
    left, right = sorted(x.at(level) for level in levels)
    colour = _colour(levels[1] - levels[0], pen, is_rest)
    fill = colour if levels[1] > levels[0] else pen.colours.paper
    right = max(right, left + LEAST_STEP)
    return Box(left, row.middle - BAR / 2, right, row.middle + BAR / 2, fill, colour, 1.5)


def _colour(change: int, pen: Pen, is_rest: bool) -> str:
    if is_rest or not change:
        return pen.colours.muted
    return pen.colours.warning if change > 0 else pen.colours.accent


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


def _numbers(given: Waterfall, plan: RowPlan, levels: list[int], x: Scale, pen: Pen) -> list[Text]:
    first, *between, last = plan.rows
    found = [
        _total(given.before, first, x, pen),
        _total(given.now, last, x, pen),
    ]
    for row, (before, after) in zip(between, pairwise(levels), strict=True):
        change, y = after - before, middle_line(row.middle, TEXT)
        colour = _colour(change, pen, is_rest=row is between[-1])
        place, align = (x.at(after) - 6, "right") if change < 0 else (x.at(after) + 7, "left")
        text = signed(number(abs(change)), change)
        found.append(Text(place, y, text, colour, TEXT, True, align))
    return found


def _total(count: int, row: Row, x: Scale, pen: Pen) -> Text:
    text = pen.words("picture.contacts", count=number(count))
    y = middle_line(row.middle, TEXT)
    return Text(x.at(count) + 9, y, text, pen.colours.ink, TEXT, True)
