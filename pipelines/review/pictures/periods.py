"""What several pictures draw: months, shaded seasons and marked days."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

MarkKind = Literal["counting", "event", "measure"]


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
