"""Hold the watch of many days, one after the other, each with what was known at its end."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from pipelines.trends.alerts import Alert, Remembered
from pipelines.trends.expect import BusinessCalendar, days_of
from pipelines.trends.knowledge import Knowledge
from pipelines.trends.watch import watch_day
from pipelines.trends.watch_month import Known, Month, WatchSettings, begin_month

# Factors are estimated for the rest of a month; the window that ends with a day lies before it.
DAYS_AHEAD = 40


def walk(
    knowledge: Knowledge,
    calendar: BusinessCalendar,
    span: tuple[int, int],
    remembered: Remembered,
    settings: WatchSettings,
    changes: Sequence[tuple[str, date]] = (),
    *,
    solved: Sequence[tuple[str, date]] = (),
) -> Iterator[tuple[int, list[Alert], Remembered]]:
    """Yield number, alerts and memory of every day of `span` (first and last number).

    What changes slowly is estimated anew on the first of every month from what was known the day
    before, so that a walk from any day on finds what a walk from the beginning does, given the
    memory of the day before. `changes`: themes merged or split, and on which day; `solved`: themes
    thought solved, and since when that was known.
    """
    first, last = span
    last_day = knowledge.date_of(last) + timedelta(days=DAYS_AHEAD)
    days = days_of(calendar, knowledge.first, last_day)
    changed = [(theme_id, knowledge.number(day)) for theme_id, day in changes]
    thought = [(theme_id, knowledge.number(day)) for theme_id, day in solved]
    known = Known(knowledge.keys, knowledge.counts, knowledge.newcomers, changed, thought)
    month: Month | None = None
    for number in range(first, last + 1):
        begin = knowledge.number(knowledge.date_of(number).replace(day=1))
        if number in (first, begin):
            knowledge.learn(begin - 1)
            ahead = days.head(begin + DAYS_AHEAD)
            month = begin_month(known, ahead, max(begin - 1, -1), settings)
        knowledge.learn(number)
        alerts, remembered = watch_day(known, month, number, remembered, settings)
        yield number, alerts, remembered


def alert_id(alert: Alert, raised_on: date) -> str:
    """Return the identifier of an alert: its day, kind and series."""
    named = [f"{raised_on:%Y%m%d}", alert.kind, *(part for part in alert.key if part)]
    return "-".join(named)
