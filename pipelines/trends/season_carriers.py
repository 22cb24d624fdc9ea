"""Who carries a season: the part of the customers, products or channels that it is typical of."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from pipelines.trends.knowledge import Counts
from pipelines.trends.series import SeriesKey
from pipelines.trends.windows import Ints

FACETS = ("segment", "product", "channel")
# One-sided normal quantile of 90 %.
CERTAIN = 1.2816
YEAR_DAYS = 365


class Carrier(NamedTuple):
    """A value of a facet, its share of the season in earlier years, and a lower bound of it."""

    value: str
    share: float
    share_low: float


Carriers = dict[str, Carrier | None]


class Parts:
    """The series of all parts of themes, by theme and facet."""

    def __init__(self, keys: Sequence[SeriesKey]) -> None:
        self._rows: dict[tuple[str, str], dict[str, int]] = {}
        for row, key in enumerate(keys):
            if key.facet in FACETS:
                self._rows.setdefault((key.theme_id, key.facet), {})[key.value] = row

    def carriers(self, counts: Counts, theme_id: str, days: Ints) -> Carriers:
        """Return for each facet who carries what a theme counted on these days of the record.

        `counts` (series, known days) are those of all keys; `days` are numbers of days.
        """
        return {facet: self._carrier(counts, theme_id, facet, days) for facet in FACETS}

    def _carrier(self, counts: Counts, theme_id: str, facet: str, days: Ints) -> Carrier | None:
        of_theme = self._rows.get((theme_id, facet), {})
        heard = {value: int(counts[row, days].sum()) for value, row in of_theme.items()}
        usual = self._usual_shares(counts, facet)
        found = [
            Carrier(value, count / sum(heard.values()), lower_share(count, sum(heard.values())))
            for value, count in heard.items()
            if count
        ]
        # A large part that every theme has tells nobody whom to warn.
        typical = [one for one in found if one.share_low > usual.get(one.value, 0.0)]
        return max(typical, key=lambda one: (one.share, one.value), default=None)

    def _usual_shares(self, counts: Counts, facet: str) -> dict[str, float]:
        rows = self._rows.get(("", facet), {})
        heard = {value: float(counts[row, -YEAR_DAYS:].sum()) for value, row in rows.items()}
        total = sum(heard.values())
        return {value: count / total for value, count in heard.items()} if total else {}


def lower_share(count: int, total: int) -> float:
    """Return the lower bound of a share with 90 % certainty (Wilson 1927)."""
    share, spread = count / total, CERTAIN**2 / total
    middle = share + spread / 2
    deviation = CERTAIN * np.sqrt(share * (1 - share) / total + spread / (4 * total))
    return float(max(0.0, (middle - deviation) / (1 + spread)))
