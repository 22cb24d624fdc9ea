"""Voices of the gravest kind: the first after a quiet spell and crowds, not every one."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pipelines.trends.alert_settings import AlertSettings
from pipelines.trends.alerts import Episode
from pipelines.trends.grave import grave_today

SETTINGS = AlertSettings()


def told_days(counts: np.ndarray) -> list[int]:
    """Return the days on which something is told, one day after the other."""
    days, episode = [], None
    for day in range(len(counts)):
        found = grave_today(counts, day, episode, SETTINGS)
        if found:
            days.append(day)
            episode = Episode(found.since, day, day)
    return days


def test_the_first_voice_in_two_months_is_told_and_those_soon_after_it_are_not() -> None:
    counts = np.zeros(400, dtype=np.int32)
    counts[[10, 40, 90, 151]] = 1
    assert told_days(counts) == [10, 151]


def test_several_in_a_few_days_are_told_though_one_was_told_just_before() -> None:
    counts = np.zeros(200, dtype=np.int32)
    counts[100], counts[102] = 1, 3
    assert told_days(counts) == [100, 102]


def test_what_goes_on_as_it_was_told_is_not_told_every_day() -> None:
    counts = np.zeros(400, dtype=np.int32)
    counts[300:314] = 4
    told = told_days(counts)
    assert told[0] == 300
    assert len(told) <= 2


def test_a_category_heard_of_every_day_is_told_when_it_doubles_only() -> None:
    rng = np.random.default_rng(5)
    counts = rng.poisson(2.0, 600).astype(np.int32)
    counts[500:503] += 7
    told = told_days(counts)
    assert any(500 <= day <= 502 for day in told)
    assert len([day for day in told if 200 <= day < 500]) <= 10


def test_nothing_of_later_days_is_read() -> None:
    counts = np.zeros(300, dtype=np.int32)
    counts[[20, 100, 101]] = 1
    later = counts.copy()
    later[102:] = 9
    for day in (20, 100, 101):
        assert grave_today(counts, day, None, SETTINGS) == grave_today(later, day, None, SETTINGS)


@given(
    st.lists(st.integers(0, 399), max_size=20),
    st.integers(70, 390),
)
def test_five_of_a_rare_category_in_one_day_are_never_missed(days: list[int], burst: int) -> None:
    counts = np.zeros(400, dtype=np.int32)
    for day in days:
        counts[day] += 1
    is_rare = counts[max(0, burst - 365) : burst].sum() <= 6
    near = counts[burst - 21 : burst].sum()
    counts[burst] += 5
    if is_rare and near <= 1:
        assert burst in told_days(counts)
