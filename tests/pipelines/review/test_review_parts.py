"""The pure parts of the review: numbers, charts, quotes and colours."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.review.charts import Axis, bar_chart, nice_top, share_chart
from pipelines.review.facts import Quote, earlier
from pipelines.review.figures import count_change, percent, share_change, shares_rank
from pipelines.review.look import Look, read_look
from pipelines.review.quotes import differing
from tests.pipelines.review.small_home import CONFIG

YEAR = tuple(date(2023, month, 1) for month in range(1, 13))


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.integers(0, 200))
def test_earlier_counts_calendar_months(day: date, months: int) -> None:
    month = day.replace(day=1)
    then = earlier(month, months)
    assert then.day == 1
    assert (month.year - then.year) * 12 + month.month - then.month == months


def test_changes_are_written_with_sign_base_and_percent_only_on_a_large_base() -> None:
    change = count_change(1150, 1000, 20, 3.0)
    assert change and (change.difference, change.percent, change.before) == (
        "+150", "+15.0%", "1,000",
    )  # fmt: skip
    small = count_change(2, 4, 20, 3.0)
    assert small and (small.difference, small.percent) == ("−2", "")
    same = count_change(30, 30, 20, 3.0)
    assert same and (same.difference, same.percent) == ("±0", "±0.0%")
    assert count_change(3, None, 20, 3.0) is None
    points = share_change(0.5, 0.4, "pt")
    assert points and points.difference == "+10.0pt"


def test_a_change_is_notable_beyond_three_sigmas_only() -> None:
    # sqrt(100 + 56) = 12.49: 3 sigmas are 37.5, and the step is 44; from 70 it is 30 of 39.
    large, ordinary = count_change(100, 56, 20, 3.0), count_change(100, 70, 20, 3.0)
    assert large and large.is_notable
    assert ordinary and not ordinary.is_notable


def test_percent_and_ranks() -> None:
    assert (percent(0.0971), percent(None), percent(1.0)) == ("9.7%", "–", "100.0%")
    assert shares_rank([9, 7, 7, 3]) == [1, 2, 2, 4]


@given(st.integers(1, 10**9))
def test_the_top_of_a_scale_holds_the_largest_and_halves_evenly(largest: int) -> None:
    top = nice_top(largest)
    assert largest <= top <= max(2, 2 * largest) and top % 2 == 0


def test_bars_tell_the_month_the_same_month_before_and_the_rest() -> None:
    months = (*YEAR, date(2024, 1, 1))
    chart = bar_chart(Axis(months), [4, 0, *[8] * 10, 2], "alt")
    assert [bar.kind for bar in chart.bars] == ["same_month", *["other"] * 10, "now"]
    assert (chart.bars[0].y, chart.bars[0].height) == (50.0, 50.0)
    assert chart.bars[0].x == 0.13 and chart.bars[-1].x == 12.13
    unfinished = bar_chart(Axis(months, False), [1] * 13, "alt")
    assert unfinished.bars[-1].kind == "unfinished"


def test_a_short_history_stands_at_the_right() -> None:
    chart = bar_chart(Axis((date(2024, 3, 1),)), [5], "alt")
    assert chart.slots == 12 and chart.bars[0].x == 11.13
    assert [(year.percent, year.text) for year in chart.years] == [(91.67, "2024")]


def test_a_share_line_breaks_where_there_is_no_voice_and_marks_changes() -> None:
    axis = Axis(YEAR, marked=frozenset({date(2023, 3, 1)}))
    chart = share_chart(axis, [0.1, 0.2, None, 0.05, *[None] * 8], "alt")
    assert chart.lines == ("0.5,50 1.5,0", "3.5,75 3.5,75")
    assert [level.text for level in chart.levels] == ["10%", "20%"]
    assert chart.markers == (2.0,)


def test_quotes_that_say_the_same_are_shown_once() -> None:
    said = ["荷物が届きません", "荷物が、届きません。", "配達員の態度が悪い", "請求が二重だ", "四"]
    quotes = [Quote(date(2024, 3, 1), None, None, text) for text in said]
    assert [quote.text for quote in differing(quotes, 3)] == [said[0], said[2], said[3]]


@pytest.fixture(scope="module")
def look() -> Look:
    return read_look((CONFIG,))


def luminance(colour: str) -> float:
    """Return the relative luminance of WCAG 2.2."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of WCAG 2.2."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_text_and_bars_keep_their_contrast(look: Look) -> None:
    colours = look.colours
    for text in (colours.ink, colours.muted, colours.accent, colours.warning):
        assert min(contrast(text, colours.paper), contrast(text, colours.wash)) >= 4.5
    assert contrast(colours.bar, colours.paper) >= 3.0


def test_bars_differ_in_lightness_alone(look: Look) -> None:
    colours = look.colours
    assert contrast(colours.bar, colours.bar_same_month) >= 1.5
    assert contrast(colours.bar_same_month, colours.bar_now) >= 1.8
