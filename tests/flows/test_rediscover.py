"""The weekly flow: which day it takes, what it publishes, what it refuses."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from flows import rediscover as module
from flows.errors import SettingsError
from flows.home import Home, init_home
from flows.night_walk import close_unpublished, open_night
from warehouse.connect import open_published

NIGHT = date(2024, 3, 5)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    monkeypatch.setattr(module, "one_room", module.one_room.fn)
    made, _ = init_home(tmp_path / "home")
    return made


def rediscover(home: Home, as_of: date | None = None) -> object:
    return module.rediscover.fn(str(home.folder), as_of)


def test_before_the_first_night_there_is_nothing_to_rediscover(home: Home) -> None:
    with pytest.raises(SettingsError) as told:
        rediscover(home)
    assert told.value.key == "rediscover_no_night"


def test_a_day_that_no_night_has_reached_is_refused(home: Home) -> None:
    close_unpublished(home, open_night(home, "nightly", NIGHT))
    with pytest.raises(SettingsError) as told:
        rediscover(home, date(2024, 3, 6))
    assert told.value.key == "rediscover_after_night"
    with pytest.raises(SettingsError) as told:
        rediscover(home, (datetime.now(UTC)).date().replace(year=2999))
    assert told.value.key == "day_in_future"


def test_it_takes_the_last_night_and_publishes_once(home: Home) -> None:
    close_unpublished(home, open_night(home, "nightly", NIGHT))
    assert rediscover(home) == []
    with open_published(home.folder) as con:
        runs = con.execute("select distinct flow_name, as_of from mart.run_health").fetchall()
        assert ("rediscover", NIGHT) in runs
        assert con.execute("select count(*) from mart.theme_lineage").fetchall() == [(0,)]
    published = (home.folder / "published.duckdb").resolve()
    assert rediscover(home) == []
    assert (home.folder / "published.duckdb").resolve() == published


def test_months_that_are_over_are_counted_again_as_of_the_newest_night_only(home: Home) -> None:
    close_unpublished(home, open_night(home, "nightly", NIGHT))
    with pytest.raises(SettingsError) as told:
        module.rediscover.fn(str(home.folder), date(2024, 3, 4), True)
    assert told.value.key == "restate_last_night"
    assert module.rediscover.fn(str(home.folder), None, True) == []
    with open_published(home.folder) as con:
        stages = con.execute("select stage from mart.run_health where flow_name = 'rediscover'")
        assert ("restate",) in stages.fetchall()
