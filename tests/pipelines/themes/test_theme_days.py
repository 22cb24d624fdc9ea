"""The fixed days of births."""

from datetime import date

import pytest

from pipelines.themes.theme_days import next_theme_day, open_since, theme_day_from


@pytest.mark.parametrize(
    ("day", "sunday"),
    [
        (date(2024, 1, 1), date(2024, 1, 7)),
        (date(2024, 1, 6), date(2024, 1, 7)),
        (date(2024, 1, 7), date(2024, 1, 7)),
        (date(2024, 1, 8), date(2024, 1, 14)),
    ],
)
def test_a_theme_day_is_the_end_of_a_week(day: date, sunday: date) -> None:
    assert theme_day_from(day) == sunday


def test_the_next_day_follows_the_last_one_whatever_was_heard_first() -> None:
    assert next_theme_day(None, None) is None
    assert next_theme_day(None, date(2024, 1, 3)) == date(2024, 1, 7)
    assert next_theme_day(date(2024, 1, 7), date(2023, 1, 1)) == date(2024, 1, 14)


def test_a_sunday_on_the_first_leaves_the_whole_week_before_it_closed() -> None:
    assert open_since(date(2024, 9, 1)) == date(2024, 9, 1)
    assert open_since(date(2024, 9, 29)) == date(2024, 9, 1)
