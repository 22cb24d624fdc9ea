"""How numbers, days and differences are written, and when a difference is told as one."""

from datetime import date
from math import exp, log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.review.facts_theme import Quote
from pipelines.review.figures import (
    about,
    change_percent,
    decimal,
    number,
    percent,
    shares_rank,
    step_text,
)
from pipelines.review.months import earlier, last_day
from pipelines.review.quotes import differing
from pipelines.review.traces import Number, traced
from pipelines.review.versus import (
    Compared,
    Rules,
    interval_of_ends,
    poisson_interval,
    versus,
)

EXPOSURE = {"month_before": 1.0, "year_before": 1.0, "two_years_before": 1.0}
BEFORE = Number(10, "theme_compared_by_month", "T|2024-03|month_before|base_count_contacts")


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.integers(-200, 200))
def test_earlier_counts_calendar_months(day: date, months: int) -> None:
    month = day.replace(day=1)
    then = earlier(month, months)
    assert then.day == 1
    assert (month.year - then.year) * 12 + month.month - then.month == months
    assert (last_day(month).toordinal() + 1) == earlier(month, -1).toordinal()


def test_numbers_are_written_for_japanese_readers() -> None:
    assert (number(1234), number(0), number(None)) == ("1,234", "0", "–")
    assert (percent(0.0971), percent(None), percent(1.0), percent(0.944, 0)) == (
        "9.7%", "–", "100.0%", "94%",
    )  # fmt: skip
    assert (decimal(3.63), decimal(None)) == ("3.6", "–")
    assert [about(value) for value in (0.277, 11.7, 3.0, None)] == ["0.3", "12", "3", "–"]
    assert (step_text(27), step_text(-3), step_text(0), step_text(None)) == ("+27", "−3", "±0", "–")
    assert (change_percent(-0.2735), change_percent(1.25), change_percent(0.0)) == (
        "−27%", "+125%", "±0%",
    )  # fmt: skip
    assert shares_rank([9, 7, 7, 3]) == [1, 2, 2, 4]


def test_a_number_knows_its_place_and_a_wrong_key_is_refused() -> None:
    found = traced(5, "theme_by_month", "T0001", "2026-03", "count_contacts")
    assert (found.mart, found.key, found.count) == (
        "theme_by_month", "T0001|2026-03|count_contacts", 5,
    )  # fmt: skip
    with pytest.raises(ValueError, match="theme_by_month"):
        traced(5, "theme_by_month", "T0001", "count_contacts")
    with pytest.raises(ValueError, match="nowhere"):
        traced(5, "nowhere", "x")


def test_a_rise_is_told_beyond_chance_only_and_by_the_day() -> None:
    assert poisson_interval(100, 50).verdict(3.0) == "up"
    assert poisson_interval(50, 100).verdict(3.0) == "down"
    assert poisson_interval(60, 50).verdict(3.0) == "unclear"
    # As many a day: 310 in 31 days and 280 in 28 are the same.
    assert poisson_interval(310, 280, 31 / 28).log_ratio == pytest.approx(0, abs=1e-3)


@given(st.integers(0, 5000), st.integers(0, 5000))
def test_the_interval_is_that_of_the_mart_and_comes_back_from_its_ends(
    now: int, before: int
) -> None:
    middle = log((now + 0.5) / (before + 0.5))
    reach = 1.96 * (1 / (now + 0.5) + 1 / (before + 0.5)) ** 0.5
    interval = poisson_interval(now, before)
    assert interval.ends == pytest.approx((exp(middle - reach), exp(middle + reach)))
    back = interval_of_ends(*interval.ends)
    assert back.log_ratio == pytest.approx(interval.log_ratio, abs=1e-9)
    assert back.standard_error == pytest.approx(interval.standard_error)


def compared(comparison: str = "as_counted", **values: float | None) -> Compared:
    return Compared(
        comparison,
        (),
        values.get("now_alike", 40),
        values.get("before_alike", 10),
        values.get("season_low"),
        values.get("season_high"),
    )


def test_what_may_not_be_compared_says_why() -> None:
    rules = Rules(True, 3.0, EXPOSURE)  # type: ignore[arg-type]
    found = versus("month_before", 40, BEFORE, compared(), rules)
    assert (found.verdict, found.step, found.ratio, found.reason) == ("up", 30, 4.0, "")
    half = versus("month_before", 40, BEFORE, compared(), Rules(False, 3.0, EXPOSURE))  # type: ignore[arg-type]
    assert (half.verdict, half.before.value, half.reason) == ("unknown", None, "unfinished")
    none = versus("month_before", 40, BEFORE, None, rules)
    assert (none.verdict, none.reason) == ("unknown", "no_record")
    broken = compared("not_comparable", now_alike=None, before_alike=None)
    other = versus("month_before", 40, BEFORE, broken, rules)
    assert (other.verdict, other.step, other.low, other.reason) == (
        "unknown", 30, None, "not_comparable",
    )  # fmt: skip
    alike = versus("year_before", 40, BEFORE, compared("like_for_like", before_alike=39), rules)
    assert (alike.verdict, alike.reason) == ("unclear", "like_for_like")


def test_a_season_is_judged_by_its_own_interval() -> None:
    rules = Rules(True, 3.0, EXPOSURE)  # type: ignore[arg-type]
    sure = versus("year_before", 40, BEFORE, compared(season_low=2.0, season_high=8.0), rules)
    assert sure.verdict == "up"
    assert (sure.low, sure.high) == pytest.approx((2.0, 8.0))
    # Chance alone reaches the interval at 95 %, which is not enough among so many themes.
    likely = versus("year_before", 40, BEFORE, compared(season_low=1.05, season_high=4.0), rules)
    assert likely.verdict == "unclear"


def test_quotes_that_say_the_same_are_shown_once() -> None:
    said = ["荷物が届きません", "荷物が、届きません。", "配達員の態度が悪い", "請求が二重だ", "四"]
    quotes = [Quote("v", date(2024, 3, 1), None, None, None, text) for text in said]
    assert [quote.text for quote in differing(quotes, 3)] == [said[0], said[2], said[3]]
