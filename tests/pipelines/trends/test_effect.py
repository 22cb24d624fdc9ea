"""What a measure did: planted effects come out, chance and seasons are not called effects."""

import numpy as np
import pytest

from pipelines.trends.effect import Effect, EffectSettings, History, Treatment, judge
from pipelines.trends.log_ratios import LogRatios, common, weekly_spread
from tests.pipelines.trends.treated_worlds import FOR_EVER, history_of, treated_world

SETTINGS = EffectSettings()


def judged(effect: float, worlds: int) -> list[Effect]:
    found = []
    for seed in range(worlds):
        world = treated_world(seed, effect)
        found += [judge(world.history, one, world.treatments, SETTINGS) for one in world.treatments]
    return [one for one in found if one.effect is not None]


@pytest.mark.parametrize("planted", [-0.5, -0.2, 0.0])
def test_planted_effects_come_out_within_seven_points(planted: float) -> None:
    found = judged(planted, 24)
    assert len(found) > 60
    effects = [one.effect for one in found if one.effect is not None]
    assert np.mean(effects) == pytest.approx(planted, abs=0.07)
    inside = [one.low < planted < one.high for one in found if one.low is not None and one.high]
    assert np.mean(inside) >= 0.9


def test_nothing_done_is_called_an_effect_in_one_of_twenty_at_most() -> None:
    called = [one.verdict in ("helped", "worse") for one in judged(0.0, 24)]
    assert np.mean(called) <= 0.05


def even(rates: list[float], days: int = 900) -> np.ndarray:
    return np.random.default_rng(5).poisson(np.array(rates)[:, None] * np.ones(days))


def test_a_season_that_ends_after_the_measure_is_no_effect() -> None:
    counts = even([6.0] * 8)
    # Every year the first theme is told three times as often in the weeks before day 728.
    for start in (728 - 364 - 42, 728 - 42):
        counts[0, start : start + 42] *= 3
    found = judge(history_of(counts), Treatment(0, 728, 728, FOR_EVER), (), SETTINGS)
    assert found.verdict == "unclear" and found.method == "season_and_themes"
    assert found.effect == pytest.approx(0, abs=0.15)
    # Looked at without the year before, the end of the season looks like a measure that helped.
    blind = History(counts, np.full((1, 900), -1), np.zeros(8))
    assert judge(blind, Treatment(0, 728, 728, FOR_EVER), (), SETTINGS).effect < -0.2  # type: ignore[operator]


def test_what_moves_all_themes_is_no_effect() -> None:
    counts = even([6.0] * 8)
    counts[:, 700:] = counts[:, 700:] // 2
    one = Treatment(0, 700, 700, FOR_EVER)
    found = judge(history_of(counts), one, (one,), SETTINGS)
    assert found.verdict == "unclear" and found.count_similar == 7


def test_treated_themes_do_not_stand_for_untreated_ones() -> None:
    counts = even([6.0] * 8)
    counts[:4, 700:] = counts[:4, 700:] // 2
    treated = [Treatment(theme, 700, 700, FOR_EVER) for theme in range(4)]
    found = judge(history_of(counts), treated[0], treated, SETTINGS)
    assert found.verdict == "helped" and found.count_similar == 4
    assert found.effect == pytest.approx(-0.5, abs=0.1)


def test_it_is_too_early_in_the_first_weeks_and_with_few_contacts() -> None:
    counts = even([6.0] * 7 + [0.05])
    soon = judge(history_of(counts), Treatment(0, 900 - 27, 900 - 27, FOR_EVER), (), SETTINGS)
    assert (soon.verdict, soon.effect, soon.weeks) == ("too_early", None, 27 / 7)
    rare = judge(history_of(counts), Treatment(7, 700, 700, FOR_EVER), (), SETTINGS)
    assert rare.verdict == "too_early" and rare.expected is not None and rare.expected < 20
    planned = judge(history_of(counts), Treatment(0, 950, 950, FOR_EVER), (), SETTINGS)
    assert (planned.verdict, planned.weeks, planned.count_after) == ("too_early", 0, 0)


