"""How numbers, days and differences are written, and when a difference is told as one."""

from datetime import date
from math import comb, fsum

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
from pipelines.review.versus import Compared, Rules, chance, is_near, ratio_range, versus

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
    assert chance(100, 50, 3.0) == "up"
    assert chance(50, 100, 3.0) == "down"
    assert chance(60, 50, 3.0) == "unclear"
    assert chance(50, 50, 3.0) == "unclear"
    # As many a day: 310 in 31 days and 280 in 28 are the same.
    assert chance(310, 280, 0.01, 31 / 28) == "unclear"


def test_a_verdict_that_the_counts_shown_contradict_is_not_told() -> None:
    # More a day, fewer in all: 10,000 in 31 days and 9,600 in 28.
    assert chance(9600, 10000, 3.0, 28 / 31) == "unclear"
    assert chance(10000, 10000, 3.0, 28 / 31) == "unclear"
    assert chance(10001, 10000, 3.0, 28 / 31) == "up"
    assert chance(10400, 10000, 3.0, 31 / 28) == "unclear"
    assert chance(9600, 10000, 3.0) == "unclear"
    assert chance(9500, 10000, 3.0) == "down"
    # What is shown may be another difference than that of the alike counts.
    assert chance(40, 10, 3.0, step=30) == "up"
    assert chance(40, 10, 3.0, step=0) == "unclear"
    assert chance(10, 40, 3.0, step=5) == "unclear"


def test_a_theme_alike_more_and_in_all_fewer_is_unclear() -> None:
    rules = Rules(True, 3.0, EXPOSURE)  # type: ignore[arg-type]
    alike = compared("like_for_like", now_alike=40, before_alike=10)
    found = versus("month_before", 9, BEFORE, alike, rules)
    assert (found.step, found.verdict) == (-1, "unclear")
    assert versus("month_before", 11, BEFORE, alike, rules).verdict == "up"
    shorter = Rules(True, 3.0, {**EXPOSURE, "month_before": 28 / 31})  # type: ignore[dict-item]
    many = Number(10000, BEFORE.mart, BEFORE.key)
    day = compared(now_alike=9600, before_alike=10000)
    assert versus("month_before", 9600, many, day, shorter).verdict == "unclear"


def test_counts_are_near_within_a_tenth_a_day() -> None:
    assert is_near(110, 100) and is_near(90, 100)
    assert not is_near(111, 100) and not is_near(89, 100)
    assert not is_near(30, 15) and not is_near(5, 0) and not is_near(0, 0)
    assert is_near(280, 310, 28 / 31) and not is_near(280, 250, 28 / 31)
    # As many in all, though a tenth more a day.
    assert is_near(100, 100, 28 / 31)


def test_few_contacts_and_none_before_are_judged_exactly() -> None:
    # Of ten coins all fall on one side once in 1,024 times; 3 sigmas allow once in 741.
    assert chance(10, 0, 3.0) == "up"
    assert chance(9, 0, 3.0) == "unclear"
    assert chance(0, 10, 3.0) == "down"
    assert chance(0, 9, 3.0) == "unclear"
    assert chance(0, 0, 3.0) == "unclear"


@given(st.integers(0, 300), st.integers(0, 300), st.floats(0.5, 2.0))
def test_the_verdict_is_that_of_the_binomial_added_up_term_by_term(
    now: int, before: int, exposure: float
) -> None:
    share, total = exposure / (1 + exposure), now + before
    terms = [comb(total, k) * share**k * (1 - share) ** (total - k) for k in range(total + 1)]
    tail = 0.0013498980316
    expected = "unclear"
    if now > max(before, before * exposure) and fsum(terms[now:]) < tail:
        expected = "up"
    if now < min(before, before * exposure) and fsum(terms[: now + 1]) < tail:
        expected = "down"
    assert chance(now, before, 3.0, exposure) == expected


@given(st.integers(0, 300), st.integers(0, 300), st.floats(0.5, 2.0))
def test_at_the_ends_of_the_range_the_counts_would_be_a_one_in_forty_event(
    now: int, before: int, exposure: float
) -> None:
    low, high = ratio_range(now, before, exposure)
    if low is None:
        assert (now, before, high) == (0, 0, None)
        return
    total = now + before

    def at_least(count: int, ratio: float) -> float:
        share = ratio * exposure / (1 + ratio * exposure)
        return fsum(
            comb(total, k) * share**k * (1 - share) ** (total - k) for k in range(count, total + 1)
        )

    if now:
        assert at_least(now, low) == pytest.approx(0.025)
    if before:
        assert high is not None
        assert 1 - at_least(now + 1, high) == pytest.approx(0.025)
    assert (low == 0, high is None) == (now == 0, before == 0)


def compared(comparison: str = "as_counted", **values: float | None) -> Compared:
    return Compared(
        comparison,
        (),
        values.get("now_alike", 40),
        values.get("before_alike", 10),
        values.get("season_before"),
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
    assert (other.verdict, other.step, other.reason) == ("unknown", 30, "not_comparable")
    alike = versus("year_before", 40, BEFORE, compared("like_for_like", before_alike=39), rules)
    assert (alike.verdict, alike.reason) == ("unclear", "like_for_like")


def test_a_season_is_judged_by_the_days_that_the_business_calendar_aligns() -> None:
    rules = Rules(True, 3.0, EXPOSURE)  # type: ignore[arg-type]
    sure = versus("year_before", 40, BEFORE, compared(season_before=10), rules)
    assert sure.verdict == "up"
    # Surely more than the calendar month before, but not than the same season.
    likely = versus("year_before", 40, BEFORE, compared(season_before=25), rules)
    assert likely.verdict == "unclear"
    # Where part of it is counted otherwise, the alike counts judge.
    alike = compared("like_for_like", before_alike=10, season_before=39)
    assert versus("year_before", 40, BEFORE, alike, rules).verdict == "up"


def test_quotes_that_say_the_same_are_shown_once() -> None:
    said = ["荷物が届きません", "荷物が、届きません。", "配達員の態度が悪い", "請求が二重だ", "四"]
    quotes = [Quote("v", date(2024, 3, 1), None, None, None, text) for text in said]
    assert [quote.text for quote in differing(quotes, 3)] == [said[0], said[2], said[3]]
