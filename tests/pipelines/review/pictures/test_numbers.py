"""What a picture says is what it was given."""

import re
from dataclasses import replace
from datetime import date
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from pipelines.review.pictures.coming import Coming, coming
from pipelines.review.pictures.effects import change_text
from pipelines.review.pictures.pen import luminance, mixed
from pipelines.review.pictures.periods import Mark
from pipelines.review.pictures.trend import Trend, trend
from pipelines.review.pictures.waterfall import Step, Waterfall
from tests.pipelines.review.pictures.drawn import PEN, WORDS, svg, words
from tests.pipelines.review.pictures.samples import (
    ENTRY,
    LATE,
    MARKS,
    PICTURES,
    SEASONS,
    WAVES,
    months,
)


@given(st.integers(0, 9999), st.integers(0, 9999), st.lists(st.integers(-99, 99), min_size=1))
def test_a_waterfall_adds_up_exactly(before: int, now: int, changes: list[int]) -> None:
    steps = tuple(Step(f"テーマ{place}", change) for place, change in enumerate(changes))
    told = Waterfall(before, now, "前月", "今月", steps)
    assert before + sum(changes) + told.rest == now


def test_a_waterfall_writes_both_months_every_step_and_the_rest() -> None:
    found = words(svg(PICTURES["waterfall"](PEN, 720)))
    assert {"604件", "822件", "+27", "+22", "−9", "−5", "+183"} <= set(found)
    assert WORDS("picture.rest") in found


def test_a_trend_writes_this_month_its_peak_and_the_same_month_before() -> None:
    found = words(svg(trend(Trend(months(WAVES), SEASONS), PEN)))
    assert {"35件", "121", "30", "31", "2024年", "2025年", "新生活"} <= set(found)


def test_a_trend_writes_this_month_beside_a_mark_in_it() -> None:
    shown = months(WAVES)
    for day in (1, 9, 20, 28):
        mark = Mark(shown[-1].month.replace(day=day), "試算できるページ", "measure")
        assert "35件" in words(svg(trend(Trend(shown, SEASONS, (mark,)), PEN)))


def test_a_trend_draws_an_unfinished_month_hollow_and_says_so() -> None:
    found = svg(trend(Trend(months([5, 9], is_complete=False)), PEN))
    assert WORDS("picture.unfinished", count="9") in words(found)
    assert f'fill="{PEN.colours.paper}" stroke="{PEN.colours.bar_now}"' in found


def test_marks_of_a_trend_differ_by_line_not_by_colour() -> None:
    found = svg(trend(Trend(months(WAVES), (), MARKS), PEN))
    dashes = set(re.findall(r'stroke-dasharray="([^"]*)"', found))
    assert {"1,3", "4,3"} <= dashes
    assert "自動音声案内の導入" in found


def test_what_is_coming_is_told_with_its_range_and_the_day_to_warn() -> None:
    found = words(svg(coming(Coming(date(2026, 4, 1), date(2026, 9, 30), (ENTRY, LATE)), PEN)))
    assert {
        "12〜36件",
        "6,100〜10,200件",
        "4/15までに案内",
        "4/29〜6/16（山 5/15）",
        "4/1 時点",
    } <= set(found)
    assert WORDS("picture.warn_late", month=3, day=25) in found


def test_every_season_is_told_with_its_days_however_late_it_comes() -> None:
    for width in (340, 720):
        found = words(svg(PICTURES["coming"](PEN, width)))
        assert sum("（山 " in one for one in found) == 3


def test_a_warning_on_its_last_day_is_still_in_time() -> None:
    today = replace(ENTRY, warn_by=date(2026, 4, 1))
    found = words(svg(coming(Coming(date(2026, 4, 1), date(2026, 9, 30), (today,)), PEN)))
    assert WORDS("picture.warn", month=4, day=1) in found


def test_effects_are_written_with_their_sign() -> None:
    assert [change_text(one) for one in (-0.27, 0.0, 0.001, 1.25)] == [
        "−27%",
        "±0%",
        "±0%",
        "+125%",
    ]


def test_bars_that_mean_different_things_differ_in_grey() -> None:
    colours = PEN.colours
    kinds = [colours.paper, colours.bar, colours.bar_same_month, colours.bar_now]
    greys = sorted(luminance(one) for one in kinds)
    assert all((b + 0.05) / (a + 0.05) >= 1.5 for a, b in pairwise(greys))


def test_weeks_are_darker_the_more_they_count() -> None:
    colours = PEN.colours
    shades = [luminance(mixed(colours.wash, colours.bar_now, part / 10)) for part in range(11)]
    assert shades == sorted(shades, reverse=True)


def test_a_theme_nobody_acted_on_is_told_from_one_with_an_old_measure() -> None:
    found = words(svg(PICTURES["ignored"](PEN, 720)))
    assert {"対策なし 29か月", "前の対策から 9か月", "お客様 1,408人・報告 13回"} <= set(found)


def test_themes_before_and_after_are_told_with_their_voices() -> None:
    found = words(svg(PICTURES["lineage"](PEN, 720)))
    assert {"219件", "159件", "60件", "7件", "5件", "2件"} <= set(found)


def test_a_share_is_written_in_percent_and_the_busiest_week_as_a_count() -> None:
    assert "17.5%" in words(svg(PICTURES["shares"](PEN, 340)))
    assert words(svg(PICTURES["heat"](PEN, 720))).count(WORDS("picture.heat_peak", count=10)) == 4


def test_an_effect_is_written_with_its_range_and_verdict() -> None:
    found = words(svg(PICTURES["effects"](PEN, 720)))
    assert {"効いた", "−42%（幅 −55%〜−25%）", "はっきりしない", "まだ言えない"} <= set(found)


def test_what_rises_is_full_and_what_falls_is_hollow() -> None:
    found = svg(PICTURES["waterfall_of_nothing_left"](PEN, 720))
    colours = PEN.colours
    assert f'fill="{colours.warning}" stroke="{colours.warning}"' in found
    assert f'fill="{colours.paper}" stroke="{colours.accent}"' in found
