"""Expectations: exact on plain series, seasons by calendar, no look at days to come."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from pipelines.trends.day_factors import broad_factors, pooled_kind_factors
from pipelines.trends.expect import (
    Days,
    ExpectSettings,
    expected_of,
    level_of,
    profile_of,
)
from pipelines.trends.scan import discoveries, upper_tail
from pipelines.trends.windows import running_sums, sums_around, trailing_sums, whole_year_sums

SETTINGS = ExpectSettings()
YEARS = 3
COUNT = 365 * YEARS


def plain_days(count: int = COUNT + 60) -> Days:
    """Days without weekdays, each year like the last one 365 days before."""
    number = np.arange(count)
    same = np.stack([number - 365 * years for years in (1, 2, 3)])
    return Days(date(2022, 1, 1), np.zeros(count, dtype=np.int64), same)


def seasonal_counts(factor: float = 5.0, years: tuple[int, ...] = (0, 1, 2)) -> np.ndarray:
    """One theme at 4 a day, five times that on days 100 to 120 of the given years."""
    counts = np.full((1, COUNT), 4.0)
    for year in years:
        counts[0, year * 365 + 100 : year * 365 + 121] *= factor
    return counts


def test_a_steady_series_is_expected_to_go_on() -> None:
    counts = np.full((3, COUNT), [[1.0], [4.0], [20.0]])
    profile = profile_of(counts, plain_days(), COUNT - 1, SETTINGS)
    level = level_of(counts, profile, COUNT - 1, SETTINGS)
    ahead = expected_of(level, profile, COUNT, COUNT + 6)
    assert ahead == pytest.approx(np.repeat([[1.0], [4.0], [20.0]], 7, axis=1), rel=0.02)


def test_a_season_of_two_years_is_expected_on_its_days_only() -> None:
    counts, until = seasonal_counts(years=(0, 1)), 2 * 365 + 60
    profile = profile_of(counts, plain_days(), until, SETTINGS)
    level = level_of(counts, profile, until, SETTINGS)
    season = expected_of(level, profile, 2 * 365 + 103, 2 * 365 + 117)
    outside = expected_of(level, profile, until + 1, until + 20)
    assert season.mean() == pytest.approx(20.0, rel=0.2)
    assert outside.mean() == pytest.approx(4.0, rel=0.1)
    assert (profile.seasons.years[0, until : until + 200] == 2).all()


def test_days_after_the_last_known_one_are_not_read() -> None:
    rng = np.random.default_rng(5)
    counts = rng.poisson(3.0, (6, COUNT)).astype(float)
    changed = counts.copy()
    changed[:, 701:] = 1000.0
    one, other = (profile_of(c, plain_days(), 700, SETTINGS) for c in (counts, changed))
    np.testing.assert_array_equal(one.weights, other.weights)
    np.testing.assert_array_equal(one.seasons.factor, other.seasons.factor)
    np.testing.assert_array_equal(one.spread.by_width, other.spread.by_width)
    levels = [level_of(c, one, 700, SETTINGS).seasonal for c in (counts, changed)]
    np.testing.assert_array_equal(*levels)


def test_a_part_that_tells_little_has_the_season_of_its_theme() -> None:
    theme = seasonal_counts(years=(0, 1))[0]
    part = np.zeros(COUNT)
    part[::50] = 1.0
    counts, until = np.stack([theme, part]), 2 * 365 + 60
    profile = profile_of(counts, plain_days(), until, SETTINGS, np.array([-1, 0]))
    assert profile.seasons.factor[1, 2 * 365 + 110] > 2.0


def test_a_silent_day_weighs_nothing_and_a_doubled_one_double() -> None:
    counts = np.full((12, COUNT), 5.0)
    counts[:, 600], counts[:, 640] = 0.0, 10.0
    profile = profile_of(counts, plain_days(), COUNT - 1, SETTINGS)
    assert profile.weights[0, 600] == pytest.approx(0.0, abs=0.05)
    assert profile.weights[0, 640] == pytest.approx(2.0, rel=0.1)
    assert profile.weights[0, 620] == pytest.approx(1.0, rel=0.02)


def test_one_theme_that_explodes_is_no_outage() -> None:
    counts = np.full((12, 60), 5.0)
    usual = counts.copy()
    counts[3, 40] = 500.0
    assert (broad_factors(counts, usual, 1.45) == 1.0).all()


def test_kinds_of_days_come_out() -> None:
    kinds = np.arange(700) % 7
    factor = pooled_kind_factors(np.where(kinds == 6, 20.0, 100.0), kinds, 60.0)
    assert factor[6] / factor[0] == pytest.approx(0.2, rel=0.05)


@given(
    st.integers(0, 60), st.floats(0.05, 50.0), st.floats(0.001, 1.5)
)  # fmt: skip
def test_the_tail_is_that_of_a_negative_binomial(heard: int, mean: float, variance: float) -> None:
    size = 1.0 / variance
    truth = stats.nbinom.sf(heard - 1, size, size / (size + mean))
    [tail] = upper_tail(np.array([float(heard)]), np.array([mean]), np.array([variance]))
    assert tail == pytest.approx(truth, rel=1e-6, abs=1e-12)


@given(st.lists(st.floats(0.0, 1.0), max_size=30), st.sampled_from([0.01, 0.05, 0.3]))
def test_discoveries_are_those_of_benjamini_and_hochberg(
    chances: list[float], share: float
) -> None:
    ordered = sorted(chances)
    last = max(
        (place for place, p in enumerate(ordered, 1) if p <= share * place / len(ordered)),
        default=0,
    )
    believed = discoveries(np.array(chances), share)
    assert believed.sum() == last
    assert sorted(np.array(chances)[believed]) == ordered[:last]


@given(st.lists(st.integers(0, 9), min_size=1, max_size=40), st.integers(0, 5))
def test_sums_of_windows_are_those_of_a_loop(values: list[int], reach: int) -> None:
    series, count = np.array([values], dtype=float), len(values)
    around = [sum(values[max(0, i - reach) : i + reach + 1]) for i in range(count)]
    trailing = [sum(values[max(0, i - reach) : i + 1]) for i in range(count)]
    assert sums_around(series, reach)[0].tolist() == around
    assert trailing_sums(series, reach + 1)[0].tolist() == trailing
    assert running_sums(series)[0].tolist() == [sum(values[:i]) for i in range(count + 1)]
    assert set(whole_year_sums(series)[0].tolist()) == {float(sum(values))}
