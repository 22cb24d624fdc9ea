"""Levels, seasons and lists of coming seasons on counts with a planted truth."""

from datetime import date, timedelta
from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.data_files import config_folder
from pipelines.trends.backtest import Warned, has_come, is_deciding
from pipelines.trends.calendar import Calendar, parse_calendar
from pipelines.trends.foresee import outcomes
from pipelines.trends.level import usual_level
from pipelines.trends.outlook import Outlook, look_ahead
from pipelines.trends.season_carriers import Parts, lower_share
from pipelines.trends.season_labels import label_of
from pipelines.trends.season_lists import KEPT_DAYS, list_days
from pipelines.trends.season_profile import SeasonSettings
from pipelines.trends.season_weeks import season_weeks
from pipelines.trends.series import SeriesKey

FIRST, AS_OF = date(2023, 4, 1), date(2025, 7, 15)
DAYS = [FIRST + timedelta(days=number) for number in range((AS_OF - FIRST).days + 1)]
SETTINGS = SeasonSettings()


@cache
def calendar() -> Calendar:
    return parse_calendar((config_folder() / "calendar.toml").read_text("utf-8"))


def drawn(rate: float, rises: dict[tuple[date, date], float], seed: int = 1) -> np.ndarray:
    """Draw counts of one series at a rate a day, so many times more from a day to another."""
    factors = np.ones(len(DAYS))
    for (first, last), factor in rises.items():
        factors[(first - FIRST).days : (last - FIRST).days + 1] = factor
    return np.random.default_rng(seed).poisson(rate * factors).astype(float)


def obon(factor: float, years: tuple[int, ...] = (2023, 2024)) -> dict[tuple[date, date], float]:
    """Return rises on the ten business days after Obon of some years."""
    runs = calendar().season_runs("after_obon", FIRST, AS_OF)
    return {(first, last): factor for first, last in runs if first.year in years}


def seen(*series: np.ndarray) -> Outlook:
    # Other themes, so that days on which one theme rises are not taken for an outage.
    others = [drawn(2.0, {}, seed) for seed in range(10, 16)]
    return look_ahead(np.stack([*series, *others]), FIRST, calendar(), SETTINGS)


@pytest.mark.parametrize("factor", [4.0, 8.0])
def test_neither_a_long_season_nor_a_spike_moves_the_level(factor: float) -> None:
    summers = {(date(year, 6, 20), date(year, 9, 10)): factor for year in (2023, 2024)}
    spike = {(date(2025, 2, 3), date(2025, 2, 16)): 6.0}
    counts = np.stack([drawn(3.0, summers | spike), drawn(3.0, {}, 2), drawn(3.0, {}, 3)])
    level = usual_level(counts, calendar().day_kinds(FIRST, AS_OF))
    assert np.abs(level.rate[0] / 3.0 - 1).max() < 0.2
    assert level.newest[0] == pytest.approx(3.0, rel=0.2)
    summer = slice((date(2024, 6, 25) - FIRST).days, (date(2024, 9, 5) - FIRST).days)
    assert level.is_raised[0, summer].all()
    assert not level.is_raised[1].any()
    assert (level.dispersion < 1.5).all()


def test_a_step_is_a_new_level_and_no_season() -> None:
    counts = np.stack([drawn(2.0, {(date(2025, 1, 6), AS_OF): 3.0}), drawn(2.0, {}, 2)])
    level = usual_level(counts, calendar().day_kinds(FIRST, AS_OF))
    assert level.newest[0] == pytest.approx(6.0, rel=0.2)


def test_a_season_of_two_years_is_foretold_by_the_calendar_of_this_year() -> None:
    outlook = seen(drawn(3.0, obon(5.0)))
    [entry] = [one for one in outlook.entries if one.season.series == 0]
    assert outlook.day(entry.onset) == date(2025, 8, 18)
    assert calendar().add_business_days(outlook.day(entry.end), 0) == date(2025, 8, 29)
    assert outlook.day(entry.onset) <= outlook.day(entry.peak) <= outlook.day(entry.end)
    assert entry.season.factor == pytest.approx(5.0, rel=0.2)
    assert entry.season.count_years == 2
    days = entry.end - entry.onset + 1
    assert entry.low < 3.0 * 5.0 * days < entry.high
    assert entry.plain == pytest.approx(3.0 * days, rel=0.25)


