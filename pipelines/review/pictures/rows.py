"""Pictures of one line per theme: long Japanese names get a line, or a line of their own."""

from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.review.pictures.layers import Box, Text
from pipelines.review.pictures.pen import ABOVE, BELOW, LINE, TEXT, Pen

# Narrower pictures have the name above its row, wider ones beside it.
BESIDE_FROM = 560.0
BETWEEN = 16.0


@dataclass(frozen=True)
class Row:
    """A row of a picture: its name, where it stands and the middle of what is drawn in it."""

    lines: tuple[str, ...]
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
    names: Sequence[str], pen: Pen, width: float, top: float, mark: float, share: float = 0.32
) -> RowPlan:
    """Plan one row per name: `mark` pixels high for the drawing, more where a name needs more.

    Beside the drawing a name has two lines and at most `share` of the width; above it, all of it.
    """
    is_beside = width >= BESIDE_FROM
    room = width * share if is_beside else width
    named = [pen.lines(name, room, 2, bold=True) for name in names]
    rows: list[Row] = []
    for lines in named:
        start = rows[-1].bottom if rows else top
        rows.append(_beside(lines, start, mark) if is_beside else _above(lines, start, mark))
    widest = max((pen.width(line, bold=True) for lines in named for line in lines), default=0)
    bottom = rows[-1].bottom if rows else top
    return RowPlan(tuple(rows), widest + BETWEEN if is_beside else 0.0, bottom, is_beside)


def _beside(lines: tuple[str, ...], top: float, mark: float) -> Row:
    height = max(mark, LINE * len(lines) + 4)
    return Row(lines, top, top + height / 2, top + height)


def _above(lines: tuple[str, ...], top: float, mark: float) -> Row:
    start = top + LINE * len(lines)
    return Row(lines, top, start + mark / 2, start + mark + 4)


def row_names(plan: RowPlan, colour: str, bold: Sequence[bool] = ()) -> list[Text]:
    """Return the names, in the middle of their rows beside the drawing or above it."""
    found = []
    for number, row in enumerate(plan.rows):
        is_bold = bool(bold) and bold[number]
        first = row.top + LINE - 4
        if plan.is_beside:
            first = row.middle - LINE * (len(row.lines) - 1) / 2 + TEXT * (ABOVE - BELOW) / 2
        found += [
            Text(0, first + LINE * place, line, colour, TEXT, is_bold)
            for place, line in enumerate(row.lines)
        ]
    return found


def name_grounds(plan: RowPlan, pen: Pen) -> list[Box]:
    """Return paper to lay under names above their rows, where lines of the drawing go through."""
    if plan.is_beside:
        return []
    return [
        Box(0, row.top, max(pen.width(line, bold=True) for line in row.lines) + 4,
            row.top + LINE * len(row.lines), fill=pen.colours.paper)
        for row in plan.rows
    ]


def middle_line(y: float, size: float) -> float:
    """Return the base line of a text whose middle lies at y."""
    return y + size * (ABOVE - BELOW) / 2