def test_without_weeks_before_or_anything_to_compare_with_nothing_is_said() -> None:
    counts = even([6.0] * 8)
    early = judge(history_of(counts), Treatment(0, 30, 30, FOR_EVER), (), SETTINGS)
    assert early.verdict == "not_comparable"
    older = judge(history_of(counts), Treatment(0, -50, -50, FOR_EVER), (), SETTINGS)
    assert (older.verdict, older.effect) == ("not_comparable", None)
    assert older.count_after == counts[0, : 182 - 50].sum()
    alone = judge(history_of(counts[:1, :300]), Treatment(0, 200, 200, FOR_EVER), (), SETTINGS)
    assert alone.verdict == "not_comparable"
    # Alone, but with a year before: said, with less certainty.
    with_year = judge(history_of(counts[:1]), Treatment(0, 700, 700, FOR_EVER), (), SETTINGS)
    assert with_year.method == "season" and with_year.verdict == "unclear"


def test_a_measure_that_was_stopped_is_judged_up_to_its_end() -> None:
    counts = even([6.0] * 8)
    counts[0, 700:760] = 0
    one = Treatment(0, 700, 700, 760)
    found = judge(history_of(counts), one, (one,), SETTINGS)
    assert found.weeks == 60 / 7 and found.count_after == 0
    assert found.verdict == "helped" and found.effect is not None and found.effect < -0.95


def test_a_later_measure_ends_the_weeks_after_the_first_and_begins_its_own_before() -> None:
    counts = even([8.0] * 8, 900)
    counts[0, 600:] = counts[0, 600:] // 2
    first, second = Treatment(0, 600, 600, FOR_EVER), Treatment(0, 720, 720, FOR_EVER)
    found = judge(history_of(counts), first, (first, second), SETTINGS)
    assert found.weeks == 120 / 7 and found.verdict == "helped"
    later = judge(history_of(counts), second, (first, second), SETTINGS)
    assert later.verdict == "unclear"


def test_what_ratios_have_in_common_is_not_moved_by_a_few() -> None:
    rng = np.random.default_rng(3)
    ratio = rng.normal(0.1, 0.3, 200)
    ratio[:10] = 3.0
    found = common(LogRatios(ratio, np.full(200, 0.05)), np.ones(200, bool))
    assert found.mean == pytest.approx(0.1, abs=0.06)
    assert found.between == pytest.approx(0.04, abs=0.025)
    same = common(LogRatios(np.full(9, 0.2), np.full(9, 0.05)), np.ones(9, bool))
    assert same == (pytest.approx(0.2), pytest.approx(0.05 / 9), 0.0)


def test_spread_of_weeks_beyond_chance_is_found() -> None:
    rng = np.random.default_rng(4)
    weekly = rng.gamma(10, 1 / 10, (5, 150))
    counts = rng.poisson(np.repeat(weekly, 7, axis=1) * 20)
    assert weekly_spread(counts) == pytest.approx(0.1, abs=0.04)
    assert (weekly_spread(rng.poisson(3.0, (5, 1050))) < 0.01).all()
    assert len(weekly_spread(np.zeros((2, 10), np.int64))) == 2


def test_the_order_of_themes_and_what_comes_later_change_nothing() -> None:
    world = treated_world(3, -0.3)
    one, history = min(world.treatments, key=lambda other: other.last), world.history
    found = judge(history, one, world.treatments, SETTINGS)
    order = np.random.default_rng(1).permutation(len(history.counts))
    place = {int(theme): number for number, theme in enumerate(order)}
    shuffled = History(history.counts[order], history.same_season, history.categories[order])
    moved = [other._replace(theme=place[other.theme]) for other in world.treatments]
    again = judge(shuffled, one._replace(theme=place[one.theme]), moved, SETTINGS)
    assert again == pytest.approx(found)
    # Once its weeks are over, nothing that is counted later changes what is said of a measure.
    end = one.last + 7 * SETTINGS.after_weeks
    assert end < history.days
    past = History(history.counts[:, :end], history.same_season[:, :end], history.categories)
    assert judge(past, one, world.treatments, SETTINGS) == found
