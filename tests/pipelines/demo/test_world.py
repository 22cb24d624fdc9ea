"""The planted seasons, events and profiles are there, in the numbers."""

from collections import Counter
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest

from pipelines.demo.corpus import read_corpus
from pipelines.demo.holidays import is_public_holiday, quietness
from pipelines.demo.ledger import Slot
from pipelines.demo.plan import DemoPlan
from pipelines.demo.schedule import plan_slots
from pipelines.demo.world import BASE_VOLUME, SEASONS, planted_events

CORPUS = Path(__file__).parents[3] / "corpus" / "retail_telecom"
PLAN = DemoPlan()


@cache
def slots() -> tuple[Slot, ...]:
    return tuple(plan_slots(PLAN, read_corpus(CORPUS), 420))


def days_of(theme_id: str) -> Counter[date]:
    return Counter(s.received_at.date() for s in slots() if theme_id in s.theme_ids)


def per_day(theme_id: str, first: date, last: date) -> float:
    days = days_of(theme_id)
    span = (last - first).days + 1
    return sum(days[first + timedelta(days=i)] for i in range(span)) / span


def event(kind: str) -> tuple[str, date, date]:
    found = next(e for e in planted_events(PLAN) if e.kind == kind)
    return found.theme_id, found.first_day, found.last_day


def test_every_theme_of_the_corpus_has_a_volume_and_contacts() -> None:
    themes = {theme.theme_id for theme in read_corpus(CORPUS).themes}
    assert set(BASE_VOLUME) == themes
    assert {t for s in slots() for t in s.theme_ids} == themes


def test_the_period_is_thirty_calendar_months() -> None:
    assert (PLAN.first_day, PLAN.last_day) == (date(2023, 10, 1), date(2026, 3, 31))
    assert DemoPlan(months=1).first_day == date(2026, 3, 1)


def test_spike_is_at_least_three_times_for_two_weeks() -> None:
    theme_id, first, last = event("spike")
    assert (last - first).days == 13
    before = per_day(theme_id, first - timedelta(days=90), first - timedelta(days=1))
    assert per_day(theme_id, first, last) >= 3 * before


def test_no_contact_before_birth_and_none_after_the_measure_has_worked() -> None:
    theme_id, birth, last = event("birth")
    assert min(days_of(theme_id)) >= birth
    assert per_day(theme_id, birth, last) > 0.3
    theme_id, _, gone = event("death")
    assert max(days_of(theme_id)) <= gone


@pytest.mark.parametrize("theme_id", ["mobile_slow", "subscription_unaware"])
def test_slow_growers_at_least_double_from_first_to_last_year(theme_id: str) -> None:
    year = timedelta(days=364)
    early = per_day(theme_id, PLAN.first_day, PLAN.first_day + year)
    assert per_day(theme_id, PLAN.last_day - year, PLAN.last_day) > 1.6 * early


def test_after_obon_and_spring_rise_every_year() -> None:
    for year in (2024, 2025):
        for theme_id in ("payment_reflection_delay", "service_stop_nonpayment"):
            august = per_day(theme_id, date(year, 8, 17), date(year, 8, 31))
            assert august > 2.5 * per_day(theme_id, date(year, 6, 1), date(year, 7, 31))
        spring = per_day("hikari_install_wait", date(year, 3, 10), date(year, 5, 10))
        assert spring > 3 * per_day("hikari_install_wait", date(year, 6, 1), date(year, 9, 30))


def test_seasons_name_themes_of_the_corpus() -> None:
    assert {season.theme_id for season in SEASONS} <= set(BASE_VOLUME)


def test_shares_of_channels_and_of_contacts_without_theme() -> None:
    channels = Counter(s.channel for s in slots())
    assert abs(channels["call"] / PLAN.contacts - 0.60) < 0.02
    assert abs(channels["chat"] / PLAN.contacts - 0.15) < 0.02
    assert 0.25 <= sum(not s.theme_ids for s in slots()) / PLAN.contacts <= 0.30


def test_segments_differ_by_theme() -> None:
    def share(theme_id: str, segment: str) -> float:
        own = [s.segment for s in slots() if theme_id in s.theme_ids[:1]]
        return own.count(segment) / len(own)

    assert share("ivr_confusing", "シニア") > 2 * share("mobile_slow", "シニア")
    assert share("bill_unclear", "法人") > 2 * share("image_gap", "法人")


@pytest.mark.parametrize(
    "day", [date(2024, 1, 8), date(2024, 2, 12), date(2024, 3, 20), date(2025, 11, 24),
            date(2025, 9, 23), date(2024, 5, 6)],
)  # fmt: skip
def test_public_holidays_by_rule(day: date) -> None:
    assert is_public_holiday(day)


def test_obon_and_year_end_are_quiet_and_workdays_are_not() -> None:
    assert quietness(date(2025, 1, 1)) < quietness(date(2025, 8, 14)) < 1.0
    assert quietness(date(2025, 6, 18)) == 1.0
    assert not is_public_holiday(date(2025, 8, 14))
