"""How far the numbers of a month can be trusted."""

from dataclasses import dataclass
from datetime import date

from pipelines.review.traces import Number


@dataclass(frozen=True)
class Marker:
    """One change that may move a series without customers having changed (mart.marker)."""

    marked_on: date
    until_on: date | None
    kind: str
    scope: str
    description: str


@dataclass(frozen=True)
class Taken:
    """Rows of the inbox: read = taken + rejected; known rows were there already."""

    read: Number
    taken: Number
    rejected: Number
    known: Number


@dataclass(frozen=True)
class Reject:
    """Rows set aside for one reason, in words."""

    reason: str
    of_month: Number
    ever: Number


@dataclass(frozen=True)
class Stability:
    """How many themes may be quoted (mart.theme_trust), and the names of those that may not."""

    measured_on: date
    quotable: Number
    not_quotable: Number
    names: tuple[str, ...]


@dataclass(frozen=True)
class Trust:
    """How far to trust the month.

    `chain` leads from contacts to themes: (key of words trust.<key>, number). `share` of the voices
    that were `compared` with themes, no theme explains; `unexplained` has that share (or None) for
    every month of Facts.axis. `markers` lie within the axis; so does `founded_on`, the newest day
    on which all voices were clustered: before it more of them have a theme.
    """

    chain: tuple[tuple[str, Number], ...]
    compared: Number
    share: Number
    unexplained: tuple[float | None, ...]
    taken_of_month: Taken
    taken_ever: Taken
    rejects: tuple[Reject, ...]
    stability: Stability | None
    markers: tuple[Marker, ...]
    founded_on: date | None = None
