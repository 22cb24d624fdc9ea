"""Rediscovery: proposals by default, changes of the open month where nobody curates."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Literal

import pytest

from pipelines.night import Night
from pipelines.themes.assign import AssignSettings
from pipelines.themes.birth import BirthSettings
from pipelines.themes.rediscover_room import RediscoverSettings, rediscover_themes
from tests.pipelines.room_night import NOW, close, night_of, work_database
from tests.pipelines.themes.heard import BIRTH, ENCODER, WIDE, about, hear, one_night, themes
from warehouse.ledger import open_run
from warehouse.statements import Connection

START = date(2024, 1, 1)
LAST = date(2024, 4, 14)
NEVER = BirthSettings.model_validate({**BIRTH.model_dump(), "growth": 0})


@pytest.fixture
def con(tmp_path: Path) -> Iterator[Connection]:
    """Three issues; a third of the first one's voices is put into a theme of its own."""
    with work_database(tmp_path) as opened:
        for issue in range(3):
            hear(opened, about(issue, START, 50, 2))
        one_night(opened, LAST, NEVER, WIDE)
        yield opened


def rediscover(con: Connection, apply: Literal["propose", "apply"] = "propose") -> None:
    night = Night(con, open_run(con, "rediscover", LAST, NOW, "{}"), NOW)
    settings = RediscoverSettings(apply=apply, resamples=2, min_voices=5)
    rediscover_themes(night, ENCODER, WIDE, settings, AssignSettings().margin)
    close(night)


def quotable(con: Connection) -> dict[str, bool]:
    return dict(con.execute("select theme_id, is_quotable from mart.theme_trust").fetchall())


def halve(con: Connection) -> tuple[str, str]:
    """Give half of a theme's voices to a theme of their own, as if it had been split in error."""
    whole = themes(con)["i0-0101-0"]
    assert whole is not None
    con.execute(
        "insert into core.theme (theme_id, status, born_on, discovery_id, cluster_number, run_id) "
        "values ('T0900', 'active', '2024-01-01', 'd', 0, 'r');"
        f"insert into core.theme_shape select 'T0900', '{ENCODER}', centroid, radius "
        f"from core.theme_shape where theme_id = '{whole}';"
        f"update core.assignment set theme_id = 'T0900' where theme_id = '{whole}' "
        "and hash(voice_id) % 3 = 0"
    )
    return whole, "T0900"


def test_a_quiet_home_has_themes_that_go_on_and_can_be_quoted(con: Connection) -> None:
    before = themes(con)
    rediscover(con)
    kinds = con.execute(
        "select distinct kind, is_applied from core.lineage "
        "where rediscovery_id like 'rediscovery-%'"
    ).fetchall()
    assert kinds == [("continued", False)]
    assert con.execute("select count(*) from core.theme_proposal").fetchall() == [(0,)]
    assert themes(con) == before
    assert quotable(con) == {theme: True for theme in set(before.values()) if theme}


def test_the_numbers_of_a_part_of_a_theme_are_not_to_be_quoted(con: Connection) -> None:
    _, part = halve(con)
    rediscover(con)
    assert [theme for theme, is_quotable in quotable(con).items() if not is_quotable] == [part]


def test_trust_of_themes_that_are_no_more_is_forgotten(con: Connection) -> None:
    _, torn = halve(con)
    rediscover(con, "apply")
    assert torn not in quotable(con)


def test_a_theme_torn_in_two_is_proposed_to_be_merged(con: Connection) -> None:
    whole, torn = halve(con)
    before = themes(con)
    rediscover(con)
    found = con.execute(
        "select kind, theme_ids, status from mart.theme_proposal where kind = 'merge'"
    ).fetchall()
    assert found == [("merge", [whole, torn], "open")]
    assert themes(con) == before


def test_what_a_person_rejected_is_not_proposed_again(con: Connection) -> None:
    halve(con)
    rediscover(con)
    con.execute("update core.theme_proposal set status = 'rejected' where kind = 'merge'")
    night = night_of(con, LAST + timedelta(days=1))
    settings = RediscoverSettings(resamples=0, min_voices=5)
    rediscover_themes(night, ENCODER, WIDE, settings, AssignSettings().margin)
    open_now = con.execute("select kind from core.theme_proposal where status = 'open'").fetchall()
    assert ("merge",) not in open_now


def test_the_same_day_again_changes_nothing(con: Connection) -> None:
    halve(con)
    rediscover(con)
    first = con.execute("select * from core.theme_proposal").fetchall()
    rediscover(con)
    assert con.execute("select * from core.theme_proposal").fetchall() == first


def test_where_nobody_curates_it_is_merged_for_the_open_month_only(con: Connection) -> None:
    whole, torn = halve(con)
    before = themes(con)
    rediscover(con, "apply")
    after = themes(con)
    received = dict(con.execute("select contact_id, received_on from core.contact").fetchall())
    over = {name for name, day in received.items() if day < LAST.replace(day=1)}
    assert {name: after.get(name) for name in over} == {name: before.get(name) for name in over}
    assert torn not in {theme for name, theme in after.items() if name not in over}
    assert con.execute(
        "select status, retired_reason, merged_into from core.theme where theme_id = $torn",
        {"torn": torn},
    ).fetchall() == [("retired", "merged", whole)]


def test_what_a_person_approved_is_left_alone(con: Connection) -> None:
    _, torn = halve(con)
    con.execute(
        "update core.theme set approved_on = '2024-04-01' where theme_id = $torn", {"torn": torn}
    )
    before = {name: theme for name, theme in themes(con).items() if theme == torn}
    rediscover(con, "apply")
    after = themes(con)
    assert {name: after[name] for name in before} == before


def test_a_silent_theme_is_proposed_to_be_retired_after_a_long_time(con: Connection) -> None:
    late = LAST + timedelta(weeks=70)
    hear(con, about(1, late - timedelta(days=30), 25))
    one_night(con, late, NEVER)
    night = night_of(con, late)
    rediscover_themes(night, ENCODER, WIDE, RediscoverSettings(resamples=0), 0.03)
    silent = themes(con)["i0-0101-0"]
    [(found,)] = con.execute(
        "select list_contains(list(theme_ids[1]), $silent) from core.theme_proposal "
        "where kind = 'retire'",
        {"silent": silent},
    ).fetchall()
    assert found
