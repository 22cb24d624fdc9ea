"""Days on which a source was silent or came twice."""

import numpy as np
import pytest

from pipelines.trends.outages import Outage, OutageSettings, is_broad, outages, usual_counts

SETTINGS = OutageSettings()
WEEKS = 20
KINDS = np.tile(np.arange(7), WEEKS)
# Twenty contacts on working days, none at the weekend.
STEADY = np.tile([20, 20, 20, 20, 20, 0, 0], WEEKS)


def changed(days: slice, values: object) -> np.ndarray:
    counts = STEADY.copy()
    counts[days] = values
    return counts


def test_weekends_are_no_silence() -> None:
    assert outages(STEADY, KINDS, SETTINGS) == []


def test_one_silent_working_day() -> None:
    day = 7 * 10 + 2
    assert outages(changed(slice(day, day + 1), 0), KINDS, SETTINGS) == [
        Outage("silent", day, day, 0, 20.0)
    ]


def test_a_silence_over_a_weekend_is_one_and_begins_on_a_working_day() -> None:
    thursday = 7 * 10 + 3
    found = outages(changed(slice(thursday, thursday + 5), 0), KINDS, SETTINGS)
    assert found == [Outage("silent", thursday, thursday + 4, 0, 60.0)]


def test_a_small_source_is_silent_only_after_enough_was_due() -> None:
    counts = np.tile([3, 3, 3, 3, 3, 0, 0], WEEKS)
    counts[70:73] = 0
    assert outages(counts, KINDS, SETTINGS) == []
    counts[70:75] = 0
    assert outages(counts, KINDS, SETTINGS) == [Outage("silent", 70, 74, 0, 15.0)]


def test_a_file_that_came_twice() -> None:
    found = outages(changed(slice(70, 75), 40), KINDS, SETTINGS)
    assert found == [Outage("doubled", 70, 74, 200, 100.0)]


def test_chance_doubles_no_small_source() -> None:
    counts = np.random.default_rng(4).poisson(np.tile([4.0, 4, 4, 4, 4, 1, 1], 150))
    assert outages(counts, np.tile(np.arange(7), 150), SETTINGS) == []


@pytest.mark.parametrize("seed", range(5))
def test_three_years_of_a_lively_source_raise_nothing(seed: int) -> None:
    rng = np.random.default_rng(seed)
    mean = np.tile([30.0, 25, 25, 25, 25, 12, 8], 156) * np.linspace(1, 2, 7 * 156)
    counts = rng.poisson(mean * rng.gamma(30, 1 / 30, len(mean)))
    assert outages(counts, np.tile(np.arange(7), 156), SETTINGS) == []


def test_a_source_that_ended_is_silent_until_that_is_usual() -> None:
    [found] = outages(changed(slice(70, None), 0), KINDS, SETTINGS)
    assert (found.kind, found.first) == ("silent", 70)
    assert found.last < 70 + 7 * 6


def test_later_days_change_nothing_about_earlier_ones() -> None:
    counts = changed(slice(70, 75), 0)
    whole = outages(counts, KINDS, SETTINGS)
    assert outages(counts[:90], KINDS[:90], SETTINGS) == whole


def test_the_usual_is_a_median_of_days_of_the_kind_before() -> None:
    counts = np.array([1, 9, 3, 9, 5, 9, 7, 9, 100, 9])
    kinds = np.tile([0, 1], 5)
    usual = usual_counts(counts, kinds, OutageSettings(days_back=4, least_days_back=4))
    assert np.isnan(usual[:8]).all()
    assert usual[8:].tolist() == [4.0, 9.0]


def test_one_theme_that_explodes_is_no_outage() -> None:
    before = np.array([50.0, 10.0, 10.0, 10.0])
    assert is_broad(np.array([100, 20, 20, 20]), before, SETTINGS)
    assert not is_broad(np.array([50, 90, 10, 10]), before, SETTINGS)
    assert not is_broad(np.array([200]), np.array([100.0]), SETTINGS)
