"""How many voices find a theme, now and then: it moves the counts of all themes at once.

After a founding, when all voices are clustered, voices are only compared with the themes found;
what is said in new words waits. So more of them find a theme before a founding than after it.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from pipelines.review.facts import MonthCount
from pipelines.review.months import earlier, last_day
from warehouse.statements import Connection, rows

Months = Mapping[date, MonthCount]


def reach(months: Months, month: date, count: int, back: int) -> float:
    """Return the share of voices with a theme in `count` months over that of `back` months before.

    1 where either is unknown.
    """
    span = [earlier(month, number) for number in range(count)]
    now, then = _share(months, span), _share(months, [earlier(one, back) for one in span])
    return now / then if now and then else 1.0


def _share(months: Months, span: Sequence[date]) -> float | None:
    found = [months[one] for one in span if one in months]
    compared = sum(one.count_voices_compared for one in found)
    return sum(one.count_voices_explained for one in found) / compared if compared else None


def founded_on(con: Connection, month: date) -> date | None:
    """Return the newest day up to a month's end on which all voices were clustered."""
    [(day,)] = rows(con, "review_founded", month=month)
    return day


def is_parted(founded: date | None, then: date, now: date) -> bool:
    """Tell whether a founding lies between two months, given by their first days."""
    return founded is not None and then <= founded < last_day(now)
