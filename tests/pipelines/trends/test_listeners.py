"""Teams with a sensitivity of their own: of what they are told, and when."""

import numpy as np
import pytest
from pydantic import ValidationError

from pipelines.trends.alert_settings import HOUSE, AlertSettings, TeamSettings
from pipelines.trends.alerts import Alert, Carrier, Remembered
from pipelines.trends.expect import ExpectSettings
from pipelines.trends.listeners import Listener, house_of, teams_of
from pipelines.trends.series import SeriesKey
from pipelines.trends.watch_month import WatchSettings
from pipelines.trends.watch_walk import walk
from tests.pipelines.trends.test_watch import calendar, knowledge_of, world

THEME, OTHER = SeriesKey("T1"), SeriesKey("T2")
FLAG = SeriesKey("", "flag", "safety")


def team(**given: object) -> Listener:
    """Return one team that names what is given."""
    settings = AlertSettings(team=(TeamSettings.model_validate({"name": "a", **given}),))
    [found] = teams_of(settings, {"配送": ["T1"]})
    return found


def test_the_house_is_told_of_everything() -> None:
    house = house_of(AlertSettings())
    assert all(house.hears(key) for key in (THEME, OTHER, FLAG))


def test_a_team_is_told_of_the_themes_of_its_categories_and_of_those_it_names() -> None:
    assert [team(categories=["配送"]).hears(key) for key in (THEME, OTHER, FLAG)] == [
        True, False, False,
    ]  # fmt: skip
    assert team(categories=["配送"], themes=["T2"]).hears(OTHER)
    # A category that no theme has is no wish for all of them.
    assert not team(categories=["請求"]).hears(THEME)


def test_a_team_of_a_product_is_told_of_what_the_product_carries() -> None:
    one = team(products=["A"])
    assert one.hears(SeriesKey("T1", "product", "A"))
    assert not one.hears(SeriesKey("T1", "product", "B"))
    assert not one.hears(THEME)
    assert one.may_hear(THEME)
    assert one.hears(THEME, [Carrier("product", "A", 0.8)])
    assert not one.hears(THEME, [Carrier("product", "B", 0.8)])


def test_a_team_that_names_flags_only_is_told_of_these_only() -> None:
    assert [team(flags=["safety"]).hears(key) for key in (THEME, FLAG)] == [False, True]
    assert team(flags=["safety"], themes=["T1"]).hears(THEME)


@pytest.mark.parametrize("names", [("a", "a"), (HOUSE,)])
def test_a_name_stands_for_one_team(names: tuple[str, ...]) -> None:
    with pytest.raises(ValidationError):
        AlertSettings(team=tuple(TeamSettings(name=name) for name in names))


def told(*teams: TeamSettings) -> list[Alert]:
    """Watch the planted world with teams: T0 spikes from day 500 on."""
    alerts = AlertSettings(team=teams)
    settings = WatchSettings(ExpectSettings(), alerts, teams_of(alerts, {}))
    steps = walk(knowledge_of(world()), calendar(), (0, 530), Remembered(), settings)
    return [one for _, found, _ in steps for one in found if one.key.theme_id == "T0"]


def test_without_teams_every_alert_is_for_the_house() -> None:
    assert {one.teams for one in told()} == {(HOUSE,)}


def test_a_stricter_team_is_told_later_of_the_same_rise_and_the_house_once() -> None:
    found = told(TeamSettings(name="strict", chance=1e-12))
    assert [one.teams for one in found] == [(HOUSE,), ("strict",)]
    first, second = found
    assert first.raised < second.raised
    assert second.probability <= 1e-12


def test_a_team_that_wants_more_contacts_is_told_when_they_are_there() -> None:
    found = told(TeamSettings(name="large", least_contacts=60))
    assert [one.teams for one in found] == [(HOUSE,), ("large",)]
    assert found[1].size >= 60


def test_a_more_sensitive_team_is_told_sooner_or_on_the_same_day_and_the_house_as_before() -> None:
    alone = [one.raised for one in told() if HOUSE in one.teams]
    found = told(TeamSettings(name="keen", chance=0.04))
    keen = [one.raised for one in found if "keen" in one.teams]
    assert [one.raised for one in found if HOUSE in one.teams] == alone
    assert min(day for day in keen if day >= 495) <= alone[0]


def test_a_team_of_another_theme_is_told_nothing() -> None:
    assert all("b" not in one.teams for one in told(TeamSettings(name="b", themes=("T5",))))
    assert np.isfinite([one.probability for one in told()]).all()
