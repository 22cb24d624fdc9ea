"""What happens in the demo's world: base volumes, seasons, planted events, intensity per day."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

import numpy as np

from pipelines.demo.holidays import quietness
from pipelines.demo.plan import DemoPlan

BASE_VOLUME: dict[str, float] = {
    "payment_reflection_delay": 1.0,
    "service_stop_nonpayment": 0.7,
    "double_charge": 0.75,
    "unknown_charge": 1.1,
    "bill_unclear": 0.9,
    "refund_delay": 0.8,
    "delivery_delay": 1.7,
    "time_slot_missed": 1.0,
    "drop_off_lost": 0.9,
    "box_damage": 1.1,
    "wrong_missing_item": 1.5,
    "chilled_spoilage": 0.6,
    "image_gap": 1.3,
    "early_breakdown": 1.0,
    "store_wait": 0.8,
    "cancel_line_busy": 0.9,
    "cancel_fee": 1.0,
    "billed_after_cancel": 0.7,
    "subscription_unaware": 0.75,
    "skip_not_applied": 0.9,
    "hikari_install_wait": 0.6,
    "operator_attitude": 1.4,
    "transferred_around": 0.9,
    "callback_missing": 1.2,
    "ivr_confusing": 1.3,
    "login_auth_failure": 1.3,
    "app_slow_crash": 0.9,
    "point_expiry": 0.8,
    "mobile_slow": 0.7,
    "hikari_outage": 0.8,
}


class Season(NamedTuple):
    """A rise that returns every year between two MM-DD days, `factor` times the base."""

    theme_id: str
    anchor: str
    first: str
    last: str
    factor: float


SEASONS: tuple[Season, ...] = (
    Season("payment_reflection_delay", "after_obon", "08-17", "08-31", 7.0),
    Season("payment_reflection_delay", "after_new_year", "01-05", "01-16", 4.5),
    Season("payment_reflection_delay", "after_golden_week", "05-07", "05-16", 3.0),
    Season("service_stop_nonpayment", "after_obon", "08-16", "09-02", 7.0),
    Season("service_stop_nonpayment", "after_new_year", "01-05", "01-18", 4.5),
    Season("delivery_delay", "midyear_gifts", "07-05", "07-25", 2.2),
    Season("delivery_delay", "black_friday", "11-24", "12-05", 2.5),
    Season("delivery_delay", "yearend_gifts", "12-10", "12-31", 6.0),
    Season("refund_delay", "after_yearend_gifts", "01-10", "02-15", 4.5),
    Season("hikari_install_wait", "spring_moving", "03-10", "05-10", 7.0),
    Season("cancel_line_busy", "spring_moving", "03-08", "04-15", 5.0),
    Season("cancel_fee", "spring_moving", "03-08", "04-20", 4.0),
    Season("store_wait", "spring_moving", "03-12", "04-12", 5.0),
    Season("billed_after_cancel", "after_spring_moving", "04-20", "05-31", 4.0),
    Season("unknown_charge", "after_spring_moving", "04-20", "05-25", 2.5),
    Season("login_auth_failure", "spring_moving", "03-20", "04-20", 2.0),
    Season("bill_unclear", "tax_return", "02-20", "03-20", 2.0),
    Season("bill_unclear", "half_year_close", "10-01", "10-31", 2.5),
    Season("chilled_spoilage", "summer_heat", "06-20", "09-15", 8.0),
    Season("early_breakdown", "summer_heat", "06-15", "08-31", 4.0),
    Season("hikari_outage", "typhoon", "08-20", "09-30", 4.0),
    Season("skip_not_applied", "obon", "08-08", "08-24", 3.0),
    Season("skip_not_applied", "year_end", "12-20", "01-08", 3.0),
    Season("app_slow_crash", "black_friday", "11-20", "12-01", 6.0),
    Season("point_expiry", "year_end", "12-20", "01-05", 3.0),
    Season("point_expiry", "fiscal_year_end", "02-15", "03-05", 3.0),
)


class Event(NamedTuple):
    """Something planted once: growth, spike, birth or death of a theme, first to last day."""

    kind: str
    theme_id: str
    first_day: date
    last_day: date
    factor: float
    story_ja: str


def planted_events(plan: DemoPlan) -> tuple[Event, ...]:
    """The five events of a plan, placed at fixed parts of its period.

    With the default plan: spike 2025-06, birth 2025-02-01, measure 2025-04-01.
    """
    first, last = plan.first_day, plan.last_day
    spike = _monday(_at(plan, 0.675))
    measure = max(first, _at(plan, 0.62).replace(day=1))
    birth = max(first, _at(plan, 0.55).replace(day=1))
    return (
        Event("growth", "mobile_slow", first, last, 4.5, "加入者の増加に設備が追いつかない"),
        Event("growth", "subscription_unaware", first, last, 3.5, "SNS広告からの申込が増えた"),
        Event("spike", "double_charge", spike, spike + timedelta(days=13), 8.0, "決済の障害"),
        Event("birth", "ivr_confusing", birth, last, 1.0, "新しい自動音声案内を導入した"),
        Event(
            "death",
            "time_slot_missed",
            measure,
            measure + timedelta(days=27),
            0.0,
            "対策: 配送会社と時間帯枠の運用を変更した",
        ),
    )


def theme_intensity(theme_ids: Sequence[str], plan: DemoPlan) -> np.ndarray:
    """Expected volume, unnormalised: float64 (themes, days); zero where a theme does not live."""
    days = plan.days
    rates = np.array([[_season_factor(theme, day) for day in days] for theme in theme_ids])
    rates *= np.array([BASE_VOLUME[theme] for theme in theme_ids])[:, None]
    for event in planted_events(plan):
        rates[theme_ids.index(event.theme_id)] *= [_event_factor(event, day) for day in days]
    shaped: np.ndarray = rates * day_profile(days)
    return shaped


def day_profile(days: Sequence[date]) -> np.ndarray:
    """Volume of each day relative to a midweek working day, float64 (days,)."""
    weekday = (1.25, 1.1, 1.0, 0.97, 1.0, 1.0, 1.0)
    return np.array([weekday[day.weekday()] * quietness(day) for day in days])


def _at(plan: DemoPlan, share: float) -> date:
    return plan.first_day + timedelta(days=int(share * (plan.last_day - plan.first_day).days))


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _season_factor(theme_id: str, day: date) -> float:
    rises = [_rise(season, day) for season in SEASONS if season.theme_id == theme_id]
    return 1.0 + max(rises, default=0.0)


def _rise(season: Season, day: date) -> float:
    # Five days of slope on either side: real waves do not start at full height.
    for year in (day.year - 1, day.year):
        first = date.fromisoformat(f"{year}-{season.first}")
        last = date.fromisoformat(f"{year}-{season.last}")
        last = last if last >= first else last.replace(year=year + 1)
        inside = min((day - first).days, (last - day).days)
        if inside > -5:
            return (season.factor - 1.0) * min(1.0, (inside + 5) / 5)
    return 0.0


def _event_factor(event: Event, day: date) -> float:
    span = max(1, (event.last_day - event.first_day).days)
    part = (day - event.first_day).days / span
    if event.kind == "growth":
        return 1.0 + (event.factor - 1.0) * part
    if event.kind == "spike":
        return event.factor if 0 <= part <= 1 else 1.0
    if event.kind == "birth":
        return 1.0 if part >= 0 else 0.0
    return 1.0 if part < 0 else max(0.0, 0.6 * (1.0 - part))
