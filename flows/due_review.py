"""When a monthly review is due: the first business day after its month, by the home's calendar."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from flows.home import Home
from pipelines.review.frozen import FROZEN
from pipelines.trends.calendar import Calendar, parse_calendar
from warehouse.connect import TIME_ZONE, open_published
from warehouse.errors import WarehouseError
from warehouse.statements import rows

# Not taken from the room that writes it, which every night would then load with all it draws with.
PAGE = "review.html"
MONTHS_AHEAD = 36
# A machine that was off for longer is not flooded with pages nobody waits for.
MOST_MISSED = 12


def month_after(month: date, count: int = 1) -> date:
    """Return the first day of the month `count` months later, or earlier when negative."""
    number = month.year * 12 + month.month - 1 + count
    return date(number // 12, number % 12 + 1, 1)


def month_end(month: date) -> date:
    """Return the last day of a month."""
    return month_after(month) - timedelta(days=1)


def due_at(calendar: Calendar, at: time, month: date) -> datetime:
    """Return when the review of a month is due: the first business day after it, in Japan."""
    day = calendar.add_business_days(month_end(month), 1)
    return datetime.combine(day, at, ZoneInfo(TIME_ZONE))


def coming_moments(home: Home, now: datetime) -> list[datetime]:
    """Return when the reviews of the month before this one and of those to come are due."""
    calendar, at = _rules(home)
    first = month_after(_month_of(now), -1)
    months = (month_after(first, number) for number in range(MONTHS_AHEAD))
    return [due_at(calendar, at, month) for month in months]


def missing_months(home: Home, now: datetime) -> list[date]:
    """Return the months whose review is due, can be written from the published file and is not.

    Of a home that never wrote one, the newest of them; else all since the newest that was written.
    """
    due = _newest_due(home, now)
    span = _data_span(home)
    if span is None:
        return []
    written = _newest_written(home)
    first = due if written is None else max(month_after(written), month_after(due, -MOST_MISSED))
    months = []
    while first <= due:
        if span[0] <= month_end(first) <= span[1]:
            months.append(first)
        first = month_after(first)
    return months


def newest_over(now: datetime) -> date:
    """Return the month before the one of a moment."""
    return month_after(_month_of(now), -1)


def _newest_due(home: Home, now: datetime) -> date:
    calendar, at = _rules(home)
    newest = newest_over(now)
    return newest if due_at(calendar, at, newest) <= now else month_after(newest, -1)


def _rules(home: Home) -> tuple[Calendar, time]:
    calendar = parse_calendar(home.rule_text("calendar.toml"))
    return calendar, time.fromisoformat(home.settings.schedule.monthly_at)


def _month_of(now: datetime) -> date:
    return now.astimezone(ZoneInfo(TIME_ZONE)).date().replace(day=1)


def _newest_written(home: Home) -> date | None:
    # A page of an unfinished month has no frozen file, and one that was cut off has no page.
    found = [
        date.fromisoformat(f"{path.parent.name}-01")
        for path in (home.folder / "reports").glob(f"????-??/{FROZEN}")
        if (path.parent / PAGE).exists()
    ]
    return max(found, default=None)


def _data_span(home: Home) -> tuple[date, date] | None:
    """Return the first and last day that the published file knows, None when there is none."""
    try:
        with open_published(home.folder) as con:
            [(data_from, data_until)] = rows(con, "due_data_span")
    except WarehouseError:
        return None
    return (data_from, data_until) if data_from and data_until else None