def test_a_spike_of_one_of_two_years_is_no_season() -> None:
    outlook = seen(drawn(3.0, obon(6.0, (2024,))))
    assert [one for one in outlook.seasons if one.series == 0 and one.count_years > 1] == []
    assert [one for one in outlook.entries if one.season.series == 0] == []


def test_a_theme_that_is_over_is_not_foretold() -> None:
    counts = drawn(3.0, obon(5.0))
    counts[(date(2025, 1, 10) - FIRST).days :] = 0
    assert [one for one in seen(counts).entries if one.season.series == 0] == []


def test_what_comes_later_changes_nothing() -> None:
    counts = np.stack([drawn(3.0, obon(5.0)), drawn(2.0, {}, 2)])
    early = look_ahead(counts[:, :-30], FIRST, calendar(), SETTINGS)
    changed = counts.copy()
    changed[:, -30:] = 99
    again = look_ahead(changed[:, :-30], FIRST, calendar(), SETTINGS)
    shown = [
        [(one.onset, one.expected, one.low) for one in made.entries] for made in (early, again)
    ]
    assert shown[0] == shown[1]


def test_the_weeks_of_a_season_stand_out_in_the_profile() -> None:
    outlook = seen(drawn(3.0, obon(5.0)), drawn(3.0, {}, 2))
    weeks = season_weeks(outlook)
    assert weeks.first.weekday() == 0
    number = (date(2025, 8, 18) - weeks.first).days // 7
    assert weeks.is_season[0, number]
    assert weeks.low[0, number] > 2.5
    assert weeks.low[0, number] < weeks.factor[0, number] < weeks.high[0, number]
    assert weeks.years[0, number] == 2
    assert not weeks.is_season[1].any()


@pytest.mark.parametrize(("mean", "variance", "dispersion"), [(20, 0.0, 1.0), (200, 0.05, 1.5)])
def test_the_range_holds_what_it_says(mean: float, variance: float, dispersion: float) -> None:
    rng = np.random.default_rng(5)
    means = mean * np.exp(rng.normal(-variance / 2, np.sqrt(variance), 20_000))
    noise = dispersion - 1
    rates = rng.gamma(means / noise, noise) if noise else means
    counts = rng.poisson(rates)
    low, high = outcomes(mean, variance, dispersion, 0.8)
    assert 0.76 < np.mean((counts >= low) & (counts <= high)) < 0.88


@given(st.lists(st.integers(0, 400), min_size=1, max_size=5), st.integers(0, 6))
def test_lists_fall_on_the_same_days_whatever_the_nights(nights: list[int], start: int) -> None:
    first = date(2024, 1, 1) + timedelta(days=start)
    last = first + timedelta(days=max(nights))
    at_once = list_days(None, first, last)
    kept: list[date] = []
    for night in sorted(nights):
        as_of = first + timedelta(days=night)
        kept += list_days(kept[-1] if kept else None, first, as_of)
        oldest = as_of - timedelta(days=KEPT_DAYS - 1)
        kept = [day for day in kept if day.day == 1 or day >= oldest]
    assert kept == at_once


def warned(listed_on: date, onset_on: date, warn_by: date) -> Warned:
    return Warned(listed_on, "T0001", onset_on, onset_on + timedelta(days=11), warn_by)


def test_the_last_list_in_time_decides() -> None:
    july = warned(date(2025, 7, 1), date(2025, 8, 18), date(2025, 8, 1))
    august = warned(date(2025, 8, 1), date(2025, 8, 18), date(2025, 8, 1))
    assert [is_deciding(one, [july, august]) for one in (july, august)] == [False, True]
    # The next list says it begins sooner, when it is too late: the one before decides.
    moved = warned(date(2025, 8, 1), date(2025, 8, 15), date(2025, 7, 31))
    assert [is_deciding(one, [july, moved]) for one in (july, moved)] == [True, False]
    # The next list, still in time, no longer has it: it was withdrawn.
    assert not is_deciding(july, [july])


