"""What several pictures draw: months, shaded seasons and marked days."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from pipelines.review.pictures.pen import Pen

MarkKind = Literal["counting", "event", "measure"]
# Marks differ by their line, so that they do in black and white too.
DASHES: dict[MarkKind, tuple[float, ...]] = {"counting": (4, 3), "event": (1, 3), "measure": ()}


@dataclass(frozen=True)
class Count:
    """Contacts of one month; `month` is its first day."""

    month: date
    count: int
    is_complete: bool = True


@dataclass(frozen=True)
class Span:
    """A season or a run of days off, both ends included."""

    first: date
    last: date
    label: str = ""


@dataclass(frozen=True)
class Mark:
    """A day from which on something is otherwise: a way of counting, an event, a measure."""

    on: date
    label: str
    kind: MarkKind


def mark_colour(mark: Mark, pen: Pen) -> str:
    """Return the colour of a mark: measures stand out, what is the same on every card does not."""
    return pen.colours.warning if mark.kind == "measure" else pen.colours.muted
