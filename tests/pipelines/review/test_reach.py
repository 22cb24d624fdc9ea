"""A founding of themes moves all counts; a claim has to exceed it."""

from datetime import date

import pytest

from pipelines.review.facts import MonthCount
from pipelines.review.facts_sections import FastLane, FlagCount
from pipelines.review.headlines import headlines
from pipelines.review.months import earlier
from pipelines.review.reach import is_parted, reach
from pipelines.review.traces import Number
from pipelines.review.versus import chance

MARCH = date(2026, 3, 1)
FOUNDED = date(2025, 12, 7)


def month(at: date) -> MonthCount:
    explained = 90 if at < FOUNDED else 80
    return MonthCount(at, 120, 110, 130, 100, explained, 9, True)


MONTHS = {at: month(at) for at in (earlier(MARCH, number) for number in range(24))}


def test_reach_is_the_share_of_voices_with_a_theme_over_that_of_then() -> None:
    assert reach(MONTHS, MARCH, 1, 1) == 1
    assert reach(MONTHS, MARCH, 3, 12) == pytest.approx(80 / 90)
    # Nine months of the newest twelve were counted by hindsight too, but for the half of December.
    assert reach(MONTHS, MARCH, 12, 12) == pytest.approx((9 * 90 + 3 * 80) / (12 * 90))
    assert reach(MONTHS, MARCH, 12, 24) == 1


def test_a_claim_has_to_exceed_what_the_reach_brings() -> None:
    assert chance(400, 480, 2.0) == "down"
    assert chance(400, 480, 2.0, reach=80 / 90) == "unclear"
    assert chance(300, 480, 2.0, reach=80 / 90) == "down"
    # A smaller reach makes no rise, and a larger one no fall.
    assert chance(480, 480, 2.0, reach=0.5) == "unclear"
    assert chance(480, 400, 2.0) == "up"
    assert chance(480, 400, 2.0, reach=90 / 80) == "unclear"


@pytest.mark.parametrize(
    ("then", "now", "is_between"),
    [
        (date(2025, 3, 1), MARCH, True),
        (date(2025, 12, 1), MARCH, True),
        (date(2026, 1, 1), MARCH, False),
        (date(2025, 10, 1), date(2025, 11, 1), False),
    ],
)
def test_a_founding_parts_what_was_said_before_it_and_after(
    then: date, now: date, is_between: bool
) -> None:
    assert is_parted(FOUNDED, then, now) is is_between
    assert not is_parted(None, then, now)
    assert not is_parted(date(2026, 3, 31), then, MARCH)


def test_the_unexplained_share_is_not_compared_across_a_founding() -> None:
    nothing = Number(0, "fast_lane", "x")
    flag = FlagCount(
        "all", nothing, nothing, nothing, nothing, nothing, None, nothing, (0,) * len(MONTHS), ()
    )
    lane = FastLane((), flag, nothing)
    axis = sorted(MONTHS)

    def unexplained(founded: date | None) -> tuple[float | None, float | None]:
        found = headlines(MONTHS[MARCH], MONTHS, lane, axis, founded)
        [one] = [one for one in found if one.key == "unexplained"]
        assert found[0].year_before.value == 120
        return one.month_before.value, one.year_before.value

    assert unexplained(FOUNDED) == (pytest.approx(0.2), None)
    assert unexplained(None) == (pytest.approx(0.2), pytest.approx(0.1))
