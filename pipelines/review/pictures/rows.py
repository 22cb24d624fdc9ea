"""Pictures of one line per theme: long Japanese names get a line, or a line of their own."""

from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.review.pictures.layers import Box, Line, Text
from pipelines.review.pictures.pen import ABOVE, BELOW, LINE, SMALL, TEXT, Pen

# Narrower pictures have the name above its row, wider ones beside it.
BESIDE_FROM = 560.0
BETWEEN = 16.0
NAME_SHARE = 0.3


@dataclass(frozen=True)
class Row:
    """A row of a picture: name and note, where it stands and the middle of what is drawn in it."""

    lines: tuple[str, ...]
    note: str
    top: float
    middle: float
    bottom: float


@dataclass(frozen=True)
class RowPlan:
    """Rows and where their drawing begins; names stand left of it or above each row."""

    rows: tuple[Row, ...]
    left: float
    bottom: float
    is_beside: bool


def rows_of(
    names: Sequence[tuple[str, str]], pen: Pen, width: float, top: float, mark: float
) -> RowPlan:
    """Plan one row per name and note: `mark` pixels high for the drawing, more for a longer name.

    Beside the drawing a name has two lines and at most a share of the width; above it, all of it.
    """
    is_beside = width >= BESIDE_FROM
    room = width * NAME_SHARE if is_beside else width
    rows: list[Row] = []
    for name, note in names:
        start = rows[-1].bottom if rows else top
        lines, told = pen.lines(name, room, 2, bold=True), pen.fitted(note, room, SMALL)
        height = LINE * (len(lines) + bool(told))
        if is_beside:
            tall = max(mark, height + 6)
            rows.append(Row(lines, told, start, start + tall / 2, start + tall))
        else:
            middle = start + height + mark / 2
            rows.append(Row(lines, told, start, middle, start + height + mark + 8))
    widest = max((_width(row, pen) for row in rows), default=0.0)
    bottom = rows[-1].bottom if rows else top
    return RowPlan(tuple(rows), widest + BETWEEN if is_beside else 0.0, bottom, is_beside)


def _width(row: Row, pen: Pen) -> float:
    return max([pen.width(row.note, SMALL), *(pen.width(line, bold=True) for line in row.lines)])


def row_names(plan: RowPlan, pen: Pen, bold: Sequence[bool] = ()) -> list[Text]:
    """Return the names, in the middle of their rows beside the drawing or above it."""
    found = []
    for number, row in enumerate(plan.rows):
        first = row.top + LINE - 4
        if plan.is_beside:
            count = len(row.lines) + bool(row.note)
            first = middle_line(row.middle, TEXT) - LINE * (count - 1) / 2
        is_bold = not bold or bold[number]
        found += [
            Text(0, first + LINE * place, line, pen.colours.ink, TEXT, is_bold)
            for place, line in enumerate(row.lines)
        ]
        if row.note:
            y = first + LINE * len(row.lines)
            found.append(Text(0, y, row.note, pen.colours.muted, SMALL))
    return found


def name_grounds(plan: RowPlan, pen: Pen, width: float, more: float = 0.0) -> list[Box]:
    """Return paper to lay under names above their rows (and `more` pixels below them)."""
    if plan.is_beside:
        return []
    heights = [LINE * (len(row.lines) + bool(row.note)) + more for row in plan.rows]
    return [
        Box(0, row.top, width, row.top + height, fill=pen.colours.paper)
        for row, height in zip(plan.rows, heights, strict=True)
    ]


def middle_line(y: float, size: float) -> float:
    """Return the base line of a text whose middle lies at y."""
    return y + size * (ABOVE - BELOW) / 2


def separators(plan: RowPlan, pen: Pen, width: float) -> list[Line]:
    """Return light lines between the rows."""
    return [Line(0, row.top, width, row.top, pen.colours.wash) for row in plan.rows[1:]]


def told_beside(
    row: Row, plan: RowPlan, pen: Pen, width: float, room: float, told: tuple[str, str, str]
) -> list[Text]:
    """Return what matters of a row (text, colour) and what belongs to it, right of the drawing.

    On narrow pictures both stand in one line below the name.
    """
    text, colour, rest = told
    muted = pen.colours.muted
    if plan.is_beside:
        x = width - room + 12
        return [
            Text(x, row.middle - 3, text, colour, TEXT, True),
            Text(x, row.middle + 13, pen.fitted(rest, room - 12, SMALL), muted, SMALL),
        ]
    y = row.top + LINE * (len(row.lines) + bool(row.note) + 1) - 4
    x = pen.width(text, TEXT, bold=True) + 10
    return [
        Text(0, y, text, colour, TEXT, True),
        Text(x, y, pen.fitted(rest, width - x, SMALL), muted, SMALL),
    ]
