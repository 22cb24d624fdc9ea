"""What an alert says: plain values, and what must be remembered from day to day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

import numpy as np

from pipelines.trends.series import SeriesKey
from pipelines.trends.windows import Floats

AlertKind = Literal["spike", "slow_rise", "new_theme", "comeback", "fast_lane"]

# A part carries an excess when it holds at least half of it, and more than its usual share.
CARRIED_SHARE, MORE_THAN_USUAL, SURE_DEVIATIONS = 0.5, 1.25, 3.0
USUAL_DAYS = 365


class Carrier(NamedTuple):
    """The part of a theme that carries an excess, and its share of it (0..1)."""

    facet: str
    value: str
    share: float


@dataclass(frozen=True)
class Alert:
    """One alert; `raised` and `since` are numbers of days.

    `size` contacts came in the window since..raised where `expected` were to be expected;
    `probability` is the chance of as many or more, 1 where no such question was asked. `teams` are
    the names of those who are to be told.
    """

    kind: AlertKind
    key: SeriesKey
    raised: int
    since: int
    size: float
    expected: float
    probability: float = 1.0
    is_seasonal: bool = False
    carriers: tuple[Carrier, ...] = ()
    teams: tuple[str, ...] = ()


# First and last day.
Span = tuple[int, int]


class Episode(NamedTuple):
    """A rise that was told: its first day, the day it was last told, last seen; and to whom."""

    began: int
    raised: int
    last_seen: int
    told_to: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Remembered:
    """What was told is not told again while it lasts, and is no measure of what is usual.

    `episodes` by (theme or flag, kind); `past` are first and last days of rises that are over.
    """

    episodes: Mapping[tuple[SeriesKey, str], Episode] = field(default_factory=dict)
    past: Mapping[SeriesKey, tuple[Span, ...]] = field(default_factory=dict)


def carriers_of(
    parts: Mapping[str, Sequence[tuple[str, Floats]]],
    theme: Floats,
    window: tuple[int, int],
    expected: float,
) -> tuple[Carrier, ...]:
    """Return for each facet the value that carries the excess of a window, where one does.

    `parts` holds (value, counts by day) of the theme by facet, `theme` its own counts. What a part
    was expected to bring is its share of the year before.
    """
    first, last = window
    before = slice(max(0, first - USUAL_DAYS), first)
    excess, whole = theme[first : last + 1].sum() - expected, theme[before].sum()
    found = []
    for facet, values in sorted(parts.items()):
        heard = np.array([counts[first : last + 1].sum() for _, counts in values])
        usual = np.array([counts[before].sum() for _, counts in values])
        share = (usual + 1.0 / len(values)) / (whole + 1.0)
        best = int(np.argmax(heard - expected * share))
        over = float(heard[best] - expected * share[best])
        is_sure = over >= SURE_DEVIATIONS * np.sqrt(expected * share[best] + 1.0)
        is_own = heard[best] >= MORE_THAN_USUAL * share[best] * heard.sum()
        if is_sure and is_own and over >= CARRIED_SHARE * excess:
            found.append(Carrier(facet, values[best][0], float(min(1.0, over / max(excess, over)))))
    return tuple(found)
