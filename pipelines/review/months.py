"""Calendar months, written as their first days."""

from datetime import date


def earlier(month: date, months: int) -> date:
    """Return the first day of the month that lies `months` before another."""
    number = month.year * 12 + month.month - 1 - months
    return date(number // 12, number % 12 + 1, 1)


def last_day(month: date) -> date:
    """Return the last day of a month."""
    return date.fromordinal(earlier(month, -1).toordinal() - 1)
