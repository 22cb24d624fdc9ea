"""Calendar months, written as their first days."""

from datetime import date


def earlier(month: date, months: int) -> date:
    """Return the first day of the month that lies `months` before another."""
    number = month.year * 12 + month.month - 1 - months
    return date(number // 12, number % 12 + 1, 1)


def last_day(month: date) -> date:
    """Return the last day of a month."""
    return date.fromordinal(earlier(month, -1).toordinal() - 1)


# A published file is the one of a month's end for some days: nights are made up for.
DAYS_AFTER = 7


def is_long_over(month: date, data_until: date) -> bool:
    """Tell whether records go on for longer after a month than its own nights may take."""
    return (data_until - last_day(month)).days > DAYS_AFTER