def test_half_a_rise_is_a_season_that_came() -> None:
    assert has_come(30, 20, SETTINGS)
    assert not has_come(24, 20, SETTINGS)
    assert not has_come(3, 1, SETTINGS)
    assert not has_come(0, 0, SETTINGS)


def test_seasons_are_called_by_the_calendar_where_they_can_be() -> None:
    assert label_of(calendar(), date(2025, 8, 18), date(2025, 8, 29)) == "お盆明け"
    assert label_of(calendar(), date(2026, 3, 3), date(2026, 4, 26)) == "新生活"
    assert label_of(calendar(), date(2025, 10, 1), date(2025, 10, 31)) == ""


def test_a_part_carries_a_season_when_it_is_surely_larger_than_usual() -> None:
    keys = [
        SeriesKey("", "segment", "シニア"),
        SeriesKey("", "segment", "学生"),
        SeriesKey("T0001", "segment", "シニア"),
        SeriesKey("T0001", "segment", "学生"),
    ]
    counts = np.array([[60, 60], [40, 40], [8, 9], [2, 1]], dtype=np.int32)
    carriers = Parts(keys).carriers(counts, "T0001", np.array([0, 1]))
    assert carriers["segment"] is not None
    assert carriers["segment"].value == "シニア"
    assert carriers["segment"].share == pytest.approx(17 / 20)
    assert carriers["product"] is None
    # As many as everywhere: large, but typical of nothing.
    counts[2:] = [[6, 6], [4, 4]]
    assert Parts(keys).carriers(counts, "T0001", np.array([0, 1]))["segment"] is None


def test_the_lower_bound_of_a_share_is_wilsons() -> None:
    # 8 of 10 with z = 1.2816, computed by hand from Wilson's formula.
    assert lower_share(8, 10) == pytest.approx(0.6016, abs=5e-4)
    assert lower_share(0, 10) == 0.0


@pytest.mark.parametrize("first", [(12, 10), (2, 16), (7, 5)])
def test_a_season_of_fixed_dates_begins_on_its_date(first: tuple[int, int]) -> None:
    """The same weekday would lie up to three days off; the leap day of 2024 moves nothing."""
    as_of = {12: date(2025, 11, 1), 2: date(2026, 1, 1), 7: date(2026, 6, 1)}[first[0]]
    begins = [date(year, *first) for year in range(2023, 2027)]
    days = [FIRST + timedelta(days=number) for number in range((as_of - FIRST).days + 1)]
    rates = np.full(len(days), 8.0)
    for number, day in enumerate(days):
        if any(begin <= day < begin + timedelta(days=21) for begin in begins):
            rates[number] = 40.0
    rng = np.random.default_rng(4)
    counts = np.stack([rng.poisson(rates), *(rng.poisson(2.0, len(days)) for _ in range(6))])
    outlook = look_ahead(counts.astype(float), FIRST, calendar(), SETTINGS)
    [entry] = [one for one in outlook.entries if one.season.series == 0]
    onset = outlook.day(entry.onset)
    assert onset == next(begin for begin in begins if begin > as_of)
    assert (outlook.day(entry.end) - onset).days == 20
    assert entry.season.is_by_date


def test_after_obon_begins_on_the_business_day_not_the_date() -> None:
    # August 17 in 2023, 19 in 2024: the 18th in 2025.
    [entry] = [one for one in seen(drawn(8.0, obon(5.0))).entries if one.season.series == 0]
    assert not entry.season.is_by_date


def test_no_earlier_day_is_counted_twice() -> None:
    counts = drawn(3.0, {})
    outlook = seen(counts)
    for years in (outlook.past.by_calendar, outlook.past.by_date):
        # The year that is looked at has the last whole year of the record, each day once.
        begin, end = years.stretch(0, 0, 74)
        assert years.heard[0, 0, :75].sum() == counts[begin : end + 1].sum()
        assert (np.diff(years.ends, axis=1) >= 0).all()
