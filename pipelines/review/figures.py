"""How numbers and days are written for Japanese readers."""

from collections.abc import Sequence
from datetime import date

# Never a triangle: in Japanese accounts a black triangle means minus, elsewhere it means up.
MINUS = "\u2212"
NONE = "–"


def number(count: float | None) -> str:
    """Write a count with thousands separators, rounded to a whole one; a dash without one."""
    return NONE if count is None else f"{round(count):,}"


def decimal(value: float | None, places: int = 1) -> str:
    """Write a number with decimals; a dash when there is none."""
    return NONE if value is None else f"{value:,.{places}f}"


def about(value: float | None) -> str:
    """Write an expected count: a small one with a decimal, for 0 would be no expectation."""
    is_small = value is not None and value < 10 and value != round(value)
    return decimal(value) if is_small else number(value)


def percent(share: float | None, places: int = 1) -> str:
    """Write a share of 0 to 1 in percent; a dash when there is none."""
    return NONE if share is None else f"{100 * share:.{places}f}%"


def signed(text: str, value: float) -> str:
    """Put the sign of `value` before the text of its size."""
    if not any(digit in "123456789" for digit in text):
        return f"±{text}"
    return f"{'+' if value > 0 else MINUS}{text}"


def step_text(step: int | None) -> str:
    """Write a difference of counts with its sign."""
    return NONE if step is None else signed(number(abs(step)), step)


def change_percent(effect: float | None) -> str:
    """Write a relative change: −27% for -0.27."""
    return NONE if effect is None else signed(f"{100 * abs(effect):.0f}%", effect)


def month_text(month: date) -> str:
    """Write a month in Japanese."""
    return f"{month.year}年{month.month}月"


def day_text(day: date) -> str:
    """Write a day in Japanese."""
    return f"{day.year}年{day.month}月{day.day}日"


def day_in_year(day: date) -> str:
    """Write a day without its year."""
    return f"{day.month}月{day.day}日"


def shares_rank(values: Sequence[int]) -> list[int]:
    """Rank descending values from 1; equal values share a place and the next ones are skipped."""
    places: list[int] = []
    for place, value in enumerate(values, start=1):
        is_tie = place > 1 and value == values[place - 2]
        places.append(places[-1] if is_tie else place)
    return places
