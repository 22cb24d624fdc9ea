"""What was known when: counts of all series as of any day, from the log of core.count_known.

    knowledge = read_knowledge(con)
    for number in range(...):                  # numbers of days from knowledge.first
        knowledge.learn(number)                # what became known up to the end of that day
        knowledge.counts[:, : number + 1]

One pass through the log serves any number of days in order; a day before the last one learnt needs
a new reading.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from pipelines.trends.series import SeriesKey
from pipelines.trends.windows import Counts as Counts
from warehouse.statements import Connection, arrow, rows


@dataclass(frozen=True)
class Log:
    """Rows in the order in which they became known; `day` and `known_on` are numbers of days."""

    series: NDArray[np.int64]
    day: NDArray[np.int64]
    known_on: NDArray[np.int64]
    contacts: Counts
    customers: Counts
    newcomers: Counts


@dataclass
class Knowledge:
    """Counts as known at the end of the day last learnt, int32 (series, days) each.

    Rows as in `keys`, sorted; days from `first` on. Days not known yet are 0.
    """

    first: date
    keys: list[SeriesKey]
    log: Log
    counts: Counts
    customers: Counts
    newcomers: Counts
    _taken: int = field(default=0)

    @property
    def count_days(self) -> int:
        """Days from the first to the last one that a night has covered."""
        return int(self.counts.shape[1])

    def number(self, day: date) -> int:
        """Return the number of a date."""
        return (day - self.first).days

    def date_of(self, number: int) -> date:
        """Return the date of a number."""
        return self.first + timedelta(days=number)

    def learn(self, until: int) -> None:
        """Take in all that became known up to the end of day `until`.

        Raises ValueError when something that became known later was learnt before.
        """
        end = int(np.searchsorted(self.log.known_on, until, side="right"))
        if end < self._taken:
            raise ValueError(f"day {until} lies before what is known already")
        part = slice(self._taken, end)
        # Of several rows of one cell the last one stays.
        at = (self.log.series[part], self.log.day[part])
        self.counts[at] = self.log.contacts[part]
        self.customers[at] = self.log.customers[part]
        self.newcomers[at] = self.log.newcomers[part]
        self._taken = end


def read_knowledge(con: Connection) -> Knowledge | None:
    """Read the whole log, nothing learnt yet; None when no night has recorded anything."""
    keys = [SeriesKey(*row) for row in rows(con, "knowledge_series")]
    [(first, last)] = rows(con, "knowledge_span")
    if first is None or not keys:
        return None
    table = arrow(con, "knowledge_log", first_day=first)
    columns = [table[name].to_numpy() for name in table.column_names]
    series, day, known_on = (column.astype(np.int64) for column in columns[:3])
    contacts, customers, newcomers = columns[3:]
    shape = (len(keys), (last - first).days + 1)
    log = Log(series, day, known_on, contacts, customers, newcomers)
    none, nobody, nothing = (np.zeros(shape, dtype=np.int32) for _ in range(3))
    return Knowledge(first, keys, log, none, nobody, nothing)
